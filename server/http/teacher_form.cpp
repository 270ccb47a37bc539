#include "server/http/teacher_form.hpp"

#include "server/http/url.hpp"

#include <fmt/core.h>

#include <charconv>

namespace husong::http {

namespace {

using pages::PupilChoice;
using pages::PupilPart;
using registry::Direction;
using registry::Travel;
using ways::PupilWays;

constexpr std::size_t longest_plate = 60;  // bytes: 20 characters

// Of each pupil: seen, to, tostop, home, homestop, plate; beside them token and go.
static_assert(pages::group_size * 6 + 2 <= most_fields, "a form of a whole group is read");

std::string typed(const Request& request, std::string_view field, const std::string& pupil) {
    return std::string{request.form_field(fmt::format("{}-{}", field, pupil))};
}

PupilChoice read_choice(const Request& request, const std::string& pupil) {
    PupilChoice choice{.to_school = typed(request, "to", pupil),
                       .home = typed(request, "home", pupil),
                       .to_school_stop = typed(request, "tostop", pupil),
                       .home_stop = typed(request, "homestop", pupil),
                       .plate = typed(request, "plate", pupil)};
    if (choice.plate.size() > longest_plate) choice.plate.clear();
    return choice;
}

// "12+13"; what is no such mark names no version.
std::pair<std::int64_t, std::int64_t> read_seen(std::string_view text) {
    const auto plus = std::min(text.find('+'), text.size());
    const auto number = [](std::string_view part) {
        std::int64_t value = 0;
        std::from_chars(part.data(), part.data() + part.size(), value);
        return value;
    };
    return {number(text.substr(0, plus)), number(text.substr(std::min(plus + 1, text.size())))};
}

// Line and stop out of the list's value; an unreadable one is no stop.
void read_stop(std::string_view value, Travel& way) {
    const auto slash = value.find('/');
    if (slash == std::string_view::npos) return;
    auto line = percent_decode(value.substr(0, slash));
    auto stop = percent_decode(value.substr(slash + 1));
    if (!line || !stop) return;
    way.line = std::move(*line);
    way.stop = std::move(*stop);
}

bool has_stop(std::string_view mode) { return mode == "school_bus" || mode == "charter"; }

bool has_plate(std::string_view mode) {
    const auto* known = registry::travel_mode(mode);
    return mode == "guardian" || (known && known->standing == registry::TravelStanding::forbidden);
}

// What no form asks for is kept: who takes the child over, and of the same way how long it takes and its
// coach's line.
Travel make_way(const PupilWays& pupil, Direction direction, std::string_view mode, std::string_view stop,
                const std::string& plate) {
    const Travel& before = pupil.towards(direction).way;
    Travel way;
    way.pupil = pupil.pupil->code;
    way.direction = direction;
    way.mode = mode;
    if (has_stop(mode)) read_stop(stop, way);
    if (has_plate(mode)) way.plate = plate;
    way.collector = before.collector;
    if (before.mode != mode) return way;
    way.minutes = before.minutes;
    if (mode == "line_coach") {
        way.line = before.line;
        way.stop = before.stop;
    }
    return way;
}

struct Reading {
    const registry::Registry& registry;
    Time now{};
};

// Tells the way, or says what is wrong with it.
void take(const Reading& reading, const PupilWays& pupil, WayTold told, PupilPart& part,
          std::vector<WayTold>& all) {
    const auto fault = ways::fault_of(told.way, pupil.pupil->school, reading.registry, reading.now);
    if (!fault) return all.push_back(std::move(told));
    const char* way = told.way.direction == Direction::home ? "home-" : "to-";
    part.faults.push_back({way + fault->field, fault->text});
}

void read_pupil(const Reading& reading, const PupilWays& pupil, std::string_view seen_mark, PupilPart& part,
                std::vector<WayTold>& told) {
    const PupilChoice& choice = part.choice;
    const bool as_to_school = choice.home == pages::same_as_to_school;
    if (choice.to_school.empty() && (as_to_school || choice.home.empty())) return;
    const auto [seen_to_school, seen_home] = read_seen(seen_mark);
    take(reading, pupil,
         {make_way(pupil, Direction::to_school, choice.to_school, choice.to_school_stop, choice.plate),
          seen_to_school},
         part, told);
    if (as_to_school && !part.faults.empty()) return;  // it would be told twice
    const std::string& mode = as_to_school ? choice.to_school : choice.home;
    const std::string& stop = as_to_school ? choice.to_school_stop : choice.home_stop;
    take(reading, pupil, {make_way(pupil, Direction::home, mode, stop, choice.plate), seen_home}, part, told);
}

}  // namespace

TypedGroup read_group(const Request& request, std::span<const PupilWays> pupils,
                      const registry::Registry& registry) {
    TypedGroup group;
    const Reading reading{registry, request.received_at};
    for (std::size_t place = 0; place < pupils.size(); ++place) {
        const std::string& code = pupils[place].pupil->code;
        const std::string seen = typed(request, "seen", code);
        if (seen.empty()) continue;
        PupilPart part{place, read_choice(request, code), {}};
        read_pupil(reading, pupils[place], seen, part, group.told);
        group.parts.push_back(std::move(part));
    }
    return group;
}

std::vector<WayTold> told_as_before(std::span<const PupilWays> pupils, const registry::Registry& registry,
                                    Time now, std::vector<pages::FormFault>& faults) {
    std::vector<WayTold> told;
    for (std::size_t place = 0; place < pupils.size(); ++place)
        for (const Direction direction : ways::both_ways) {
            const ways::KnownWay& answer = pupils[place].towards(direction);
            if (!answer.kept()) continue;
            const registry::Pupil& pupil = *pupils[place].pupil;
            const auto fault = ways::fault_of(answer.way, pupil.school, registry, now);
            if (!fault)
                told.push_back({answer.way, answer.version});
            else
                faults.push_back({std::to_string(place + 1),
                                  fmt::format("{} · {}：{}", pupil.name,
                                              direction == Direction::home ? "回家" : "上学", fault->text)});
        }
    return told;
}

}  // namespace husong::http
