#include "tests/http/api_fixture.hpp"

#include "server/access/secret.hpp"
#include "server/http/caller.hpp"
#include "server/http/services.hpp"
#include "server/http/url.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <future>
#include <thread>

namespace husong::http::test {

namespace json = boost::json;

struct Api::Running {
    explicit Running(Api& api)
        : intake{*api.store_, world, {}, [&api] { return api.now(); }},
          reads{ReadPool::open(*api.store_).value()},
          desk{SignInDesk::open(*api.store_, api.now()).value()},
          plannings{api.planner_, [&api] { return api.now(); }},
          hub{api.now()},
          verdict{intake.settings().tracking, intake.settings().rules},
          feed{world, hub, *reads, verdict, [&api] { return api.now(); }},
          services{
              .world = world,
              .submit = [this, &api](
                            ingest::Act act) { return !api.refuse_acts_ && intake.submit(std::move(act)); },
              .verdict = verdict,
              .hub = hub,
              .reads = *reads,
              .desk = *desk,
              .receipts = receipts,
              .telemetry = telemetry,
              .plannings = plannings,
              .end_streams = [](const std::string&) {},
              .clock = [&api] { return api.now(); },
              .started_at = api.now(),
              .document = json::serialize(openapi_document(router, schemas))},
          dispatcher{services, router, schemas, files} {
        intake.add_listener(feed);
        intake.add_listener(telemetry);
        intake.start().value();
    }
    ~Running() {
        intake.stop();
        plannings.stop();
        reads->stop();
        desk->stop();
    }

