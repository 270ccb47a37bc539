#include "server/http/connection.hpp"

#include "server/http/awaiting.hpp"
#include "server/http/event_streams.hpp"
#include "server/http/url.hpp"
#include "server/http/wire.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/none.hpp>
#include <fmt/format.h>

#include <array>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

namespace husong::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;

namespace {

constexpr std::uint32_t longest_head = 16U * 1024;
constexpr std::uint64_t small_body = longest_head;  // costs no more than any head

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

std::uint64_t longest_body_of(const Message& message, const Counterpart& counterpart) {
    if (!counterpart.longest_body) return usual_body;
    const std::string_view target{message.target().data(), message.target().size()};
    return counterpart.longest_body(verb_of(message.method()), target.substr(0, target.find('?')));
}

// What a peer is told whose bytes are no request; none: it is gone or silent, and gets nothing.
std::optional<Response> complaint(beast::error_code error, std::uint64_t longest_body, Troubles& troubles) {
    if (error == bhttp::error::end_of_stream ||
        error.category() != make_error_code(bhttp::error::bad_method).category())
        return std::nullopt;
    if (error == bhttp::error::header_limit) {
        troubles.add(Trouble::head_too_large);
        return problem(Problem{431, "headers beyond 16 KiB", {}});
    }
    if (error == bhttp::error::body_limit) {
        troubles.add(Trouble::body_too_large);
        return problem(Problem{413, fmt::format("a body beyond {} MiB", longest_body >> 20U), {}});
    }
    troubles.add(Trouble::not_http);
    return problem(Problem{400, "this is no HTTP request", {}});
}

// Room for one body, given back when its request is over.
class BodyRoom {
public:
    explicit BodyRoom(const Household& household)
        : promised_{household.body_bytes}, most_{household.counterpart.limits.body_bytes} {}
    ~BodyRoom() { *promised_ -= taken_; }
    BodyRoom(const BodyRoom&) = delete;
    BodyRoom& operator=(const BodyRoom&) = delete;

    // False: too many large ones are under way. One that tells no length may become as long as its route
    // lets it.
    [[nodiscard]] bool take(const Parser& parser, std::uint64_t longest_body) {
        const auto told = parser.content_length();
        const std::uint64_t length = parser.chunked() ? longest_body : told ? *told : 0;
        if (length <= small_body) return true;
        if (*promised_ + length > most_) return false;
        taken_ = length;
        *promised_ += taken_;
        return true;
    }

private:
    std::shared_ptr<std::uint64_t> promised_;
    std::uint64_t most_;
    std::uint64_t taken_ = 0;
};

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

// One peer's connection, request by request.
struct Line {
    beast::tcp_stream stream;
    std::string peer;
    Household& household;
    Seat& seat;
    beast::flat_buffer buffer{longest_head + usual_body};  // bodies leave it part by part
};

// True when the whole answer went out.
asio::awaitable<bool> send(Line& line, const Response& response, bool keep_alive, bool with_body) {
    const std::string head = response_head(response, keep_alive);
    const std::string_view body = with_body ? response.text() : std::string_view{};
    const std::array parts{asio::buffer(head), asio::buffer(body)};
    line.seat.idle();
    line.stream.expires_after(line.household.counterpart.limits.write);
    const auto [error, length] = co_await asio::async_write(line.stream, parts, as_result);
    if (error == beast::error::timeout) line.household.troubles.add(Trouble::too_slow);
    co_return !error;
}

// None: the request is whole; else the answer to what is no request, or is refused before it is read.
struct Unread {
    std::optional<Response> told;  // none: nobody is there to be told
};

asio::awaitable<std::optional<Unread>> read(Line& line, Parser& parser, BodyRoom& room) {
    const ConnectionLimits& limits = line.household.counterpart.limits;
    Troubles& troubles = line.household.troubles;
    parser.header_limit(longest_head);
    parser.body_limit(boost::none);  // that of its route, once its head is there
    line.seat.idle();
    line.stream.expires_after(limits.head);
    auto [error, length] = co_await bhttp::async_read_header(line.stream, line.buffer, parser, as_result);
    const std::uint64_t longest =
        error ? usual_body : longest_body_of(parser.get(), line.household.counterpart);
    if (!error) {
        parser.body_limit(longest);
        if (parser.content_length().value_or(0) > longest) error = bhttp::error::body_limit;
    }
    if (!error && !room.take(parser, longest)) {
        troubles.add(Trouble::no_body_room);
        co_return Unread{problem(Problem{503, "too many large bodies are under way", {}})};
    }
    if (!error) {
        line.stream.expires_after(limits.body);
        std::tie(error, length) = co_await bhttp::async_read(line.stream, line.buffer, parser, as_result);
    }
    if (!error) co_return std::nullopt;
    // Between two requests a connection may be silent.
    if (error == beast::error::timeout && (parser.got_some() || line.buffer.size() > 0))
        troubles.add(Trouble::too_slow);
    co_return Unread{complaint(error, longest, troubles)};
}

// One request and its answer. False: the connection is over.
asio::awaitable<bool> serve_request(Line& line) {
    const Counterpart& counterpart = line.household.counterpart;
    Parser parser;
    BodyRoom room{line.household};
    if (const auto unread = co_await read(line, parser, room)) {
        if (unread->told) co_await send(line, *unread->told, false, true);
        co_return false;
    }
    const bool keep_alive = parser.get().keep_alive();
    const bool with_body = parser.get().method() != bhttp::verb::head;
    auto request = request_of(parser.release(), line.peer);
    if (!request) {
        line.household.troubles.add(Trouble::bad_query);
        co_return co_await send(line, problem(request.error()), keep_alive, true);
    }

    line.seat.busy();
    Response response = co_await ask(counterpart.handle, std::move(*request));
    if (response.stream && (!counterpart.streams || counterpart.streams->full()))
        response = problem(Problem{503, "too many watch already", {}});
    if (response.stream) {
        co_await counterpart.streams->run(line.stream, *response.stream);
        co_return false;
    }
    co_return co_await send(line, response, keep_alive, with_body) && keep_alive;
}

}  // namespace

asio::awaitable<void> serve_connection(asio::ip::tcp::socket socket, Household& household, Seat& seat) {
    boost::system::error_code gone;
    const auto remote = socket.remote_endpoint(gone);
    if (gone) co_return;
    socket.set_option(asio::ip::tcp::no_delay{true}, gone);
    Line line{beast::tcp_stream{std::move(socket)}, remote.address().to_string(), household, seat};
    co_await asio::this_coro::throw_if_cancelled(false);  // errors come as values
    while (co_await serve_request(line)) {
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none) break;
    }
    line.stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, gone);
}

}  // namespace husong::http
