#include "server/solver/reliefs.hpp"

#include "server/solver/case_edits.hpp"
#include "server/solver/coordinate.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace husong::solver {

using coordination::Case;
using coordination::Day;
using coordination::Leg;
using coordination::LegKey;
using coordination::Minutes;
using coordination::Way;
using std::chrono::days;

namespace {

// Changes of one sort, the smallest first.
using Family = std::vector<Relief>;

class Families {
public:
    Families(const Case& question, const Explanation& explanation)
        : question_{question}, explanation_{explanation} {}

    std::vector<Family> all() {
        switch (explanation_.kind) {
            case Impossible::no_vehicle: vehicles(std::nullopt); break;
            case Impossible::no_moment: of_moment(); break;
            case Impossible::days: of_days(); break;
            case Impossible::no_vehicle_in_time: of_reach(); break;
            case Impossible::too_few_in_time: of_vehicles(); break;
            case Impossible::resources:
            case Impossible::not_proven: of_resources(); break;
            case Impossible::nothing: break;
        }
        return std::move(families_);
    }

private:
    static Relief relief(ReliefKind kind) {
        Relief made;
        made.kind = kind;
        return made;
    }
    Relief of_leg(ReliefKind kind, LegKey leg) const {
        Relief made = relief(kind);
        made.leg = leg;
        made.school = question_.breaks[leg.of].school;
        return made;
    }
    // The same with 1, 2 … `most`.
    void count_up(Relief each, int most) {
        Family family;
        for (each.count = 1; each.count <= most; ++each.count) family.push_back(each);
        families_.push_back(std::move(family));
    }

    void vehicles(std::optional<Day> on) {
        constexpr int most = 64;
        coordination::Stages pupils = 0;
        for (const std::size_t school : explanation_.schools) pupils |= question_.schools[school].stages;
        std::set<int, std::greater<>> sizes;
        for (const auto& vehicle : question_.vehicles)
            if (vehicle.seats > 0) sizes.insert(vehicle.seats);
        constexpr int usual = 45;
        if (sizes.empty()) sizes.insert(usual);
        if (sizes.size() > 2) sizes = {*sizes.begin(), *sizes.rbegin()};
        for (const int seats : sizes) {
            Relief more = relief(ReliefKind::vehicles);
            more.on = on;
            more.seats = seats;
            more.stages = stages_of_such(seats, pupils);
            count_up(more, most);
        }
    }
    // As vehicles of the kind are, or else as these pupils need it.
    [[nodiscard]] coordination::Stages stages_of_such(int seats, coordination::Stages pupils) const {
        for (const auto& vehicle : question_.vehicles)
            if (vehicle.seats == seats && (vehicle.stages & pupils) == pupils) return vehicle.stages;
        return pupils;
    }

    void hours(LegKey leg, ReliefKind kind) {
        constexpr int most = 6;  // half hours
        Family family;
        for (int halves = 1; halves <= most; ++halves) {
            Relief each = of_leg(kind, leg);
            each.minutes = Minutes{30} * halves;
            family.push_back(each);
        }
        families_.push_back(std::move(family));
    }
    void moves(LegKey leg, int most) {
        for (const int direction : {1, -1}) {
            Family family;
            for (int count = 1; count <= most; ++count) {
                family.push_back(of_leg(ReliefKind::move, leg));
                family.back().count = direction * count;
            }
            families_.push_back(std::move(family));
        }
    }
    void day(LegKey leg, ReliefKind kind, Day on) {
        families_.push_back({of_leg(kind, leg)});
        families_.back().back().on = on;
    }
    void pin(LegKey leg) {
        if (question_.breaks[leg.of].leg(leg.way)->pinned)
            families_.push_back({of_leg(ReliefKind::unpin, leg)});
    }
    // What the leg's calendar keeps from it.
    void days_opened(LegKey leg) {
        const Leg& wanted = *question_.breaks[leg.of].leg(leg.way);
        const auto& school = question_.schools[question_.breaks[leg.of].school];
        const DayRange range = days_of(wanted);
        for (Day on = range.first; on <= range.last; on += days{1}) {
            if (!question_.holds(on)) continue;
            if (std::ranges::find(question_.day(on).closed, school.code) != question_.day(on).closed.end())
                day(leg, ReliefKind::open_day, on);
            if (std::ranges::find(wanted.forbidden, on) != wanted.forbidden.end())
                day(leg, ReliefKind::allow_day, on);
            const unsigned weekday = std::chrono::weekday{on}.iso_encoding() - 1;
            if (leg.way == Way::home && (school.home_weekdays >> weekday & 1U) == 0)
                day(leg, ReliefKind::weekday, on);
        }
    }