    ingest::World world;
    ingest::Intake intake;
    std::unique_ptr<ReadPool> reads;
    std::unique_ptr<SignInDesk> desk;
    planning::PlanningDesk plannings;
    live::Hub hub;
    Receipts receipts;
    TelemetryDesk telemetry{[this](std::vector<ingest::Entry>& entries) { return intake.offer(entries); }};
    rules::VerdictSettings verdict;
    FindingFeed feed;
    Router router{{public_routes(), account_routes(), police_routes(), device_routes(), schedule_routes(),
                   gate_routes(), family_routes(), bureau_routes(), fleet_routes(), crew_routes(),
                   teacher_routes(), holiday_routes()}};
    Schemas schemas{api_schemas()};
    StaticFiles files;
    Services services;
    Dispatcher dispatcher;
};

Api::Api()
    : now_{to_millis(husong::test::school_day)},
      store_{db::open_sqlite(directory_ / "husong.db").value()},
      county_{County::put_into(*store_)} {
    start();
}

Api::~Api() = default;

void Api::start() { running_ = std::make_unique<Running>(*this); }

void Api::restart() {
    running_.reset();
    start();
}

void Api::dispatch(Request request, Answer answer) {
    running_->dispatcher.dispatch(std::move(request), std::move(answer));
}

live::Hub& Api::hub() { return running_->hub; }
ingest::World& Api::world() { return running_->world; }
ReadPool& Api::reads() { return *running_->reads; }
const Services& Api::services() const { return running_->services; }
const Router& Api::router() const { return running_->router; }
const Schemas& Api::schemas() const { return running_->schemas; }

Response Api::ask(Request request) {
    if (request.peer.empty()) request.peer = "10.1.2.3";
    const Request asked = request;
    auto answer = std::make_shared<std::promise<Response>>();
    dispatch(std::move(request), [answer](Response response) { answer->set_value(std::move(response)); });
    auto future = answer->get_future();
    if (future.wait_for(std::chrono::seconds{20}) != std::future_status::ready) {
        ADD_FAILURE() << "no answer to " << asked.path;
        return {};
    }
    Response response = future.get();
    expect_described(asked, response);
    return response;
}

void Api::expect_described(const Request& request, const Response& response) const {
    if (response.content_type == "application/problem+json") {
        const auto violation = schemas().check("Problem", json::parse(response.text()));
        EXPECT_FALSE(violation) << violation->field << " " << violation->what;
        return;
    }
    const auto found = router().find(request.verb, request.path);
    ASSERT_TRUE(found && found->route) << request.path;
    if (found->route->page) return;
    for (const Success& success : found->route->successes) {
        if (success.status != response.status) continue;
        if (success.schema.empty()) return;
        const auto violation = schemas().check(success.schema, json::parse(response.text()));
        EXPECT_FALSE(violation) << request.path << ": " << violation->field << " " << violation->what;
        return;
    }
    ADD_FAILURE() << request.path << " answers " << response.status << ", which the document does not know";
}

Response Api::get(std::string path, const std::string& query) {
    Request request;
    request.path = std::move(path);
    for (std::size_t from = 0; from < query.size();) {
        const std::size_t end = std::min(query.find('&', from), query.size());
        const std::size_t mark = query.find('=', from);
        request.query.emplace_back(query.substr(from, mark - from), query.substr(mark + 1, end - mark - 1));
        from = end + 1;
    }
    request.headers.cookie = cookie_;
    return ask(std::move(request));
}

Response Api::post(std::string path, const std::string& body, std::string idempotency_key) {
    Request request;
    request.verb = Verb::post;
    request.path = std::move(path);
    request.body = body;
    request.headers.cookie = cookie_;
    request.headers.csrf = "1";
    request.headers.content_type = "application/json";
    request.headers.idempotency_key = std::move(idempotency_key);
    return ask(std::move(request));
}

Response Api::post_form(std::string path, const Fields& fields) {
    const std::string_view secret = cookie_value(cookie_, session_cookie);
    std::string body = "token=" + form_token(access::hash_secret(secret));
    for (const auto& [name, value] : fields) body += "&" + name + "=" + percent_encode(value);
    return post_raw(std::move(path), std::move(body));
}

Response Api::post_raw(std::string path, std::string body) {
    Request request;
    request.verb = Verb::post;
    request.path = std::move(path);
    request.headers.cookie = cookie_;
    request.headers.content_type = "application/x-www-form-urlencoded";
    request.body = std::move(body);
    return ask(std::move(request));
}

AccountId Api::make_account(const std::string& name, access::Role role, const std::string& password_hash,
                            const std::string& scope) {
    access::Account account;
    account.name = name;
    account.display_name = "交警二中队 王某";
    account.role = role;
    account.scope = scope;
    account.password_hash = password_hash;
    store_->admin().value()->put_account(account).value();
    return store_->reader().value()->account(name).value()->id;
}

void Api::sign_in_as(access::Role role, const std::string& scope) {
    const std::string name{access::role_name(role)};
    const AccountId account = make_account(name, role, "no password fits this", scope);
    const std::string token = access::make_secret();
    store_->admin()
        .value()
        ->put_session({.token_hash = access::hash_secret(token),
                       .account = account,
                       .created_at = now(),
                       .expires_at = now() + session_lifetime})
        .value();
    cookie_ = "husong_session=" + token;
}

std::string Api::make_device(const std::string& name, VehicleId vehicle, const std::string& source) {
    const std::string secret = access::make_secret();
    access::DeviceKey key;
    key.device = name;
    key.secret_hash = access::hash_secret(secret);
    key.vehicle = vehicle;
    key.source = source;
    key.may_report_positions = key.may_count = static_cast<bool>(vehicle);
    key.may_sight = !vehicle;
    store_->admin().value()->put_device_key(key).value();
    return "Bearer " + name + ":" + secret;
}

void Api::tell(std::vector<tracking::Record> records) {
    for (tracking::Record& record : records) {
        ingest::Entry entry{std::move(record), {}, true};
        ASSERT_TRUE(running_->intake.offer(entry));
    }
    running_->intake.drain();
}

void Api::wait_until(const std::function<bool()>& holds) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!holds()) {
        ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "waited in vain";
        std::this_thread::yield();
    }
}

std::string header_of(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

json::value at(const Response& response, std::string_view path) {
    json::value value = json::parse(response.text());
    while (!path.empty()) {
        const auto end = std::min(path.find('.'), path.size());
        const std::string step{path.substr(0, end)};
        path.remove_prefix(std::min(end + 1, path.size()));
        json::value next =
            value.is_array() ? value.as_array().at(std::stoul(step)) : value.as_object().at(step);
        value = std::move(next);
    }
    return value;
}

std::string text_at(const Response& response, std::string_view path) {
    return std::string{at(response, path).as_string()};
}

}  // namespace husong::http::test
