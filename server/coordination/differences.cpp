#include "server/coordination/differences.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace husong::coordination {

namespace {

using LegName = std::pair<std::size_t, Way>;

int riders_shared(const Run& a, const Run& b) {
    int shared = 0;
    for (const Load& load : a.loads)
        for (const Load& other : b.loads)
            if (load.place == other.place) shared += std::min(load.riders, other.riders);
    return shared;
}

class RunPairs {
public:
    RunPairs(LegName leg, const PlannedLeg* before, const PlannedLeg* after) : leg_{leg} {
        for (const auto& [from, to] : {std::pair{before, &before_}, std::pair{after, &after_}})
            if (from)
                for (const Run& run : from->runs) to->push_back({from->at.on, run});
    }

    void pair_up() {
        pair_if([](const DatedRun& a, const DatedRun& b) { return a == b; });
        const auto same_riders = [](const DatedRun& a, const DatedRun& b) {
            return a.run.line == b.run.line && a.run.loads == b.run.loads && a.run.stand == b.run.stand;
        };
        pair_if([&](const DatedRun& a, const DatedRun& b) {
            return same_riders(a, b) && a.run.vehicle == b.run.vehicle;
        });
        pair_if([&](const DatedRun& a, const DatedRun& b) {
            return same_riders(a, b) && a.on == b.on && a.run.at_gate == b.run.at_gate;
        });
        pair_if(same_riders);
        pair_if([](const DatedRun& a, const DatedRun& b) {
            return a.run.line == b.run.line && a.run.vehicle == b.run.vehicle &&
                   riders_shared(a.run, b.run) > 0;
        });
        pair_by_riders();
    }

    void tell(std::vector<RunChange>& changes) const {
        for (const auto& [before, after] : pairs_)
            if (before != after) changes.push_back({leg_.first, leg_.second, before, after});
        for (const DatedRun& run : before_) changes.push_back({leg_.first, leg_.second, run, std::nullopt});
        for (const DatedRun& run : after_) changes.push_back({leg_.first, leg_.second, std::nullopt, run});
    }

private:
    void pair_if(const auto& same) {
        for (auto a = before_.begin(); a != before_.end();) {
            const auto b = std::ranges::find_if(after_, [&](const DatedRun& run) { return same(*a, run); });
            if (b == after_.end()) {
                ++a;
                continue;
            }
            pairs_.emplace_back(*a, *b);
            after_.erase(b);
            a = before_.erase(a);
        }
    }

    void pair_by_riders() {
        for (;;) {
            int most = 0;
            std::pair<std::size_t, std::size_t> best;
            for (std::size_t a = 0; a < before_.size(); ++a)
                for (std::size_t b = 0; b < after_.size(); ++b) {
                    if (before_[a].run.line != after_[b].run.line) continue;
                    const int shared = riders_shared(before_[a].run, after_[b].run);
                    if (shared <= most) continue;
                    most = shared;
                    best = {a, b};
                }
            if (most == 0) return;
            pairs_.emplace_back(before_[best.first], after_[best.second]);
            before_.erase(before_.begin() + static_cast<std::ptrdiff_t>(best.first));
            after_.erase(after_.begin() + static_cast<std::ptrdiff_t>(best.second));
        }
    }

    LegName leg_;
    std::vector<DatedRun> before_, after_;  // not yet paired
    std::vector<std::pair<DatedRun, DatedRun>> pairs_;
};

// Of a line, the riders of places that a change moves to another time or vehicle.
std::map<std::size_t, int> riders_concerned(const RunChange& change) {
    std::map<std::size_t, int> before, after;
    if (change.before)
        for (const Load& load : change.before->run.loads) before[load.place] += load.riders;
    if (change.after)
        for (const Load& load : change.after->run.loads) after[load.place] += load.riders;
    std::map<std::size_t, int> concerned;
    const bool all = !change.before || !change.after || change.moves_time() || change.moves_vehicle() ||
                     change.before->run.stand != change.after->run.stand;
    for (const auto* list : {&before, &after})
        for (const auto& [place, riders] : *list) {
            const int most = std::max(before[place], after[place]);
            const int moved = all ? most : most - std::min(before[place], after[place]);
            if (moved > 0) concerned[place] = moved;
        }
    return concerned;
}

Concerned concerned_by(const Differences& differences, const Case& question) {
    std::set<std::size_t> schools, vehicles;
    std::map<std::size_t, std::map<std::size_t, int>> lines;  // riders by place
    for (const LegChange& leg : differences.legs) schools.insert(question.breaks[leg.of].school);
    for (const RunChange& change : differences.runs) {
        schools.insert(question.breaks[change.of].school);
        for (const auto& run : {change.before, change.after})
            if (run && run->run.vehicle) vehicles.insert(*run->run.vehicle);
        auto& places = lines[change.run().line];
        for (const auto& [place, riders] : riders_concerned(change)) places[place] += riders;
    }
    Concerned concerned{{schools.begin(), schools.end()}, {}, {vehicles.begin(), vehicles.end()}};
    for (const auto& [number, places] : lines) {
        const Line& line = question.lines[number];
        Line told{line.code, line.school, {}};
        for (const auto& [place, riders] : places) {
            told.places.push_back(line.places[place]);
            told.places.back().riders = std::min(riders, line.places[place].riders);
        }
        if (!told.places.empty()) concerned.places.push_back(std::move(told));
    }
    return concerned;
}

}  // namespace

bool RunChange::moves_riders() const {
    return before && after &&
           (before->run.loads != after->run.loads || before->run.stand != after->run.stand);
}
bool RunChange::moves_time() const {
    return before && after && (before->on != after->on || before->run.at_gate != after->run.at_gate);
}
bool RunChange::moves_vehicle() const { return before && after && before->run.vehicle != after->run.vehicle; }
std::vector<std::string_view> changed_parts(const RunChange& change) {
    if (!change.before) return {"new"};
    if (!change.after) return {"gone"};
    std::vector<std::string_view> parts;
    if (change.moves_vehicle()) parts.emplace_back("vehicle");
    if (change.moves_time()) parts.emplace_back("time");
    if (change.moves_riders()) parts.emplace_back("riders");
    if (parts.empty()) parts.emplace_back("seats");
    return parts;
}

bool Differences::any() const {
    return !legs.empty() || !runs.empty() || unserved_before != unserved_after || peak_before != peak_after;
}

Differences differences_of(const Plan& before, const Plan& after, const Case& question) {
    std::map<LegName, std::pair<const PlannedLeg*, const PlannedLeg*>> legs;
    for (const PlannedLeg& leg : before.legs) legs[{leg.of, leg.way}].first = &leg;
    for (const PlannedLeg& leg : after.legs) legs[{leg.of, leg.way}].second = &leg;
    Differences differences;
    for (const auto& [name, both] : legs) {
        const auto moment = [](const PlannedLeg* leg) { return leg ? std::optional{leg->at} : std::nullopt; };
        const LegChange change{name.first, name.second, moment(both.first), moment(both.second)};
        if (change.before != change.after) differences.legs.push_back(change);
        RunPairs pairs{name, both.first, both.second};
        pairs.pair_up();
        pairs.tell(differences.runs);
    }
    differences.unserved_before = before.unserved;
    differences.unserved_after = after.unserved;
    differences.peak_before = before.peak_vehicles;
    differences.peak_after = after.peak_vehicles;
    differences.concerned = concerned_by(differences, question);
    return differences;
}

}  // namespace husong::coordination
