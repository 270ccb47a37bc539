// Two plans of different cases, compared in one case that knows both.
#include "server/coordination/differences.hpp"

#include <algorithm>

namespace husong::coordination {

namespace {

// Adds to `to` each of `from` that it does not have by that name yet.
template <class T>
void add_unknown(std::vector<T>& to, const std::vector<T>& from, std::string T::*name) {
    for (const T& each : from)
        if (std::ranges::find(to, each.*name, name) == to.end()) to.push_back(each);
}

class Union {
public:
    Union(const Case& earlier, const Case& later) : earlier_{earlier}, both_{later} {}

    Case make() {
        add_unknown(both_.schools, earlier_.schools, &School::code);
        add_unknown(both_.vehicles, earlier_.vehicles, &Vehicle::plate);
        for (const Line& line : earlier_.lines) add(line);
        for (const Break& of : earlier_.breaks) add(of);
        add_days();
        return std::move(both_);
    }

private:
    [[nodiscard]] std::size_t school(std::size_t of_earlier) const {
        const auto known = std::ranges::find(both_.schools, earlier_.schools[of_earlier].code, &School::code);
        return static_cast<std::size_t>(known - both_.schools.begin());
    }

    void add(const Line& line) {
        const auto known = std::ranges::find_if(both_.lines, [&](const Line& each) {
            return each.code == line.code && each.school == school(line.school);
        });
        if (known == both_.lines.end()) {
            both_.lines.push_back(line);
            both_.lines.back().school = school(line.school);
            return;
        }
        add_unknown(known->places, line.places, &Place::name);
        for (Place& place : known->places)
            if (const auto was = std::ranges::find(line.places, place.name, &Place::name);
                was != line.places.end())
                place.riders = std::max(place.riders, was->riders);
    }

    void add(const Break& of) {
        const std::size_t whose = school(of.school);
        const auto known = std::ranges::find_if(both_.breaks, [&](const Break& each) {
            return each.school == whose && each.number == of.number;
        });
        if (known == both_.breaks.end()) {
            both_.breaks.push_back(of);
            both_.breaks.back().school = whose;
            return;
        }
        for (const Way way : both_ways)
            if (!known->leg(way)) known->leg(way) = of.leg(way);
    }

    void add_days() {
        const auto end_of = [](const Case& of) { return of.first + std::chrono::days{of.days.size()}; };
        const Day first = std::min(both_.first, earlier_.first);
        const Day end = std::max(end_of(both_), end_of(earlier_));
        std::vector<CalendarDay> days;
        for (Day day = first; day < end; day += std::chrono::days{1})
            days.push_back(both_.holds(day)      ? both_.day(day)
                           : earlier_.holds(day) ? earlier_.day(day)
                                                 : CalendarDay{});
        both_.first = first;
        both_.days = std::move(days);
    }

    const Case& earlier_;
    Case both_;
};

Error about(const std::string& name, const Error& error) { return {error.code, name + ": " + error.what}; }

}  // namespace

Case united(const Case& earlier, const Case& later) {
    return earlier == later ? later : Union{earlier, later}.make();
}

Result<Comparison> compare(const NamedPlan& before, const NamedPlan& after) {
    const auto earlier = read_case(before.question), later = read_case(after.question);
    if (!earlier) return about(before.name + ": case", earlier.error());
    if (!later) return about(after.name + ": case", later.error());
    if (earlier->term != later->term)
        return Error{ErrorCode::conflict, before.name + " is of the term " + earlier->term + ", " +
                                              after.name + " of " + later->term};
    Comparison made{united(*earlier, *later), {}};
    const auto was = read_plan(before.answer, made.question), is = read_plan(after.answer, made.question);
    if (!was) return about(before.name, was.error());
    if (!is) return about(after.name, is.error());
    made.found = differences_of(*was, *is, made.question);
    return made;
}

}  // namespace husong::coordination
