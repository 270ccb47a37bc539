#include "server/rules/finding.hpp"

#include <algorithm>
#include <array>

namespace husong::rules {

namespace {

struct LevelRow {
    std::string_view name;
    std::string_view name_zh;
};

constexpr std::array<LevelRow, 3> levels{
    {{"suspected", "疑似"}, {"likely", "高度疑似"}, {"confirmed", "查实"}}};

constexpr std::array<std::string_view, 5> severities{"S1+", "S1", "S2", "S3", "S4"};

const LevelRow& row_of(Level level) { return levels.at(static_cast<std::size_t>(level) - 1); }

}  // namespace

std::string_view level_name(Level level) { return row_of(level).name; }
std::optional<Level> parse_level(std::string_view name) {
    for (const Level level : {Level::suspected, Level::likely, Level::confirmed})
        if (level_name(level) == name) return level;
    return std::nullopt;
}
std::string_view level_name_zh(Level level) { return row_of(level).name_zh; }

std::string_view severity_name(Severity severity) {
    return severities.at(static_cast<std::size_t>(severity));
}
std::optional<Severity> parse_severity(std::string_view name) {
    const auto* found = std::ranges::find(severities, name);
    if (found == severities.end()) return std::nullopt;
    return static_cast<Severity>(found - severities.begin());
}

std::string_view subject_name(SubjectKind kind) {
    static constexpr std::array<std::string_view, 8> names{"vehicle", "trip",   "driver", "escort",
                                                           "pupil",   "school", "line",   "day"};
    return names.at(static_cast<std::size_t>(kind) - 1);
}

}  // namespace husong::rules
