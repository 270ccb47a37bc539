#include "server/solver/keeping.hpp"

#include "server/coordination/left_over.hpp"
#include "server/coordination/legs.hpp"
#include "server/coordination/one_day.hpp"
#include "server/solver/case_edits.hpp"
#include "server/solver/collisions.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace husong::solver {

namespace {

namespace json = boost::json;
using coordination::Case;
using coordination::Choices;
using coordination::Day;
using coordination::LegKey;
using coordination::Plan;
using coordination::PlannedLeg;
using coordination::Run;

using KeptLegs = std::map<LegKey, PlannedLeg>;

// A run whose vehicle is registered no more keeps its time and looks for another one.
void forget_unknown_vehicles(json::value& leg, const std::set<std::string, std::less<>>& plates) {
    auto* runs =
        leg.is_object() && leg.as_object().contains("runs") ? leg.as_object().at("runs").if_array() : nullptr;
    if (!runs) return;
    for (json::value& run : *runs) {
        auto* fields = run.if_object();
        const auto* plate = fields ? fields->if_contains("plate") : nullptr;
        if (!plate || !plate->is_string() || plates.contains(std::string_view{plate->as_string()})) continue;
        fields->erase("plate");
        fields->erase("driver");
    }
}

// Leg by leg: one that names what the case does not know is left out alone.
Result<KeptLegs> read_legs(std::string_view in_force, const Case& question) {
    boost::system::error_code wrong;
    json::value parsed = json::parse(json::string_view{in_force.data(), in_force.size()}, wrong);
    auto* legs = !wrong && parsed.is_object() && parsed.as_object().contains("legs")
                     ? parsed.as_object().at("legs").if_array()
                     : nullptr;
    if (!legs) return Error{ErrorCode::malformed, "the plan in force is none: legs"};
    std::set<std::string, std::less<>> plates;
    for (const auto& vehicle : question.vehicles) plates.insert(vehicle.plate);
    KeptLegs kept;
    for (json::value& leg : *legs) {
        forget_unknown_vehicles(leg, plates);
        const json::object alone{{"term", question.term},
                                 {"peak_vehicles", 0},
                                 {"unserved", 0},
                                 {"legs", json::array{leg}},
                                 {"stages", json::array{}}};
        auto plan = read_plan(json::serialize(alone), question);
        if (!plan) continue;
        PlannedLeg& read = plan->legs.front();
        kept.emplace(LegKey{read.of, read.way}, std::move(read));
    }
    return kept;
}

// Everybody of the school's places rides, and nobody else.
bool has_its_riders(const PlannedLeg& leg, const Case& question) {
    std::map<std::pair<std::size_t, std::size_t>, int> riders;
    for (const Run& run : leg.runs)
        for (const auto& load : run.loads) riders[{run.line, load.place}] += load.riders;
    const std::size_t school = question.breaks[leg.of].school;
    for (std::size_t line = 0; line < question.lines.size(); ++line) {
        if (question.lines[line].school != school) continue;
        const auto& places = question.lines[line].places;
        for (std::size_t place = 0; place < places.size(); ++place)
            if (riders[{line, place}] != places[place].riders) return false;
    }
    return true;
}

bool may_stay(const PlannedLeg& leg, const Case& question, const Choices& choices) {
    const auto& wish = question.breaks[leg.of].leg(leg.way);
    if (!wish) return false;
    if (wish->pinned) return *wish->pinned == leg.at;
    return std::ranges::any_of(choices.options({leg.of, leg.way}),
                               [&](const coordination::Option& option) { return option.at == leg.at; });
}

// How much of what is in force is let go.
enum class Freed : std::uint8_t { breaks, near, all };

class Keeper {
public:
    Keeper(const Case& question, KeptLegs in_force) : question_{question}, in_force_{std::move(in_force)} {
        const Choices choices{question};
        for (const LegKey key : all_legs(question)) {
            const auto known = in_force_.find(key);
            if (known == in_force_.end() || !may_stay(known->second, question, choices)) moved_.insert(key);
        }
    }

