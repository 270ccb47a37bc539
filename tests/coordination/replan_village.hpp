// A school with one line on a Friday whose vehicle breaks down.
#pragma once

#include "server/coordination/replan.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace husong::coordination::test {

using namespace std::chrono_literals;

inline constexpr Day friday = std::chrono::year_month_day{std::chrono::year{2026} / 10 / 30};

inline Vehicle with(int seats, std::string plate) { return {std::move(plate), seats, every_stage, "D", {}}; }

// A school with a line of two villages, 20 riders in the near one and 25 in the far one; vehicle 0 brings
// them home at 15:00 on a day with dusk at 17:30.
struct Village {
    Village() {
        question.term = "2026-2027-1";
        question.first = friday;
        CalendarDay day;
        day.dusk = 17h + 30min;
        day.posts = 5;
        question.days = {day};
        add_school("S1", {41.0, 118.0});
        add_line(0, {{"near", {41.05, 118.0}, 10min, 20}, {"far", {41.15, 118.0}, 30min, 25}});
        question.vehicles = {with(45, "A")};
        plan.legs[0].runs = {run(0, 0, 15h)};
    }
    void add_school(std::string code, maps::Wgs84 gate, Way way = Way::home) {
        School school;
        school.code = std::move(code);
        school.stages = only(Stage::junior_high);
        school.gate = gate;
        question.schools.push_back(school);
        Leg leg;
        leg.wish = {friday, 15h};
        Break of;
        of.school = question.schools.size() - 1;
        of.leg(way) = leg;
        question.breaks.push_back(of);
        plan.legs.push_back({question.breaks.size() - 1, way, {friday, 15h}, {}});
    }
    void add_line(std::size_t school, std::vector<Place> places) {
        question.lines.push_back(
            {"L" + std::to_string(question.lines.size() + 1), school, std::move(places)});
    }
    // All riders of the line, or so many of its last place.
    [[nodiscard]] Run run(std::size_t line, std::optional<std::size_t> vehicle, Minutes at_gate,
                          int riders = 0) const {
        const auto& places = question.lines[line].places;
        Run made;
        made.line = line;
        if (riders > 0) made.loads = {{places.size() - 1, riders}};
        if (riders == 0)
            for (std::size_t i = places.size(); i-- > 0;) made.loads.push_back({i, places[i].riders});
        for (const Load& load : made.loads) made.riders += load.riders;
        made.seats = made.riders;
        made.way = places.back().from_school;
        made.at_gate = at_gate;
        made.vehicle = vehicle;
        return made;
    }
    [[nodiscard]] Replanned broken(Minutes at, std::size_t vehicle = 0) const {
        return replan(question, plan, {{vehicle}, {friday, at}, std::nullopt}).value();
    }

    Case question;
    Plan plan;
};

inline std::vector<std::size_t> vehicles_of(const std::vector<Run>& runs) {
    std::vector<std::size_t> vehicles;
    for (const Run& run : runs) vehicles.push_back(run.vehicle.value_or(99));
    return vehicles;
}

}  // namespace husong::coordination::test
