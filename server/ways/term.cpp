#include "server/ways/term.hpp"

#include <fmt/core.h>

namespace husong::ways {

namespace {

constexpr auto spring_begins = std::chrono::February / 1;
constexpr auto autumn_begins = std::chrono::August / 1;

}  // namespace

Term term_at(Time at) {
    const std::chrono::year_month_day today = china_date(at);
    const auto this_year = today.year();
    const auto begins = [](std::chrono::year year, std::chrono::month_day day) {
        return china_midnight(year / day);
    };
    if (today >= this_year / autumn_begins)
        return {begins(this_year, autumn_begins), begins(this_year + std::chrono::years{1}, spring_begins),
                fmt::format("{} 年秋季学期", static_cast<int>(this_year))};
    if (today >= this_year / spring_begins)
        return {begins(this_year, spring_begins), begins(this_year, autumn_begins),
                fmt::format("{} 年春季学期", static_cast<int>(this_year))};
    const auto last_year = this_year - std::chrono::years{1};
    return {begins(last_year, autumn_begins), begins(this_year, spring_begins),
            fmt::format("{} 年秋季学期", static_cast<int>(last_year))};
}

}  // namespace husong::ways
