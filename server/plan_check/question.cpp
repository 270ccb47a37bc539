#include "server/plan_check/question.hpp"

#include "server/plan_check/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace husong::plan_check {

namespace {

constexpr int most_days = 400;
constexpr int most_people = 1'000'000;
constexpr int longest_way = 6 * 60;   // minutes
constexpr int longest_turn = 4 * 60;  // minutes
constexpr int a_day = 24 * 60;        // minutes
constexpr int week = 0b1111111;
constexpr std::array<std::string_view, 4> stages{"kindergarten", "primary", "junior_high", "senior_high"};

class Reader {
public:
    Question read(const Field& from) {
        made_.term = from["term"].text();
        made_.first = from["first"].day();
        read_rules(from["rules"]);
        from["schools"].each([&](const Field& each, std::size_t) { add_school(each); });
        from["lines"].each([&](const Field& each, std::size_t) { add_line(each); });
        from["vehicles"].each([&](const Field& each, std::size_t) { add_vehicle(each); });
        from["breaks"].each([&](const Field& each, std::size_t) { add_break(each); });
        from["days"].each([&](const Field& each, std::size_t number) {
            if (number >= most_days) return each.fail(fmt::format("is beyond {} days", most_days));
            add_day(each);
        });
        return std::move(made_);
    }

private:
    void read_rules(const Field& from) {
        made_.turn = from["turn_minutes"].whole(0, longest_turn);
        made_.every = from["option_every_minutes"].whole(1, a_day);
        made_.driving = from["driving_a_day_minutes"].whole(0, a_day);
        made_.first_way = from["first_way"].minute();
        made_.detour = from["road_detour"].number(1, 10);
        made_.kmh = from["road_kmh"].number(1, 120);
    }

    static std::uint8_t read_stages(const Field& from) {
        unsigned bits = 0;
        from.each([&](const Field& each, std::size_t) {
            const auto known = std::ranges::find(stages, each.text());
            if (known == stages.end()) return each.fail("is no stage of pupils");
            bits |= 1U << static_cast<unsigned>(known - stages.begin());
        });
        return static_cast<std::uint8_t>(bits);
    }

    // As registers have them: a parser may be off by the last bit.
    static maps::Wgs84 read_position(const Field& from) {
        const auto rounded = [](double degrees) { return std::round(degrees * 1e6) / 1e6; };
        return {rounded(from["latitude_deg"].number(-90, 90)),
                rounded(from["longitude_deg"].number(-180, 180))};
    }

    static Moment read_moment(const Field& from) { return {from["on"].day(), from["at"].minute()}; }

    // What stands there twice is a fault: the other would be forgotten.
    static void name(Numbers& numbers, const Field& from, const std::string& code) {
        if (!numbers.emplace(code, numbers.size()).second) from.fail("stands there twice: " + code);
    }

    [[nodiscard]] std::size_t school_in(const Field& from) const {
        const auto known = number_in(made_.school_by_code, from.text());
        if (!known) from.fail("is no school of this case: " + std::string{from.text()});
        return known.value_or(0);
    }

    void add_school(const Field& from) {
        School made;
        made.code = from["code"].text();
        made.name = from["name"].text();
        made.stages = read_stages(from["stages"]);
        made.owes_rest = from["owes_rest"].flag();
        made.gate = read_position(from);
        made.gate_per_quarter = from["gate_per_quarter"].whole(1, 100);
        made.home_from = from["earliest_home"].minute();
        made.home_until = from["latest_home"].minute();
        made.back_from = from["earliest_back"].minute();
        made.back_until = from["latest_back"].minute();
        made.weekdays = from["home_weekdays"].whole(0, week);
        made.least_on = from["least_on_days"].whole(0, most_days);
        made.most_on = from["most_on_days"].whole(0, most_days);
        name(made_.school_by_code, from["code"], made.code);
        made_.schools.push_back(std::move(made));
    }

    void add_line(const Field& from) {
        Line made;
        made.code = from["code"].text();
        made.school = school_in(from["school"]);
        from["places"].each([&](const Field& place, std::size_t) {
            made.places.push_back({std::string{place["name"].text()}, place["minutes"].whole(0, longest_way),
                                   place["riders"].whole(0, most_people), read_position(place)});
            name(made.by_name, place["name"], made.places.back().name);
        });
        name(made_.line_by_code, from["code"], made.code);
        if (made.school < made_.schools.size())
            made_.schools[made.school].lines.push_back(made_.lines.size());
        made_.lines.push_back(std::move(made));
    }

    void add_vehicle(const Field& from) {
        Vehicle made;
        made.plate = from["plate"].text();
        made.driver = from["driver"].text();
        made.seats = from["seats"].whole(0, 200);
        made.stages = read_stages(from["stages"]);
        from["busy"].each([&](const Field& each, std::size_t) {
            Busy busy{std::nullopt, each["weekdays"].whole(0, week), each["from"].minute(),
                      each["until"].minute(), std::nullopt};
            if (each.has("on")) busy.on = each["on"].day();
            if (each.has("place")) busy.place = read_position(each["place"]);
            (busy.on ? made.dated[*busy.on] : made.weekly).push_back(busy);
        });
        name(made_.vehicle_by_plate, from["plate"], made.plate);
        made_.vehicles.push_back(std::move(made));
    }

    void add_break(const Field& from) {
        const std::size_t school = school_in(from["school"]);
        const int number = from["number"].whole(0, most_days);
        for (const bool home : {true, false}) {
            const std::string_view way = home ? "home" : "back";
            if (!from.has(way)) continue;
            if (!made_.legs.emplace(LegKey{school, number, home}, read_wish(from[way])).second)
                from["number"].fail("stands there twice");
        }
    }

    static Wish read_wish(const Field& from) {
        Wish made;
        made.at = read_moment(from["wish"]);
        made.shift = from["shift_days"].whole(0, most_days);
        if (from.has("pinned")) made.pin = read_moment(from["pinned"]);
        if (from.has("published")) made.published = read_moment(from["published"]);
        if (from.has("forbidden"))
            from["forbidden"].each([&](const Field& day, std::size_t) { made.forbidden.insert(day.day()); });
        return made;
    }

    void add_day(const Field& from) {
        Day made{from["rest"].flag(),
                 from["no_return"].flag(),
                 from["dusk"].minute(),
                 from["posts"].whole(0, most_people),
                 {}};
        from["closed"].each([&](const Field& code, std::size_t) { made.closed.insert(school_in(code)); });
        made_.days.push_back(std::move(made));
    }

    Question made_;
};

}  // namespace

std::optional<std::size_t> number_in(const Numbers& numbers, std::string_view name) {
    const auto found = numbers.find(name);
    return found == numbers.end() ? std::nullopt : std::optional{found->second};
}

int Question::rest_days(int since, int until) const {
    int rest = 0;
    for (int on = since + 1; on <= until; ++on)
        if (const Day* known = day(on); known && known->rest) ++rest;
    return rest;
}

int Question::road(const maps::Wgs84& from, const maps::Wgs84& to) const {
    return static_cast<int>(std::ceil(maps::distance_m(from, to) * detour / 1000 / kmh * 60));
}

Result<Question> read_question(std::string_view case_json) {
    std::string fault;
    const auto parsed = parse_object(case_json, fault);
    if (!parsed) return Error{ErrorCode::malformed, fault};
    Question made = Reader{}.read(Field{*parsed, fault});
    if (!fault.empty()) return Error{ErrorCode::malformed, fault};
    return made;
}

}  // namespace husong::plan_check
