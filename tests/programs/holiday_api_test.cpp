// Console and API give the same answers: the real server, the real husongctl as its planner, the same
// registers.
#include "tests/integration/http_client.hpp"
#include "tests/programs/ctl_fixture.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>
#include <optional>
#include <thread>

namespace husong::test {
namespace {

namespace json = boost::json;
using integration::HttpAnswer;
using integration::HttpClient;
using testing::HasSubstr;
using testing::Not;

constexpr auto password = "husong-example-1";
constexpr int seconds = 120;  // more than any of these asks for, on a machine that is busy beside

struct HolidayApi : Ctl {
    HolidayApi() {
        std::filesystem::create_directory(home / "register");
        write("register/terms.csv", "code,first_day,last_day\n2037-2038-1,2037-09-01,2038-01-22\n");
        write("register/schools.csv",
              "code,name,stage,boarding,latitude_deg,longitude_deg\n"
              "S1,示例中学,junior_high,yes,40.9,118.1\nS2,示例二中,junior_high,yes,40.8,118.2\n");
        write("register/lines.csv", "code,name,school\nL1,示例线,S1\nL2,示例二线,S2\n");
        write("register/stops.csv",
              "line,place,name,latitude_deg,longitude_deg,minutes\n"
              "L1,1,示例村,40.95,118.1,20\nL2,1,示例庄,40.75,118.2,25\n");
        write("register/boarders.csv", "school,home_place,pupils\nS1,示例村,30\nS2,示例庄,35\n");
        write("register/vehicles.csv",
              "plate,colour,class,use_nature,approved_persons\n冀H00001,yellow,large,E,45\n"
              "冀H00002,yellow,large,E,45\n冀H00003,yellow,large,E,45\n");
        write("password", password);
        done({"import", "register"});
        done({"account", "add", "bureau", "--role", "bureau", "--display", "教育局", "--password-file",
              "password"});
        server.emplace(
            HUSONG_SERVER,
            std::vector<std::string>{"--db", database.string(), "--http-port", "0", "--metrics-port", "0",
                                     "--terminal-address", "127.0.0.1", "--terminal-port", "0"},
            server_home.path());
        EXPECT_TRUE(server->says("\nready http=127.0.0.1:")) << server->out();
        const std::string out = server->out();
        const std::string_view mark = "ready http=127.0.0.1:";
        std::uint16_t port = 0;
        std::from_chars(out.data() + out.find(mark) + mark.size(), out.data() + out.size(), port);
        client.emplace(port);
        client->sign_in("bureau", password);
    }

    void done(const std::vector<std::string>& arguments) const {
        const Ended ended = ctl(arguments);
        ASSERT_EQ(ended.code, 0) << ended.err;
    }
    // What the console prints with --json.
    [[nodiscard]] json::value told(const std::vector<std::string>& arguments, int code = 0) const {
        const Ended ended = ctl(arguments);
        EXPECT_EQ(ended.code, code) << ended.err;
        return json::parse(ended.out);
    }
    // The server begins to plan.
    void ask_for(const json::array& changes) {
        const HttpAnswer asked = client->post(
            "/api/v1/holiday-plannings",
            json::object{
                {"term", "2037-2038-1"}, {"seconds", seconds}, {"explain", true}, {"changes", changes}});
        EXPECT_EQ(asked.status, 202U) << json::serialize(asked.body);
        address = "/api/v1/holiday-plannings/" + json::serialize(asked.body.at("number"));
    }
    // What it found.
    json::object found() {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{5};
        for (;;) {
            HttpAnswer now = client->get(address);
            const json::value& state = now.body.at("state");
            if (state == "done" || state == "failed") return now.body.as_object();
            if (std::chrono::steady_clock::now() > deadline) {
                ADD_FAILURE() << "still " << json::serialize(state);
                return {};
            }
            std::this_thread::yield();
        }
    }
    std::int64_t submitted() {
        const HttpAnswer answer = client->post(address + "/submit", json::object{});
        EXPECT_EQ(answer.status, 201U) << json::serialize(answer.body);
        return answer.body.at("number").as_int64();
    }
    // Its case and its plan, by the console, into files of that name.
    void fetch(std::int64_t plan, const std::string& name) const {
        done({"holidays", "show", std::to_string(plan), "--case", name + ".case.json", "--plan-file",
              name + ".plan.json"});
    }
    static json::value figures(const json::value& of) {
        json::object figures{{"unserved", of.at("unserved")}, {"peak_vehicles", of.at("peak_vehicles")}};
        json::array stages;
        for (const json::value& stage : of.at("stages").as_array())
            stages.push_back(json::object{
                {"name", stage.at("name")}, {"value", stage.at("value")}, {"bound", stage.at("bound")}});
        figures["stages"] = std::move(stages);
        return figures;
    }

