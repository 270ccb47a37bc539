#include "server/http/connection.hpp"

#include "server/http/event_streams.hpp"
#include "server/http/url.hpp"
#include "server/http/wire.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace husong::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t longest_head = 16U * 1024;
constexpr std::uint64_t longest_body = 1024U * 1024;
constexpr auto head_limit = std::chrono::seconds{30};  // of a request, and of waiting for the next one
constexpr auto body_limit = std::chrono::seconds{60};  // 1 MiB over a poor mobile line
constexpr auto write_limit = std::chrono::seconds{60};

using Parser = bhttp::request_parser<bhttp::string_body>;
using Message = bhttp::request<bhttp::string_body>;

Verb verb_of(bhttp::verb verb) {
    switch (verb) {
        case bhttp::verb::get:
        case bhttp::verb::head: return Verb::get;
        case bhttp::verb::post: return Verb::post;
        case bhttp::verb::delete_: return Verb::del;
        case bhttp::verb::options: return Verb::options;
        default: return Verb::other;
    }
}

Headers headers_of(const Message& message) {
    const auto text = [&](const auto& name) { return std::string{message[name]}; };
    return {.cookie = text(bhttp::field::cookie),
            .authorization = text(bhttp::field::authorization),
            .content_type = text(bhttp::field::content_type),
            .accept_encoding = text(bhttp::field::accept_encoding),
            .if_none_match = text(bhttp::field::if_none_match),
            .idempotency_key = text("Idempotency-Key"),
            .last_event_id = text("Last-Event-ID"),
            .csrf = text("X-Husong")};
}

Result<Request> request_of(Message message, const std::string& peer) {
    const std::string_view target{message.target().data(), message.target().size()};
    const auto mark = target.find('?');
    Request request;
    request.verb = verb_of(message.method());
    request.path = target.substr(0, mark);
    if (mark != std::string_view::npos) {
        auto query = parse_form(target.substr(mark + 1));
        if (!query) return query.error();
        request.query = std::move(*query);
    }
    request.headers = headers_of(message);
    request.body = std::move(message.body());
    request.peer = peer;
    return request;
}

// What a peer is told whose bytes are no request; none: it is gone or silent, and gets nothing.
std::optional<Response> complaint(beast::error_code error) {
    if (error == bhttp::error::end_of_stream ||
        error.category() != make_error_code(bhttp::error::bad_method).category())
        return std::nullopt;
    if (error == bhttp::error::header_limit) return problem(Problem{431, "headers beyond 16 KiB", {}});
    if (error == bhttp::error::body_limit) return problem(Problem{413, "a body beyond 1 MiB", {}});
    return problem(Problem{400, "this is no HTTP request", {}});
}

// Waits for the answer, which may come from any thread.
asio::awaitable<Response> ask(const Handle& handle, Request request) {
    const auto executor = co_await asio::this_coro::executor;
    const auto start = [&handle, &request, &executor](auto handler) {
        // An answer on its way keeps the io_context running.
        auto working = asio::prefer(executor, asio::execution::outstanding_work.tracked);
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        handle(std::move(request), [resume, working](Response response) {
            asio::post(working, [resume, response = std::move(response)]() mutable {
                (*resume)(std::move(response));
            });
        });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Response)>(
        start, asio::use_awaitable);
}

// True when the whole answer went out.
asio::awaitable<bool> send(beast::tcp_stream& stream, const Response& response, bool keep_alive,
                           bool with_body) {
    const std::string head = response_head(response, keep_alive);
    const std::string_view body = with_body ? response.text() : std::string_view{};
    const std::array parts{asio::buffer(head), asio::buffer(body)};
    stream.expires_after(write_limit);
    const auto [error, length] = co_await asio::async_write(stream, parts, as_result);
    co_return !error;
}

asio::awaitable<beast::error_code> read(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                        Parser& parser) {
    parser.header_limit(longest_head);
    parser.body_limit(longest_body);
    stream.expires_after(head_limit);
    const auto [head_error, head_length] =
        co_await bhttp::async_read_header(stream, buffer, parser, as_result);
    if (head_error) co_return head_error;
    stream.expires_after(body_limit);
    const auto [error, length] = co_await bhttp::async_read(stream, buffer, parser, as_result);
    co_return error;
}

// One request and its answer. False: the connection is over.
asio::awaitable<bool> serve_request(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                    const std::string& peer, const Counterpart& counterpart) {
    Parser parser;
    const beast::error_code error = co_await read(stream, buffer, parser);
    if (error) {
        if (const auto told = complaint(error)) co_await send(stream, *told, false, true);
        co_return false;
    }
    const bool keep_alive = parser.get().keep_alive();
    const bool with_body = parser.get().method() != bhttp::verb::head;
    auto request = request_of(parser.release(), peer);
    if (!request) co_return co_await send(stream, problem(request.error()), keep_alive, true);

    Response response = co_await ask(counterpart.handle, std::move(*request));
    if (response.stream && (!counterpart.streams || counterpart.streams->full()))
        response = problem(Problem{503, "too many watch already", {}});
    if (response.stream) {
        co_await counterpart.streams->run(stream, *response.stream);
        co_return false;
    }
    co_return co_await send(stream, response, keep_alive, with_body) && keep_alive;
}

}  // namespace

asio::awaitable<void> serve_connection(asio::ip::tcp::socket socket, const Counterpart& counterpart) {
    boost::system::error_code gone;
    const auto remote = socket.remote_endpoint(gone);
    if (gone) co_return;
    const std::string peer = remote.address().to_string();
    socket.set_option(asio::ip::tcp::no_delay{true}, gone);
    beast::tcp_stream stream{std::move(socket)};
    beast::flat_buffer buffer{longest_head + longest_body};
    co_await asio::this_coro::throw_if_cancelled(false);  // errors come as values
    while (co_await serve_request(stream, buffer, peer, counterpart)) {
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none) break;
    }
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, gone);
}

}  // namespace husong::http
