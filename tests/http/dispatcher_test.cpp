#include "tests/http/api_fixture.hpp"

#include <boost/json/parse.hpp>

#include <atomic>
#include <cctype>
#include <future>
#include <thread>

namespace husong::http {
namespace {

using test::header_of;

class Dispatch : public test::Api {
protected:
    Response ask_by(Verb verb, const char* path) {
        Request request;
        request.verb = verb;
        request.path = path;
        return ask_undescribed(std::move(request));
    }
    // An answer that is none of the document's.
    Response ask_undescribed(Request request) {
        auto answer = std::make_shared<std::promise<Response>>();
        dispatch(std::move(request), [answer](Response response) { answer->set_value(std::move(response)); });
        return answer->get_future().get();
    }
    boost::json::object document() {
        return boost::json::parse(get("/api/v1/openapi.json").text()).as_object();
    }
};

TEST_F(Dispatch, SaysWhichVerbsAnAddressKnows) {
    const Response answer = post("/healthz", "");
    EXPECT_EQ(answer.status, 405U);
    EXPECT_EQ(header_of(answer, "Allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(header_of(post("/api/v1/findings", "{}"), "Allow"), "GET, HEAD, OPTIONS");
    const Response put = ask_by(Verb::other, "/api/v1/session");
    EXPECT_EQ(put.status, 405U);
    EXPECT_EQ(header_of(put, "Allow"), "POST, GET, HEAD, DELETE, OPTIONS");
    EXPECT_EQ(ask_by(Verb::other, "/api/v1/nothing").status, 404U);
}

TEST_F(Dispatch, TellsWhoAsksWhatIsPossibleAndNothingToOtherSites) {
    const Response told = ask_by(Verb::options, "/api/v1/session");
    EXPECT_EQ(told.status, 204U);
    EXPECT_EQ(header_of(told, "Allow"), "POST, GET, HEAD, DELETE, OPTIONS");
    for (const auto& [name, value] : told.headers) EXPECT_NE(name.rfind("Access-Control", 0), 0U) << name;
    EXPECT_EQ(ask_by(Verb::options, "/api/v1/nothing").status, 404U);
}

TEST_F(Dispatch, SaysNotFoundForWhatIsNowhere) {
    for (const char* path : {"/api/v1/nothing", "/api/v2/findings", "/api/v1/vehicles/%zz", "/.git/config"})
        EXPECT_EQ(get(path).status, 404U) << path;
}

TEST_F(Dispatch, CompressesLongAnswersForWhoTakesIt) {
    Request request;
    request.path = "/api/v1/openapi.json";
    request.headers.accept_encoding = "gzip";
    const Response zipped = ask_undescribed(request);
    EXPECT_EQ(header_of(zipped, "Content-Encoding"), "gzip");
    EXPECT_EQ(zipped.text().substr(0, 2), "\x1f\x8b");
    EXPECT_LT(zipped.text().size(), get("/api/v1/openapi.json").text().size() / 3);
}

TEST_F(Dispatch, RefusesAtOnceWhenTooManyRequestsWait) {
    sign_in_as(access::Role::police);
    std::promise<void> go;
    const std::shared_future<void> gone = go.get_future().share();
    std::atomic<std::size_t> held{0};
    for (std::size_t i = 0; i < ReadPool::threads; ++i)
        reads().run_anyway([gone, &held](db::Reader&) {
            ++held;
            gone.wait();
        });
    wait_until([&] { return held == ReadPool::threads; });
    while (reads().run([](db::Reader&) {})) {
    }
    const Response refused = get("/api/v1/findings");
    go.set_value();
    EXPECT_EQ(refused.status, 503U);
    wait_until([&] { return reads().waiting() == 0; });
    EXPECT_EQ(get("/api/v1/findings").status, 200U);
}

TEST_F(Dispatch, AnswersUnavailableWhenTheServerStopsFirst) {
    std::promise<void> go;
    const std::shared_future<void> gone = go.get_future().share();
    std::atomic<std::size_t> held{0};
    for (std::size_t i = 0; i < ReadPool::threads; ++i)
        reads().run_anyway([gone, &held](db::Reader&) {
            ++held;
            gone.wait();
        });
    wait_until([&] { return held == ReadPool::threads; });
    auto answer = std::make_shared<std::promise<Response>>();
    Request request;
    request.path = "/api/v1/findings";
    dispatch(request, [answer](Response response) { answer->set_value(std::move(response)); });
    std::thread stopper{[this] { reads().stop(); }};
    EXPECT_EQ(answer->get_future().get().status, 503U);
    go.set_value();
    stopper.join();
}

TEST_F(Dispatch, DescribesEveryRouteInItsDocument) {
    const auto paths = document().at("paths").as_object();
    for (const Route* route : router().routes()) {
        if (route->page) continue;
        ASSERT_TRUE(paths.contains(route->pattern)) << route->pattern;
        std::string verb{verb_name(route->verb)};
        for (char& c : verb) c = static_cast<char>(std::tolower(c));
        const auto operation = paths.at(route->pattern).at(verb);
        EXPECT_EQ(operation.at("summary").as_string(), route->summary);
        EXPECT_TRUE(operation.at("responses").as_object().contains("default"));
    }
}

TEST_F(Dispatch, DescribesEveryArgumentOfAPath) {
    for (const Route* route : router().routes()) {
        if (route->page) continue;
        const auto brace = route->pattern.find('{');
        if (brace == std::string_view::npos || route->page) continue;
        const auto name = route->pattern.substr(brace + 1, route->pattern.find('}') - brace - 1);
        EXPECT_NE(route->parameters.find(name), std::string_view::npos) << route->pattern;
    }
}

TEST_F(Dispatch, RefersOnlyToWhatItsDocumentHolds) {
    const auto whole = document();
    const std::string text{get("/api/v1/openapi.json").text()};
    const std::string mark = R"("$ref":"#/components/)";
    int references = 0;
    for (auto from = text.find(mark); from != std::string::npos;
         from = text.find(mark, from + 1), ++references) {
        const auto begin = from + mark.size();
        const std::string target = text.substr(begin, text.find('"', begin) - begin);
        const auto slash = target.find('/');
        EXPECT_TRUE(
            whole.at("components").at(target.substr(0, slash)).as_object().contains(target.substr(slash + 1)))
            << target;
    }
    EXPECT_GT(references, 50);
}

TEST(Routes, ThatGrantNobodyAnythingDoNotExist) {
    for (const auto table :
         {police_routes(), device_routes(), schedule_routes(), gate_routes(), family_routes(),
          bureau_routes(), fleet_routes(), crew_routes(), teacher_routes(), holiday_routes()})
        for (const Route& route : table) {
            if (route.door.key == Door::Key::own || route.door.key == Door::Key::none) continue;
            bool granted = false;
            for (const access::Grant& grant : access::grants)
                granted |= grant.resource == route.door.resource && grant.action == route.door.action;
            EXPECT_TRUE(granted) << route.pattern;
        }
}

TEST(Routes, WithTheSameVerbAndPatternAreABug) {
    EXPECT_THROW(Router({public_routes(), public_routes()}), std::logic_error);
}

}  // namespace
}  // namespace husong::http