    void of_moment() {
        constexpr int farthest = 7, wider = 10;
        const LegKey leg = explanation_.legs.front();
        pin(leg);
        for (const ReliefKind kind : {ReliefKind::earlier, ReliefKind::later}) hours(leg, kind);
        days_opened(leg);
        count_up(of_leg(ReliefKind::gate, leg), wider);
        moves(leg, farthest);
    }

    void of_days() {
        constexpr int farthest = 7;
        const auto& school = question_.schools[explanation_.schools.front()];
        for (const LegKey leg : explanation_.legs) {
            pin(leg);
            days_opened(leg);
            if (!moved_.insert(leg.of).second) continue;
            moves(leg, farthest);
        }
        for (const Reason& reason : explanation_.reasons) {
            if (reason.rule != Rule::least_on_days && reason.rule != Rule::most_on_days) continue;
            const bool least = reason.rule == Rule::least_on_days;
            Family family;
            for (int by = 1; by <= farthest; ++by) {
                family.push_back(of_leg(ReliefKind::at_school, explanation_.legs.front()));
                family.back().count = least ? school.least_on_days - by : school.most_on_days + by;
                if (family.back().count < 1) family.pop_back();
            }
            families_.push_back(std::move(family));
        }
    }

    void of_resources() {
        constexpr int more_posts = 12;
        std::set<Day> vehicle_days;
        for (const Scarce& scarce : explanation_.scarce) {
            if (scarce.resource == Resource::vehicles) {
                vehicle_days.insert(scarce.on);
                continue;
            }
            Relief more = relief(ReliefKind::posts);
            more.on = scarce.on;
            count_up(more, more_posts);
        }
        for (const WithoutVehicle& left : explanation_.without) vehicle_days.insert(left.on);
        for (const Day on : vehicle_days) vehicles(on);
        if (vehicle_days.size() > 1) vehicles(std::nullopt);
        of_legs();
    }

    // How long a driver may drive is law.
    void of_reach() {
        const LegKey leg = explanation_.legs.front();
        if (std::ranges::any_of(explanation_.out_of_reach,
                                [](const OutOfReach& each) { return each.too_long == 0; }))
            vehicles(day_of(leg));
        of_legs();
    }

    void of_vehicles() {
        std::set<Day> days;
        for (const LegKey leg : explanation_.legs) days.insert(day_of(leg));
        for (const Day on : days) vehicles(on);
        for (const LegKey leg : explanation_.pins) pin_moved(leg);
        of_legs();
    }

    // On its day, within the school's hours.
    void pin_moved(LegKey leg) {
        const auto& pinned = *question_.breaks[leg.of].leg(leg.way)->pinned;
        const auto& school = question_.schools[question_.breaks[leg.of].school];
        const bool home = leg.way == Way::home;
        const Minutes first = home ? school.earliest_home : school.earliest_back;
        const Minutes last = home ? school.latest_home : school.latest_back;
        for (const Minutes step : {Minutes{30}, Minutes{-30}}) {
            Family family;
            for (Minutes at = pinned.at + step; at >= first && at <= last; at += step) {
                family.push_back(of_leg(ReliefKind::pin, leg));
                family.back().on = pinned.on;
                family.back().at = at;
            }
            families_.push_back(std::move(family));
        }
    }

    [[nodiscard]] Day day_of(LegKey leg) const {
        const Leg& wanted = *question_.breaks[leg.of].leg(leg.way);
        return wanted.pinned.value_or(wanted.wish).on;
    }

    void of_legs() {
        constexpr int farthest = 2;
        for (const LegKey leg : explanation_.legs) {
            pin(leg);
            days_opened(leg);
        }
        for (const LegKey leg : explanation_.legs) {
            const Leg& wanted = *question_.breaks[leg.of].leg(leg.way);
            // Public holidays and the term's ends are everybody's.
            if (!wanted.pinned && wanted.shift_days > 0 && moved_.insert(leg.of).second) moves(leg, farthest);
            for (const ReliefKind kind : {ReliefKind::earlier, ReliefKind::later})
                if (!wanted.pinned) hours(leg, kind);
        }
    }

