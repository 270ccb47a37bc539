#include "server/solver/room.hpp"

#include "server/solver/case_edits.hpp"
#include "server/solver/rounds.hpp"

#include <algorithm>
#include <set>

namespace husong::solver {

using coordination::Case;
using coordination::Day;
using coordination::LegKey;
using coordination::Minutes;
using coordination::Option;
using coordination::Use;
using std::chrono::days;

namespace {

constexpr int enough = 1'000;  // vehicles, or posts
constexpr Minutes quarter{15};

std::vector<std::size_t> breaks_with_legs(const Case& question) {
    std::set<std::size_t> breaks;
    for (const LegKey leg : all_legs(question)) breaks.insert(leg.of);
    return {breaks.begin(), breaks.end()};
}

Day day_of(int quarter_of_term, const Case& question) {
    return question.first + days{quarter_of_term / coordination::quarters_in_day};
}

// As much more as nobody can need, on that day.
void make_room(Taken& taken, const DayResource& what, const coordination::Choices& choices) {
    const auto day = static_cast<int>((what.on - choices.question().first).count());
    const int from = day * coordination::quarters_in_day;
    Option all{};
    all.first_quarter = from;
    all.last_quarter = what.resource == Resource::posts ? from + coordination::quarters_in_day - 1 : from - 1;
    if (what.resource == Resource::vehicles)
        for (int q = from; q < from + coordination::quarters_in_day; ++q)
            for (std::size_t kind = 0; kind < choices.kinds().size(); ++kind)
                all.uses.push_back({q, kind, enough});
    taken.add(all, what.resource == Resource::posts ? -enough : -1);
}

}  // namespace

Room::Room(const Case& question)
    : choices_{question}, round_{make_round(choices_, breaks_with_legs(question), nullptr)} {
    for (const RoundLeg& leg : round_.legs)
        alone_.emplace(leg.key, RoundLeg{leg.key, choices_.options(leg.key), leg.weight});
}

Answer Room::has_room(std::span<const LegKey> legs, double seconds) const {
    return has_room(part_of(legs), Taken{choices_}, seconds);
}

Answer Room::has_room(std::span<const LegKey> legs, std::span<const DayResource> limited,
                      double seconds) const {
    Taken before{choices_};
    for (const DayResource& resource : resources(legs))
        if (std::ranges::find(limited, resource) == limited.end()) make_room(before, resource, choices_);
    return has_room(part_of(legs), before, seconds);
}

Answer Room::has_room(const Round& part, const Taken& before, double seconds) const {
    if (part.legs.empty()) return Answer::yes;
    if (leg_without_option(part)) return Answer::no;
    if (place_greedily(part, before, std::nullopt)) return Answer::yes;
    // Nothing is aimed at: the first one that is found will do.
    const Task any{Aim::changes, std::nullopt, std::nullopt, {seconds, enough}};
    const auto solved = solve_round(part, before, choices_, any, {});
    if (solved.status == MixedProgram::Status::infeasible) return Answer::no;
    return solved.chosen.empty() ? Answer::unknown : Answer::yes;
}

Round Room::part_of(std::span<const LegKey> legs) const {
    Round part;
    for (const RoundBreak& of : round_.breaks) {
        RoundBreak kept{of.of, std::nullopt, std::nullopt, of.pairs};
        const auto is_kept = [&](const std::optional<std::size_t>& leg) {
            return leg && std::ranges::find(legs, round_.legs[*leg].key) != legs.end();
        };
        const bool both = is_kept(of.home) && is_kept(of.back);
        const auto keep = [&](const std::optional<std::size_t>& leg, std::optional<std::size_t>& place) {
            if (!is_kept(leg)) return;
            place = part.legs.size();
            const RoundLeg& kept_leg = round_.legs[*leg];
            part.legs.push_back(both ? kept_leg : this->leg(kept_leg.key));
        };
        keep(of.home, kept.home);
        keep(of.back, kept.back);
        if (kept.home || kept.back) part.breaks.push_back(std::move(kept));
    }
    return part;
}

std::vector<DayResource> Room::resources(std::span<const LegKey> legs) const {
    std::set<DayResource> all;
    for (const LegKey key : legs)
        for (const Option& option : leg(key).options) {
            for (const Use& use : option.uses)
                all.insert({Resource::vehicles, day_of(use.quarter, choices_.question())});
            for (const int q : {option.first_quarter, option.last_quarter})
                all.insert({Resource::posts, day_of(q, choices_.question())});
        }
    return {all.begin(), all.end()};
}

Scarce Room::scarce(const DayResource& resource, std::span<const LegKey> legs) const {
    std::set<int> quarters;
    for (const LegKey key : legs)
        for (const Option& option : leg(key).options) {
            if (resource.resource == Resource::vehicles)
                for (const Use& use : option.uses) quarters.insert(use.quarter);
            else
                for (int q = option.first_quarter; q <= option.last_quarter; ++q) quarters.insert(q);
        }
    const Case& question = choices_.question();
    std::erase_if(quarters, [&](int q) { return day_of(q, question) != resource.on; });
    Scarce scarce{resource.resource, resource.on, {}, {}, 0};
    if (quarters.empty()) return scarce;
    scarce.from = quarter * (*quarters.begin() % coordination::quarters_in_day);
    scarce.until = quarter * (*quarters.rbegin() % coordination::quarters_in_day + 1);
    for (const int q : quarters) {
        if (resource.resource == Resource::posts)
            scarce.available = std::max(scarce.available, choices_.posts(q));
        else
            for (const auto& shared : choices_.shared())
                scarce.available = std::max(scarce.available, shared.vehicles_at(q));
    }
    return scarce;
}

std::vector<LegKey> Room::legs() const {
    std::vector<LegKey> keys;
    for (const RoundLeg& leg : round_.legs) keys.push_back(leg.key);
    return keys;
}

int Room::vehicles_of(LegKey key) const {
    int most = 0;
    for (const Option& option : leg(key).options) {
        int sum = 0;
        for (const Use& use : option.uses) sum += use.vehicles;
        most = std::max(most, sum);
    }
    return most;
}

}  // namespace husong::solver
