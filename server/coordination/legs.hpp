// What there is to choose from: each leg's moments that law, rule, dusk and pins leave, and what each would
// take of the county's vehicles, quarter hour by quarter hour.
#pragma once

#include "server/coordination/packing.hpp"

namespace husong::coordination {

inline constexpr int quarters_in_day = 96;
inline constexpr double hours_a_day = 8;  // a day away from a wish is as far as so many hours

// Minutes of one day; a span may begin before its midnight or end after it.
struct Span {
    Minutes from{}, until{};
};
bool is_busy(const Vehicle& vehicle, Day day, const Span& span);
bool is_on(const Busy& busy, Day day);
// In which the vehicle of a run is in use, on the leg's day: from leaving (home: the gate; back: for its
// empty way out) until it is ready for the next one.
Span in_use(const Run& run, Way way, const Rules& rules);

// A run as the capacities see it: so many seats, for these pupils.
struct Kind {
    int seats = 0;
    Stages stages = 0;
    bool operator==(const Kind&) const = default;
};

// Vehicles of a kind in use during a quarter hour of the term (96 to a day, from the case's first day).
struct Use {
    int quarter = 0;
    std::size_t kind = 0;
    int vehicles = 0;
};

struct Option {
    Moment at;
    std::size_t packing = 0;                  // which of the school's
    std::vector<Use> uses;                    // by quarter hour
    int first_quarter = 0, last_quarter = 0;  // in which vehicles are at the gate
    double distance = 0;                      // from the wish, in hours: a day is eight
    bool changes = false;                     // what is published
};

struct LegKey {
    std::size_t of = 0;  // of the case's breaks
    Way way = Way::home;
    auto operator<=>(const LegKey&) const = default;
};

// Days that the calendar, the school's rule and the leg itself leave it.
std::vector<Day> days_open_to(const Case& question, LegKey leg);

// A case laid out for choosing.
class Choices {
public:
    explicit Choices(const Case& question);

    [[nodiscard]] const Case& question() const { return question_; }
    [[nodiscard]] const std::vector<Kind>& kinds() const { return kinds_; }
    // The school's runs, packed in one of the ways; without moments.
    [[nodiscard]] const std::vector<Run>& runs(std::size_t school, std::size_t packing) const;
    [[nodiscard]] std::size_t packings(std::size_t school) const { return packed_[school].size(); }
    // As it is counted; one of kinds().
    [[nodiscard]] Kind kind_of(const Run& run) const {
        return {run.seats, question_.schools[question_.lines[run.line].school].stages};
    }
    // Of the term, the first and the last in which the run's vehicle is in use.
    [[nodiscard]] std::pair<int, int> quarters_in_use(const Run& run, Way way, Day on) const;
    // All that the leg may take, by day and time; of which days belong together the rounds decide.
    [[nodiscard]] std::vector<Option> options(LegKey leg) const;
    // What the leg would take at that moment, whether it may or not.
    [[nodiscard]] Option option_at(LegKey leg, const Moment& at, std::size_t packing) const {
        return option_of(leg, at, packing, timed_runs(leg, at, packing));
    }
    // The runs of a leg at that moment.
    [[nodiscard]] std::vector<Run> timed_runs(LegKey leg, const Moment& at, std::size_t packing) const;
    // Sets of kinds which only the same vehicles carry, with how many of these there are in a quarter hour.
    struct Shared {
        std::vector<bool> kinds;    // by kind
        std::vector<int> vehicles;  // by quarter hour of the term
        [[nodiscard]] int vehicles_at(int quarter) const {
            const auto at = static_cast<std::size_t>(quarter);
            return at < vehicles.size() ? vehicles[at] : 0;
        }
    };
    [[nodiscard]] const std::vector<Shared>& shared() const { return shared_; }
    // Schools whose gate road can be manned in that quarter hour of the term.
    [[nodiscard]] int posts(int quarter) const {
        const auto day = static_cast<std::size_t>(quarter / quarters_in_day);
        return day < question_.days.size() ? question_.days[day].posts : 0;
    }
    // That are looked at: the term's, and those of the two days after it, into which nobody may be planned.
    [[nodiscard]] int quarters() const {
        return (static_cast<int>(question_.days.size()) + 2) * quarters_in_day;
    }

private:
    void pack();
    void share();
    [[nodiscard]] Option option_of(LegKey leg, const Moment& at, std::size_t packing,
                                   std::span<const Run> runs) const;

    const Case& question_;
    std::vector<VehicleClass> classes_;
    std::vector<Kind> kinds_;
    std::vector<std::vector<std::vector<Run>>> packed_;  // by school and packing
    std::vector<Shared> shared_;
};

}  // namespace husong::coordination