    const Case& question_;
    const Explanation& explanation_;
    std::vector<Family> families_;
    std::set<std::size_t> moved_;  // breaks
};

class Trial {
public:
    Trial(const Case& question, const Collision& collision, const Deadline& deadline)
        : question_{question},
          these_{collision.explanation.legs},
          scope_{collision.scope},
          whole_term_{collision.explanation.kind == Impossible::days ||
                      collision.explanation.kind == Impossible::not_proven},
          alone_{collision.explanation.beside == 0},
          deadline_{deadline} {
        // A school's days are reckoned from the term's beginning.
        if (whole_term_) these_ = scope_;
    }

    // The smallest that frees its whole scope, or else these; none: none does, or the time is over.
    std::optional<Relief> smallest(const Family& family) const {
        constexpr std::size_t few =
            7;  // of these the greatest is asked first: mostly it does not free either
        if (family.empty()) return std::nullopt;
        if (family.size() > 1 && family.size() <= few && !frees(family.back(), these_)) return std::nullopt;
        const auto these = first_of(family, 0, these_);
        if (!these) return std::nullopt;
        Relief found = family[*these];
        const auto scope = these_ == scope_ ? these : first_of(family, *these, scope_);
        if (!scope) return found;
        found = family[*scope];
        found.frees = Frees::scope;
        const bool whole = scope_.size() == all_legs(question_).size();
        if (alone_ && (whole || (!deadline_.is_over() && has_plan(apply(found, question_)))))
            found.frees = Frees::term;
        return found;
    }

private:
    [[nodiscard]] bool frees(const Relief& relief, std::span<const LegKey> legs) const {
        return has_plan(apply(relief, only_legs(question_, legs, whole_term_)));
    }

    // By doubling and halving: what a smaller change frees, a greater one frees too.
    [[nodiscard]] std::optional<std::size_t> first_of(const Family& family, std::size_t from,
                                                      std::span<const LegKey> legs) const {
        std::size_t below = from, step = 1;  // nothing below frees
        std::optional<std::size_t> frees_at;
        for (std::size_t at = from; !frees_at; at = std::min(at + step, family.size() - 1), step *= 2) {
            if (deadline_.is_over()) return std::nullopt;
            if (frees(family[at], legs))
                frees_at = at;
            else if (at + 1 == family.size())
                return std::nullopt;
            else
                below = at + 1;
        }
        while (below < *frees_at && !deadline_.is_over()) {
            const std::size_t middle = (below + *frees_at) / 2;
            if (frees(family[middle], legs))
                frees_at = middle;
            else
                below = middle + 1;
        }
        return frees_at;
    }

    const Case& question_;
    std::vector<LegKey> these_, scope_;
    bool whole_term_, alone_;
    const Deadline& deadline_;
};

// What has left is not pinned, moved or let go otherwise.
bool is_past(const Relief& relief, const Case& question, Day today) {
    if (relief.on && *relief.on < today) return true;
    return relief.leg && days_of(*question.breaks[relief.leg->of].leg(relief.leg->way)).last < today;
}

}  // namespace

void add_reliefs(Collision& collision, const Case& question, const Deadline& deadline, Day today) {
    constexpr std::size_t most = 12;
    const Trial trial{question, collision, deadline};
    auto& reliefs = collision.explanation.reliefs;
    for (const Family& family : Families{question, collision.explanation}.all()) {
        if (reliefs.size() == most) break;
        if (family.empty() || is_past(family.front(), question, today)) continue;
        const auto found = trial.smallest(family);
        if (found && std::ranges::find(reliefs, *found) == reliefs.end()) reliefs.push_back(*found);
        collision.explanation.all_tried = !deadline.is_over();
        if (deadline.is_over()) break;
    }
    std::ranges::stable_sort(reliefs, std::ranges::greater{}, &Relief::frees);
}

namespace {

// Nothing is made better.
Result<coordination::Plan> quick_plan(const Case& question) {
    constexpr double at_least = 0.2, a_leg = 0.01;  // seconds for the linear programs
    const Effort quick{0, at_least + a_leg * static_cast<double>(all_legs(question).size()), {2'000, 1}};
    return coordinate(question, quick);
}

}  // namespace

bool is_accepted(const Case& question) { return quick_plan(question).has_value(); }

bool has_plan(const Case& question) {
    const auto plan = quick_plan(question);
    return plan && plan->unserved == 0;
}

}  // namespace husong::solver
