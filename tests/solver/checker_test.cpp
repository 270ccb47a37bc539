// The checker refuses a plan with one planted violation of each kind.
#include "tests/coordination/checker.hpp"

#include "server/solver/coordinate.hpp"
#include "tests/coordination/made_up_county.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::solver {
namespace {

namespace json = boost::json;
using testing::IsEmpty;

// A lawful plan of a small county; each test spoils one thing.
class Planted : public testing::Test {
protected:
    static void SetUpTestSuite() {
        const auto county = coordination::made_up_weeks(3, coordination::TermOf2026::autumn);
        case_text = to_json(county);
        plan_text = to_json(coordinate(county, {4, 1, {5'000, 2}}).value(), county);
    }
    Planted() : question(json::parse(case_text)), plan(json::parse(plan_text)) {}  // braces make a list of it

    [[nodiscard]] checker::Report report() const {
        return checker::check(json::serialize(question), json::serialize(plan));
    }
    json::object& leg(std::string_view way, std::size_t skip = 0) {
        for (auto& each : plan.at("legs").as_array())
            if (each.at("way").as_string() == way && !each.at("runs").as_array().empty() && skip-- == 0)
                return each.as_object();
        throw std::runtime_error("no such leg");
    }
    static json::object& run(json::object& leg, std::size_t i = 0) { return leg["runs"].at(i).as_object(); }
    json::value& school_of(json::object& leg) {
        for (auto& school : question.at("schools").as_array())
            if (school.at("code") == leg["school"]) return school;
        throw std::runtime_error("no such school");
    }
    json::value& day_of(json::object& leg) {
        const auto first = checker_day(question.at("first").as_string());
        const auto day = checker_day(leg["at"].at("on").as_string());
        return question.at("days").at(static_cast<std::size_t>(day - first));
    }
    json::value& vehicle_of(json::object& run) {
        for (auto& vehicle : question.at("vehicles").as_array())
            if (vehicle.at("plate") == run["plate"]) return vehicle;
        throw std::runtime_error("no such vehicle");
    }
    json::object& wish_of(json::object& leg) {
        for (auto& of : question.at("breaks").as_array())
            if (of.at("school") == leg["school"] && of.at("number") == leg["break"])
                return of.at(leg["way"].as_string()).as_object();
        throw std::runtime_error("no such break");
    }
    static long checker_day(std::string_view text);

    static std::string case_text, plan_text;
    json::value question, plan;
};
std::string Planted::case_text, Planted::plan_text;

long Planted::checker_day(std::string_view text) {
    int year = 0;
    unsigned month = 0, day = 0;
    if (std::sscanf(std::string{text}.c_str(), "%d-%u-%u", &year, &month, &day) != 3)
        throw std::runtime_error("no day");
    const std::chrono::sys_days on = std::chrono::year_month_day{
        std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return on.time_since_epoch().count();
}

TEST_F(Planted, NothingIsFoundInALawfulPlan) { EXPECT_THAT(report().violations, IsEmpty()); }

TEST_F(Planted, APupilWithoutASeat) {
    auto& load = run(leg("home"))["loads"].at(0).as_object();
    load["riders"] = load["riders"].as_int64() - 1;
    EXPECT_TRUE(report().has("riders"));
}

TEST_F(Planted, ALegThatIsMissingOrThereTwice) {
    auto& legs = plan.at("legs").as_array();
    legs.erase(legs.begin() + 3);
    EXPECT_TRUE(report().has("leg"));
    legs.push_back(legs.front());
    EXPECT_TRUE(report().has("leg"));
}

TEST_F(Planted, MorePupilsThanSeats) {
    auto& spoilt = run(leg("home"));
    vehicle_of(spoilt).at("seats") = spoilt["riders"].as_int64() - 1;
    EXPECT_TRUE(report().has("seats"));
}

TEST_F(Planted, AVehicleThatMayNotCarryThem) {
    vehicle_of(run(leg("home"))).at("stages") = json::array{"kindergarten"};
    EXPECT_TRUE(report().has("stage"));
}

TEST_F(Planted, AVehicleThatNobodyHas) {
    run(leg("home"))["plate"] = "冀H·00000";
    EXPECT_TRUE(report().has("vehicle"));
}

TEST_F(Planted, DownAfterDusk) {
    day_of(leg("home")).at("dusk") = "12:00";
    EXPECT_TRUE(report().has("dusk"));
}

TEST_F(Planted, BackTooLate) {
    run(leg("back"))["at_gate"] = "22:00";
    EXPECT_TRUE(report().has("late"));
}

TEST_F(Planted, OutInTheNight) {
    question.at("rules").at("first_way") = "16:00";
    EXPECT_TRUE(report().has("night"));
}

TEST_F(Planted, AWayThatIsLongerThanTold) {
    auto& spoilt = run(leg("home"));
    spoilt["way_minutes"] = spoilt["way_minutes"].as_int64() - 5;
    EXPECT_TRUE(report().has("way"));
}

TEST_F(Planted, TooManyVehiclesAtTheGate) {
    auto& spoilt = leg("home");
    school_of(spoilt).at("gate_per_quarter") = 1;
    EXPECT_TRUE(report().has("gate"));
}

TEST_F(Planted, MoreSchoolsThanPosts) {
    day_of(leg("home")).at("posts") = 0;
    EXPECT_TRUE(report().has("posts"));
}

TEST_F(Planted, ADismissalOutsideTheSchoolsHours) {
    school_of(leg("home")).at("latest_home") = "08:00";
    EXPECT_TRUE(report().has("window"));
}

TEST_F(Planted, AWeekdayOnWhichTheSchoolDoesNotDismiss) {
    school_of(leg("home")).at("home_weekdays") = 0;
    EXPECT_TRUE(report().has("weekday"));
}

TEST_F(Planted, AnExam) {
    auto& spoilt = leg("home");
    day_of(spoilt).at("closed") = json::array{spoilt["school"]};
    EXPECT_TRUE(report().has("closed"));
}

TEST_F(Planted, AForbiddenDayAPinAndAShift) {
    auto& spoilt = leg("home");
    auto& wish = wish_of(spoilt);
    wish["forbidden"] = json::array{spoilt["at"].at("on")};
    EXPECT_TRUE(report().has("forbidden"));
    wish["pinned"] = json::object{{"on", spoilt["at"].at("on")}, {"at", "04:00"}};
    EXPECT_TRUE(report().has("pinned"));
    wish.erase("pinned");
    wish["wish"].as_object()["on"] = "2026-12-01";
    EXPECT_TRUE(report().has("shift"));
}

TEST_F(Planted, BackOnAHolidaysFirstDay) {
    day_of(leg("back")).at("no_return") = true;
    EXPECT_TRUE(report().has("no_return"));
}

TEST_F(Planted, AVehicleInTwoPlacesAtOnce) {
    auto& spoilt = leg("home");
    ASSERT_GE(spoilt["runs"].as_array().size(), 2U);
    run(spoilt, 1)["plate"] = run(spoilt, 0)["plate"];
    EXPECT_TRUE(report().has("overlap"));
}

TEST_F(Planted, AVehicleThatIsNotToBeHad) {
    vehicle_of(run(leg("home"))).at("busy") =
        json::array{json::object{{"weekdays", 127}, {"from", "00:00"}, {"until", "24:00"}}};
    EXPECT_TRUE(report().has("busy"));
}

TEST_F(Planted, AVehicleThatCannotBeInTimeWhereElseItIsAwaited) {
    const json::object hundreds_of_km_away{{"latitude_deg", 44.0}, {"longitude_deg", 118.0}};
    vehicle_of(run(leg("home"))).at("busy") = json::array{json::object{
        {"weekdays", 127}, {"from", "23:50"}, {"until", "24:00"}, {"place", hundreds_of_km_away}}};
    EXPECT_TRUE(report().has("busy"));
}

TEST_F(Planted, ADriverAtTheWheelForTooLong) {
    question.at("rules").at("driving_a_day_minutes") = 10;
    EXPECT_TRUE(report().has("hours"));
}

TEST_F(Planted, TooFewDaysAtSchoolAndTooLittleRest) {
    for (auto& school : question.at("schools").as_array()) school.at("least_on_days") = 39;
    EXPECT_TRUE(report().has("on_days"));
    for (auto& day : question.at("days").as_array()) day.at("rest") = true;
    EXPECT_TRUE(report().has("rest"));
}

TEST_F(Planted, AVehicleThatTakesOverWhereItCannot) {
    auto& spoilt = run(leg("home"));
    const auto stand = [&](std::string_view plate, std::string_view at, int minutes) {
        spoilt["stand"] = json::object{{"plate", plate}, {"at", at}, {"minutes", minutes}};
        return report().has("stand");
    };
    EXPECT_FALSE(stand("冀H·示999", "06:00", 0));
    EXPECT_TRUE(stand("冀H·示999", spoilt["at_gate"].as_string(), 0)) << "at once";
    EXPECT_TRUE(stand("冀H·示999", "06:00", 300)) << "past all who ride on, and nearer to the last place";
    EXPECT_TRUE(stand(spoilt["plate"].as_string(), "06:00", 0)) << "the one that broke down";
}

TEST_F(Planted, SumsThatAreNotTrue) {
    plan.at("peak_vehicles") = 1;
    EXPECT_TRUE(report().has("peak"));
    plan.at("unserved") = 1;
    EXPECT_TRUE(report().has("unserved"));
}

}  // namespace
}  // namespace husong::solver
