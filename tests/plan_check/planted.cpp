#include "tests/plan_check/planted.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <array>

namespace husong::plan_check {

namespace json = boost::json;

namespace {

json::object moment(std::string_view on, std::string_view at) { return {{"on", on}, {"at", at}}; }

json::object wished(std::string_view on, std::string_view at, int shift) {
    return {{"wish", moment(on, at)}, {"shift_days", shift}};
}

json::object school_of(std::string_view code, std::string_view name, std::string_view stage,
                       double latitude) {
    return {{"code", code},
            {"name", name},
            {"stages", json::array{stage}},
            {"owes_rest", code == "S1"},
            {"latitude_deg", latitude},
            {"longitude_deg", 118.1},
            {"gate_per_quarter", 3},
            {"earliest_home", "12:00"},
            {"latest_home", "16:30"},
            {"earliest_back", "14:00"},
            {"latest_back", "17:00"},
            {"home_weekdays", 127},
            {"least_on_days", 3},
            {"most_on_days", 14}};
}

json::object place_of(std::string_view name, double latitude, double longitude, int minutes, int riders) {
    return {{"name", name},
            {"latitude_deg", latitude},
            {"longitude_deg", longitude},
            {"minutes", minutes},
            {"riders", riders}};
}

json::object line_of(std::string_view code, std::string_view school, json::array places) {
    return {{"code", code}, {"school", school}, {"places", std::move(places)}};
}

json::object vehicle_of(std::string_view plate, std::string_view driver, int seats, json::array busy) {
    return {{"plate", plate},
            {"seats", seats},
            {"stages", json::array{"primary", "junior_high"}},
            {"driver", driver},
            {"busy", std::move(busy)}};
}

json::array days_of_term() {
    json::array days;
    constexpr int first = 11, count = 22;
    for (int i = 0; i < count; ++i) {
        const int weekday = (first + i + 2) % 7;  // the 11th is a Sunday
        days.push_back(json::object{{"rest", weekday >= 5},
                                    {"no_return", false},
                                    {"dusk", "17:30"},
                                    {"posts", 2},
                                    {"closed", json::array{}}});
    }
    return days;
}

json::object case_of_term() {
    const json::object daily{{"weekdays", 31},
                             {"from", "06:30"},
                             {"until", "08:00"},
                             {"place", json::object{{"latitude_deg", 40.95}, {"longitude_deg", 118.1}}}};
    return {
        {"term", "2026-2027-1"},
        {"first", "2026-10-11"},
        {"rules", json::object{{"turn_minutes", 20},
                               {"option_every_minutes", 15},
                               {"driving_a_day_minutes", 480},
                               {"first_way", "05:30"},
                               {"spare_per_mille", 100},
                               {"road_detour", 1.4},
                               {"road_kmh", 40}}},
        {"schools", json::array{school_of("S1", "示例一中", "junior_high", 40.9),
                                school_of("S2", "示例小学", "primary", 40.95)}},
        {"lines", json::array{line_of("S1L1", "S1",
                                      {place_of("近村", 40.93, 118.2, 15, 20),
                                       place_of("远村", 40.95, 118.3, 30, 20)}),
                              line_of("S1L2", "S1", {place_of("南村", 40.8, 118.1, 20, 30)}),
                              line_of("S2L1", "S2", {place_of("北村", 41.05, 118.1, 25, 25)})}},
        {"vehicles", json::array{vehicle_of("冀H·示001", "D1", 45, {}), vehicle_of("冀H·示002", "D2", 45, {}),
                                 vehicle_of("冀H·示003", "", 30, {daily})}},
        {"breaks", json::array{json::object{{"school", "S1"},
                                            {"number", 0},
                                            {"home", nullptr},
                                            {"back", wished("2026-10-11", "16:00", 0)}},
                               json::object{{"school", "S1"},
                                            {"number", 1},
                                            {"home", wished("2026-10-23", "15:00", 1)},
                                            {"back", wished("2026-10-27", "16:00", 1)}},
                               json::object{{"school", "S1"},
                                            {"number", 2},
                                            {"home", wished("2026-10-30", "15:00", 0)},
                                            {"back", nullptr}},
                               json::object{{"school", "S2"},
                                            {"number", 1},
                                            {"home", wished("2026-10-23", "15:00", 1)},
                                            {"back", wished("2026-10-25", "16:00", 1)}}}},
        {"days", days_of_term()}};
}

json::object run_of(std::string_view line, json::array loads, int way, std::string_view at,
                    std::string_view plate) {
    std::int64_t riders = 0;
    for (const auto& load : loads) riders += load.at("riders").as_int64();
    const std::string_view driver = plate.ends_with("1") ? "D1" : plate.ends_with("2") ? "D2" : "";
    return {{"line", line},   {"loads", std::move(loads)}, {"riders", riders},
            {"seats", 45},    {"way_minutes", way},        {"at_gate", at},
            {"plate", plate}, {"driver", driver}};
}

json::object loaded(std::string_view place, int riders) { return {{"place", place}, {"riders", riders}}; }

json::object s1_east(std::string_view at) {
    return run_of("S1L1", {loaded("远村", 20), loaded("近村", 20)}, 30, at, "冀H·示001");
}
json::object s1_south(std::string_view at, std::string_view plate) {
    return run_of("S1L2", {loaded("南村", 30)}, 20, at, plate);
}
json::object s2_north(std::string_view at, std::string_view plate) {
    return run_of("S2L1", {loaded("北村", 25)}, 25, at, plate);
}

json::object leg_of(std::string_view school, int number, std::string_view way, json::object at,
                    json::array runs) {
    return {{"school", school},
            {"break", number},
            {"way", way},
            {"at", std::move(at)},
            {"runs", std::move(runs)}};
}

json::object plan_of_term() {
    constexpr std::string_view first = "冀H·示002", small = "冀H·示003";
    return {{"term", "2026-2027-1"},
            {"peak_vehicles", 2},
            {"unserved", 0},
            {"legs",
             json::array{leg_of("S1", 0, "back", moment("2026-10-11", "16:00"),
                                {s1_east("16:00"), s1_south("16:00", first)}),
                         leg_of("S1", 1, "home", moment("2026-10-23", "15:00"),
                                {s1_east("15:00"), s1_south("15:00", first)}),
                         leg_of("S1", 1, "back", moment("2026-10-27", "16:00"),
                                {s1_east("16:00"), s1_south("16:00", first)}),
                         leg_of("S1", 2, "home", moment("2026-10-30", "15:00"),
                                {s1_east("15:00"), s1_south("15:00", small)}),
                         leg_of("S2", 1, "home", moment("2026-10-23", "16:30"), {s2_north("16:30", first)}),
                         leg_of("S2", 1, "back", moment("2026-10-25", "16:00"), {s2_north("16:00", small)})}},
            {"stages", json::array{}}};
}

// Where 冀H·示001 broke down on its way home on the 23rd, and this run begins.
void stand(SmallTerm& term, std::string_view plate, std::string_view at, int minutes) {
    term.run(1)["stand"] = json::object{{"plate", plate}, {"at", at}, {"minutes", minutes}};
}

json::object all_day() { return {{"weekdays", 127}, {"from", "00:00"}, {"until", "24:00"}}; }

constexpr std::array planted_list{
    Planted{"APlanOfAnotherTerm", Constraint::term, [](SmallTerm& t) { t.plan.at("term") = "2026-2027-2"; }},
    Planted{"ALegThatIsMissing", Constraint::leg,
            [](SmallTerm& t) { t.plan.at("legs").as_array().pop_back(); }},
    Planted{"ALegThatIsThereTwice", Constraint::leg,
            [](SmallTerm& t) { t.plan.at("legs").as_array().push_back(t.leg(0)); }},
    Planted{"ALegThatNobodyAskedFor", Constraint::leg, [](SmallTerm& t) { t.leg(3)["break"] = 7; }},
    Planted{"ALegOfASchoolThatIsNone", Constraint::leg, [](SmallTerm& t) { t.leg(3)["school"] = "S9"; }},
    Planted{"ADayOutsideTheTerm", Constraint::day,
            [](SmallTerm& t) { t.leg(3)["at"] = moment("2026-11-20", "15:00"); }},
    Planted{"ALegToComeThatIsPutBeforeNow", Constraint::past,
            [](SmallTerm& t) {
                t.leg(3)["at"] = moment("2026-10-29", "15:00");
                t.leg(3)["runs"] = json::array{};
            },
            "2026-10-29T18:00:00+08:00"},
    Planted{"ALegThatHasLeftOnAnotherDay", Constraint::past,
            [](SmallTerm& t) { t.wish(3, "home")["published"] = moment("2026-10-22", "15:00"); },
            "2026-10-24T12:00:00+08:00"},
    Planted{"APinThatIsNotKept", Constraint::pinned,
            [](SmallTerm& t) { t.wish(1, "home")["pinned"] = moment("2026-10-23", "14:45"); }},
    Planted{"ADayTooFarFromTheWish", Constraint::shift,
            [](SmallTerm& t) { t.wish(1, "home")["wish"] = moment("2026-10-20", "15:00"); }},
    Planted{"ADayThatTheSchoolRulesOut", Constraint::forbidden,
            [](SmallTerm& t) { t.wish(1, "home")["forbidden"] = json::array{"2026-10-23"}; }},
    Planted{"AnExam", Constraint::closed, [](SmallTerm& t) { t.october(23)["closed"] = json::array{"S1"}; }},
    Planted{"ADismissalOutsideTheSchoolsHours", Constraint::window,
            [](SmallTerm& t) { t.school(0)["latest_home"] = "14:30"; }},
    Planted{"AReturnOutsideTheSchoolsHours", Constraint::window,
            [](SmallTerm& t) { t.school(0)["earliest_back"] = "16:15"; }},
    Planted{"AWeekdayOnWhichTheSchoolDoesNotDismiss", Constraint::weekday,
            [](SmallTerm& t) { t.school(0)["home_weekdays"] = 0b1101111; }},
    Planted{"BackOnAHolidaysFirstDay", Constraint::no_return,
            [](SmallTerm& t) { t.october(27)["no_return"] = true; }},
    Planted{"APupilWithoutASeat", Constraint::riders,
            [](SmallTerm& t) {
                t.load(1, 0)["riders"] = 19;
                t.run(1)["riders"] = 39;
            }},
    Planted{"APupilWhoComesBackTwice", Constraint::riders,
            [](SmallTerm& t) {
                t.load(2, 0)["riders"] = 21;
                t.run(2)["riders"] = 41;
            }},
    Planted{"APupilWhoGetsOffAtAnothersPlace", Constraint::riders,
            [](SmallTerm& t) {
                t.load(1, 0, 0)["riders"] = 19;
                t.load(1, 0, 1)["riders"] = 21;
            }},
    Planted{"APlaceThatTheLineDoesNotHave", Constraint::riders,
            [](SmallTerm& t) { t.load(1, 1)["place"] = "北村"; }},
    Planted{"ASumThatIsNotThatOfTheLoads", Constraint::riders, [](SmallTerm& t) { t.run(1)["riders"] = 41; }},
    Planted{"ALineOfAnotherSchool", Constraint::line, [](SmallTerm& t) { t.run(1, 1)["line"] = "S2L1"; }},
    Planted{"ALineThatIsNone", Constraint::line, [](SmallTerm& t) { t.run(1, 1)["line"] = "S1L9"; }},
    Planted{"TooManyVehiclesAtTheGate", Constraint::gate,
            [](SmallTerm& t) { t.school(0)["gate_per_quarter"] = 1; }},
    Planted{"AVehicleThatLeavesBeforeDismissal", Constraint::gate,
            [](SmallTerm& t) { t.run(1)["at_gate"] = "14:55"; }},
    Planted{"AWayThatIsLongerThanTold", Constraint::way, [](SmallTerm& t) { t.run(1)["way_minutes"] = 25; }},
    Planted{"AFirstPlaceThatIsNotTheFarthest", Constraint::way,
            [](SmallTerm& t) { std::swap(t.load(1, 0, 0), t.load(1, 0, 1)); }},
    Planted{"WaitingForHours", Constraint::wait, [](SmallTerm& t) { t.run(1)["at_gate"] = "16:31"; }},
    Planted{"DownAfterDusk", Constraint::dusk, [](SmallTerm& t) { t.run(1)["at_gate"] = "17:01"; }},
    Planted{"BackTooLate", Constraint::late, [](SmallTerm& t) { t.run(2)["at_gate"] = "17:01"; }},
    Planted{"OutInTheNight", Constraint::night, [](SmallTerm& t) { t.rules()["first_way"] = "15:01"; }},
    Planted{"WhoTakesOverIsThereAtOnce", Constraint::stand,
            [](SmallTerm& t) { stand(t, "冀H·示003", "15:00", 0); }},
    Planted{"WhoTakesOverComesToAnotherPlace", Constraint::stand,
            [](SmallTerm& t) { stand(t, "冀H·示003", "14:00", 14); }},
    Planted{"WhoTakesOverBringsThoseWhoAreAtHome", Constraint::stand,
            [](SmallTerm& t) {
                stand(t, "冀H·示003", "14:00", 16);
                t.run(1)["stand"].as_object()["place"] = "近村";
            }},
    Planted{"WhoBrokeDownServesOn", Constraint::stand,
            [](SmallTerm& t) { stand(t, "冀H·示001", "14:00", 0); }},
    Planted{"WhoStandsThereIsNoVehicle", Constraint::stand,
            [](SmallTerm& t) { stand(t, "冀H·示009", "14:00", 0); }},
    Planted{"AVehicleThatNobodyHas", Constraint::vehicle,
            [](SmallTerm& t) { t.run(1)["plate"] = "冀H·示009"; }},
    Planted{"MorePupilsThanSeats", Constraint::seats, [](SmallTerm& t) { t.vehicle(0)["seats"] = 39; }},
    Planted{"AVehicleThatMayNotCarryThem", Constraint::stage,
            [](SmallTerm& t) { t.vehicle(0)["stages"] = json::array{"primary"}; }},
    Planted{"ADriverWhomTheCaseDoesNotNameThere", Constraint::driver,
            [](SmallTerm& t) { t.run(1)["driver"] = "D2"; }},
    Planted{"ADriverInTwoVehiclesAtOnce", Constraint::driver,
            [](SmallTerm& t) {
                t.vehicle(1)["driver"] = "D1";
                for (const std::size_t leg : {0U, 1U, 2U}) t.run(leg, 1)["driver"] = "D1";
                t.run(4)["driver"] = "D1";
            }},
    Planted{"MoreSchoolsThanPosts", Constraint::posts, [](SmallTerm& t) { t.october(23)["posts"] = 0; }},
    Planted{"AVehicleInTwoPlacesAtOnce", Constraint::overlap,
            [](SmallTerm& t) {
                t.run(1, 1)["plate"] = "冀H·示001";
                t.run(1, 1)["driver"] = "D1";
            }},
    Planted{"AVehicleWithoutTimeForTheWayToItsNextRun", Constraint::overlap,
            [](SmallTerm& t) {
                t.leg(4)["at"] =
                    moment("2026-10-23", "16:14");  // a minute less than 20, 35 and 20 after 15:00
                t.run(4)["at_gate"] = "16:14";
            }},
    Planted{"AVehicleWithoutTimeToTurnRound", Constraint::overlap,
            [](SmallTerm& t) { t.rules()["turn_minutes"] = 36; }},
    Planted{"ADriverAtTheWheelForTooLongADay", Constraint::hours,
            [](SmallTerm& t) { t.rules()["driving_a_day_minutes"] = 79; }},
    Planted{"ADriverWithoutARest", Constraint::pause,
            [](SmallTerm& t) {
                t.place(1, 0)["minutes"] = 241;
                t.run(3, 1)["way_minutes"] = 241;
            }},
    Planted{"AVehicleThatIsNotToBeHad", Constraint::busy,
            [](SmallTerm& t) { t.vehicle(0)["busy"] = json::array{all_day()}; }},
    Planted{"AVehicleThatIsNotToBeHadOnThatDay", Constraint::busy,
            [](SmallTerm& t) {
                json::object on = all_day();
                on["weekdays"] = 0;
                on["on"] = "2026-10-23";
                t.vehicle(0)["busy"] = json::array{on};
            }},
    Planted{"AVehicleThatCannotBeInTimeWhereItIsAwaitedNext", Constraint::busy,
            [](SmallTerm& t) {
                t.vehicle(0)["busy"] = json::array{
                    json::object{{"weekdays", 127},
                                 {"from", "17:40"},
                                 {"until", "18:00"},
                                 {"place", json::object{{"latitude_deg", 40.5}, {"longitude_deg", 118.1}}}}};
            }},
    Planted{"AVehicleThatCannotBeBackFromItsDailyRun", Constraint::busy,
            [](SmallTerm& t) {
                t.vehicle(2)["busy"].at(0).as_object()["until"] = "14:49";  // twelve minutes of road to S1
            }},
    Planted{"TooFewDaysAtSchool", Constraint::on_days,
            [](SmallTerm& t) { t.school(0)["least_on_days"] = 4; }},
    Planted{"TooManyDaysAtSchool", Constraint::on_days,
            [](SmallTerm& t) { t.school(0)["most_on_days"] = 11; }},
    Planted{"BackBeforeGoingHome", Constraint::order,
            [](SmallTerm& t) { t.leg(2)["at"] = moment("2026-10-23", "16:00"); }},
    Planted{"ABreakShorterThanWished", Constraint::length,
            [](SmallTerm& t) { t.leg(2)["at"] = moment("2026-10-26", "16:00"); }},
    Planted{"TooLittleRest", Constraint::rest, [](SmallTerm& t) { t.october(20)["rest"] = true; }},
    Planted{"APeakThatIsTooLow", Constraint::peak, [](SmallTerm& t) { t.plan.at("peak_vehicles") = 1; }},
    Planted{"NobodyWithoutAVehicleAsItSays", Constraint::unserved,
            [](SmallTerm& t) {
                t.leave_out(1, 1);
                t.plan.at("unserved") = 0;
            }},
};

}  // namespace

SmallTerm::SmallTerm() : question(case_of_term()), plan(plan_of_term()) {}  // braces make lists of them

std::string SmallTerm::question_text() const { return json::serialize(question); }
std::string SmallTerm::plan_text() const { return json::serialize(plan); }
Report SmallTerm::check(const Scope& scope) const {
    return plan_check::check(question_text(), plan_text(), scope).value();
}

json::object& SmallTerm::place(std::size_t line, std::size_t i) {
    return question.at("lines").at(line).at("places").at(i).as_object();
}
json::object& SmallTerm::wish(std::size_t of, std::string_view way) {
    return question.at("breaks").at(of).at(way).as_object();
}
json::object& SmallTerm::october(int of_month) {
    constexpr int first = 11;
    return question.at("days").at(static_cast<std::size_t>(of_month - first)).as_object();
}
json::object& SmallTerm::run(std::size_t of, std::size_t i) { return leg(of)["runs"].at(i).as_object(); }
json::object& SmallTerm::load(std::size_t of, std::size_t number, std::size_t i) {
    return run(of, number)["loads"].at(i).as_object();
}
void SmallTerm::leave_out(std::size_t of, std::size_t number) {
    json::object& out = run(of, number);
    out.erase("plate");
    out.erase("driver");
    plan.at("unserved") = plan.at("unserved").as_int64() + out["riders"].as_int64();
}

std::span<const Planted> planted() { return planted_list; }

}  // namespace husong::plan_check