    TempDir server_home;
    std::optional<Child> server;
    std::optional<HttpClient> client;
    std::string address;
};

const json::array one_more_vehicle{
    json::object{{"kind", "vehicles"}, {"count", 1}, {"seats", 40}, {"stages", json::array{"junior_high"}}}};

TEST_F(HolidayApi, ATermIsPlannedAsTheConsolePlansIt) {
    ask_for(one_more_vehicle);
    write("changes.json", json::serialize(one_more_vehicle));
    const json::value by_console = told({"holidays", "plan", "--term", "2037-2038-1", "--changes",
                                         "changes.json", "--seconds", std::to_string(seconds)});
    const json::object by_server = found();
    ASSERT_EQ(by_server.at("state"), "done") << json::serialize(by_server);
    EXPECT_EQ(figures(by_server.at("figures")), figures(by_console));
    const std::int64_t number = submitted();
    const HttpAnswer kept = client->get("/api/v1/holiday-plans/" + std::to_string(number));
    EXPECT_EQ(kept.body.at("plan").at("legs"), by_console.at("legs"));
    EXPECT_THAT(audit(), testing::Contains(HasSubstr("holidays plan 2037-2038-1")));
    EXPECT_THAT(audit().back(), HasSubstr("holidays submitted plan 1 of 2037-2038-1"));
}

TEST_F(HolidayApi, AnImpossibleTermIsExplainedAsTheConsoleExplainsIt) {
    const json::array no_day_left{
        json::object{{"kind", "forbid"},
                     {"leg", json::object{{"school", "S1"}, {"break", 2}, {"way", "home"}}},
                     {"on", "2037-09-11"}}};
    ask_for(no_day_left);
    write("changes.json", json::serialize(no_day_left));
    const json::value by_console = told({"holidays", "explain", "--term", "2037-2038-1", "--changes",
                                         "changes.json", "--seconds", std::to_string(seconds), "--json"},
                                        1);
    const json::object by_server = found();
    ASSERT_EQ(by_server.at("state"), "done") << json::serialize(by_server);
    EXPECT_EQ(by_server.at("figures"), nullptr);
    EXPECT_EQ(by_server.at("explanation"), by_console);
    EXPECT_EQ(by_console.at("possible"), false);
    EXPECT_FALSE(by_console.at("explanations").as_array().front().at("zh").as_string().empty());
}

TEST_F(HolidayApi, DifferencesAndTheDayAnewAreToldAsTheConsoleTellsThem) {
    ask_for({});
    ASSERT_EQ(found().at("state"), "done");
    const std::int64_t plan = submitted();
    fetch(plan, "first");
    const json::value detail = client->get("/api/v1/holiday-plans/" + std::to_string(plan)).body;
    const json::value& leg = detail.at("plan").at("legs").as_array().front();
    const json::value& run = leg.at("runs").as_array().front();
    const std::string plate{run.at("plate").as_string()};
    const std::string at = std::string{leg.at("at").at("on").as_string()} + "T06:00";
    const std::string here = "/api/v1/holiday-plans/" + std::to_string(plan);

    const HttpAnswer replanned = client->post(here + "/replan", json::object{{"vehicle", plate}, {"at", at}});
    ASSERT_EQ(replanned.status, 200U) << json::serialize(replanned.body);
    EXPECT_EQ(replanned.body,
              told({"holidays", "replan", "--case", "first.case.json", "--plan", "first.plan.json",
                    "--vehicle", plate, "--at", at, "--json", "--out", "day.json"}));
    EXPECT_NE(replanned.body.at("needed"), "none");

    const HttpAnswer anew =
        client->post(here + "/replan/submit", json::object{{"vehicle", plate}, {"at", at}});
    ASSERT_EQ(anew.status, 201U) << json::serialize(anew.body);
    fetch(anew.body.at("number").as_int64(), "second");
    EXPECT_EQ(json::parse(read("second.plan.json")).at("legs"), json::parse(read("day.json")).at("legs"));
    const HttpAnswer differences = client->get("/api/v1/holiday-plans/2/differences?with=1");
    EXPECT_EQ(differences.body, told({"holidays", "compare", "--case", "first.case.json", "--after-case",
                                      "second.case.json", "first.plan.json", "second.plan.json", "--json"}));
    EXPECT_EQ(differences.body, replanned.body.at("differences"));
}

TEST_F(HolidayApi, APlanOfTheConsoleIsSubmittedOverTheApiAndRefusedAsThere) {
    done({"holidays", "case", "--term", "2037-2038-1", "--out", "case.json"});
    done({"holidays", "plan", "--case", "case.json", "--out", "plan.json", "--seconds", "30"});
    json::object body{{"case", json::parse(read("case.json"))}, {"plan", json::parse(read("plan.json"))}};
    const HttpAnswer taken = client->post("/api/v1/holiday-plans", body);
    ASSERT_EQ(taken.status, 201U) << json::serialize(taken.body);
    fetch(1, "kept");
    EXPECT_EQ(read("kept.case.json"), read("case.json"));
    EXPECT_EQ(json::parse(read("kept.plan.json")).at("legs"), json::parse(read("plan.json")).at("legs"));
    body["plan"].as_object()["term"] = "2031-1";
    write("plan.json", json::serialize(body["plan"]));
    const HttpAnswer refused = client->post("/api/v1/holiday-plans", body);
    EXPECT_EQ(refused.status, 422U);
    const Ended by_console =
        ctl({"holidays", "submit", "--case", "case.json", "--plan", "plan.json", "--who", "x"});
    EXPECT_EQ(by_console.err, "husongctl: " + std::string{refused.body.at("detail").as_string()} + "\n");
}

TEST_F(HolidayApi, AServerThatStopsTakesItsPlannerWithIt) {
    const HttpAnswer asked =
        client->post("/api/v1/holiday-plannings", json::object{{"term", "2037-2038-1"}, {"seconds", 600}});
    ASSERT_EQ(asked.status, 202U);
    server->ask_to_stop();
    const Ended ended = server->wait();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.err, Not(HasSubstr("rror")));
}

}  // namespace
}  // namespace husong::test
