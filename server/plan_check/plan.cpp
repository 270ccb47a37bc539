#include "server/plan_check/plan.hpp"

#include "server/plan_check/fields.hpp"

namespace husong::plan_check {

namespace {

constexpr int most_riders = 1'000'000;     // of one place in one run
constexpr int most_sum = 100'000'000;      // of a plan
constexpr int longest_told_way = 24 * 60;  // minutes
constexpr std::size_t most_loads = 1'000;  // of a run: its sum stays a number

class PlanReader {
public:
    explicit PlanReader(const Question& question) : question_{question} {}

    [[nodiscard]] Leg leg(const Field& from) const {
        Leg made;
        made.school_code = from["school"].text();
        made.key.number = from["break"].whole(0, most_riders);
        const std::string_view way = from["way"].text();
        if (way != "home" && way != "back") from["way"].fail("is neither home nor back");
        made.key.home = way == "home";
        if (const auto school = number_in(question_.school_by_code, made.school_code)) {
            made.key.school = *school;
            made.wish = question_.wish(made.key);
        }
        made.at = {from["at"]["on"].day(), from["at"]["at"].minute()};
        from["runs"].each([&](const Field& each, std::size_t) { made.runs.push_back(run(each)); });
        return made;
    }

private:
    [[nodiscard]] Run run(const Field& from) const {
        Run made;
        made.line_code = from["line"].text();
        made.line = number_in(question_.line_by_code, made.line_code);
        from["loads"].each([&](const Field& each, std::size_t number) {
            if (number >= most_loads) return each.fail("is one load too many");
            Load load{std::string{each["place"].text()}, std::nullopt, each["riders"].whole(1, most_riders)};
            load.place = place_in(made, load.name);
            made.riders += load.riders;
            made.loads.push_back(std::move(load));
        });
        if (made.loads.empty()) from["loads"].fail("is empty");
        made.told_riders = from["riders"].whole(0, most_sum);
        made.way = from["way_minutes"].whole(0, longest_told_way);
        made.at = from["at_gate"].minute();
        if (from.has("plate")) {
            made.plate = from["plate"].text();
            if (made.plate.empty()) from["plate"].fail("is empty");
            made.vehicle = number_in(question_.vehicle_by_plate, made.plate);
        }
        if (from.has("driver")) made.driver = from["driver"].text();
        if (from.has("stand")) made.stand = stand(from["stand"], made);
        return made;
    }

    [[nodiscard]] Stand stand(const Field& from, const Run& run) const {
        Stand made;
        made.plate = from["plate"].text();
        made.at = from["at"].minute();
        made.minutes = from["minutes"].whole(0, longest_told_way);
        if (from.has("place")) {
            made.name = from["place"].text();
            made.place = place_in(run, made.name);
        }
        return made;
    }

    [[nodiscard]] std::optional<std::size_t> place_in(const Run& run, std::string_view name) const {
        return run.line ? number_in(question_.lines[*run.line].by_name, name) : std::nullopt;
    }

    const Question& question_;
};

}  // namespace

Result<Plan> read_plan(std::string_view plan_json, const Question& question) {
    std::string fault;
    const auto parsed = parse_object(plan_json, fault);
    if (!parsed) return Error{ErrorCode::malformed, fault};
    const Field from{*parsed, fault};
    Plan made;
    made.term = from["term"].text();
    made.peak_vehicles = from["peak_vehicles"].whole(0, most_sum);
    made.unserved = from["unserved"].whole(0, most_sum);
    const PlanReader reader{question};
    from["legs"].each([&](const Field& each, std::size_t) { made.legs.push_back(reader.leg(each)); });
    if (!fault.empty()) return Error{ErrorCode::malformed, fault};
    return made;
}

}  // namespace husong::plan_check