    // Pinned but for what is freed.
    [[nodiscard]] Case with_pins(Freed freed) const {
        Case pinned = question_;
        for (const auto& [key, leg] : in_force_)
            if (stays(key, freed)) pinned.breaks[key.of].leg(key.way)->pinned = leg.at;
        return pinned;
    }

    // The runs of what stays, with their vehicles; for the others vehicles that are left.
    [[nodiscard]] Plan with_runs(const Plan& planned, const Deadline& deadline) const {
        Plan plan = planned;
        for (PlannedLeg& leg : plan.legs) {
            const auto known = in_force_.find({leg.of, leg.way});
            if (known != in_force_.end() && known->second.at == leg.at &&
                has_its_riders(known->second, question_))
                leg.runs = known->second.runs;
            else
                for (Run& run : leg.runs) run.vehicle.reset();
        }
        take_from_unfit(plan, question_);
        serve_left_over(plan, question_, [&] { return deadline.is_over(); });
        return plan;
    }

    // As much above the peak of what is in force as leaves others in peace.
    [[nodiscard]] int tolerable_peak() const {
        constexpr double tolerance = 1.05;
        Plan known;
        for (const auto& [key, leg] : in_force_) known.legs.push_back(leg);
        return static_cast<int>(peak_of(known, question_) * tolerance);
    }

    [[nodiscard]] int changes_of(const Plan& plan) const {
        const auto differs = [&](const PlannedLeg& leg) {
            const auto known = in_force_.find({leg.of, leg.way});
            return known == in_force_.end() || known->second.at != leg.at;
        };
        return static_cast<int>(std::ranges::count_if(plan.legs, differs));
    }

private:
    [[nodiscard]] bool stays(LegKey key, Freed freed) const {
        if (freed == Freed::all || moved_.contains(key)) return false;
        const auto other = coordination::LegKey{
            key.of, key.way == coordination::Way::home ? coordination::Way::back : coordination::Way::home};
        if (moved_.contains(other)) return false;  // a break is not to become longer or shorter
        return freed == Freed::breaks || !is_near(in_force_.at(key).at.on);
    }
    [[nodiscard]] bool is_near(Day day) const {
        constexpr std::chrono::days near{3};
        return std::ranges::any_of(moved_, [&](LegKey key) {
            const auto [first, last] = days_of(*question_.breaks[key.of].leg(key.way));
            return first - near <= day && day <= last + near;
        });
    }

    const Case& question_;
    KeptLegs in_force_;
    std::set<LegKey> moved_;  // that cannot stay
};

}  // namespace

Result<Plan> coordinate_keeping(const Case& question, std::string_view in_force, const Effort& effort) {
    auto legs = read_legs(in_force, question);
    if (!legs) return legs.error();
    const Keeper keeper{question, std::move(*legs)};
    const Deadline all{effort.seconds};
    std::optional<Plan> best;
    for (const Freed freed : {Freed::breaks, Freed::near, Freed::all}) {
        const bool last = freed == Freed::all;
        const double seconds = last ? all.left() : effort.seconds / 4;
        const auto planned = coordinate(
            keeper.with_pins(freed), {seconds, seconds * effort.decisive / effort.seconds, effort.patience});
        if (!planned) {
            if (last && !best) return planned.error();
            continue;
        }
        const Plan kept = keeper.with_runs(*planned, all);
        const Plan& better = kept.unserved <= planned->unserved ? kept : *planned;
        const auto rank = [](const Plan& plan) { return std::pair{plan.unserved, plan.peak_vehicles}; };
        if (!best || rank(better) < rank(*best)) best = better;
        if (best->unserved == 0 && best->peak_vehicles <= keeper.tolerable_peak()) break;
    }
    best->stages = {
        {"unserved", static_cast<double>(best->unserved), 0, 0},
        {"changes", static_cast<double>(keeper.changes_of(*best)), 0, effort.seconds - all.left()}};
    return *best;
}

}  // namespace husong::solver
