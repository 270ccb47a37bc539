#include "server/rules/finding.hpp"

#include <array>

namespace husong::rules {

namespace {

struct LevelRow {
    std::string_view name;
    std::string_view name_zh;
};

constexpr std::array<LevelRow, 3> levels{
    {{"suspected", "疑似"}, {"likely", "高度疑似"}, {"confirmed", "查实"}}};

const LevelRow& row_of(Level level) { return levels.at(static_cast<std::size_t>(level) - 1); }

}  // namespace

std::string_view level_name(Level level) { return row_of(level).name; }
std::string_view level_name_zh(Level level) { return row_of(level).name_zh; }

}  // namespace husong::rules
