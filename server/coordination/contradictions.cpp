#include "server/coordination/case.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

namespace husong::coordination {

namespace {

// Each check gives the first place that is wrong; empty: none.

template <class T>
std::string twice(const std::vector<T>& values, std::string_view list, std::string T::*code,
                  std::string_view name) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!seen.insert(values[i].*code).second)
            return fmt::format("{}[{}].{} stands there twice: {}", list, i, name, values[i].*code);
    return {};
}

std::string hours_of(const std::vector<School>& schools) {
    for (std::size_t i = 0; i < schools.size(); ++i) {
        const School& school = schools[i];
        if (school.latest_home < school.earliest_home)
            return fmt::format("schools[{}].latest_home is before earliest_home", i);
        if (school.latest_back < school.earliest_back)
            return fmt::format("schools[{}].latest_back is before earliest_back", i);
        if (school.most_on_days < school.least_on_days)
            return fmt::format("schools[{}].most_on_days is less than least_on_days", i);
    }
    return {};
}

std::string order_of(const std::vector<Line>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (std::size_t place = 1; place < lines[i].places.size(); ++place)
            if (lines[i].places[place].from_school < lines[i].places[place - 1].from_school)
                return fmt::format("lines[{}].places[{}].minutes is less than that of the place before it", i,
                                   place);
    return {};
}

std::string breaks_of(const Case& question) {
    std::map<std::size_t, int> last;  // number, by school
    for (std::size_t i = 0; i < question.breaks.size(); ++i) {
        const Break& of = question.breaks[i];
        const auto [known, first] = last.try_emplace(of.school, of.number);
        if (!first && of.number <= known->second)
            return fmt::format("breaks[{}].number is not above that of the school's break before it", i);
        known->second = of.number;
        for (const Way way : both_ways)
            if (of.leg(way) && !question.holds(of.leg(way)->wish.on))
                return fmt::format("breaks[{}].{}.wish.on is no day of the case", i,
                                   way == Way::home ? "home" : "back");
        if (of.home && of.back && of.back->wish.on <= of.home->wish.on)
            return fmt::format("breaks[{}].back.wish.on is not after home.wish.on", i);
    }
    return {};
}

}  // namespace

std::string contradiction_of(const Case& question) {
    for (const std::string& found :
         {twice(question.schools, "schools", &School::code, "code"),
          twice(question.lines, "lines", &Line::code, "code"),
          twice(question.vehicles, "vehicles", &Vehicle::plate, "plate"), hours_of(question.schools),
          order_of(question.lines), breaks_of(question)})
        if (!found.empty()) return found;
    return {};
}

}  // namespace husong::coordination
