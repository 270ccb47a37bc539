#include "server/holidays/rider_note.hpp"

#include <fmt/format.h>

namespace husong::holidays {

namespace {

constexpr std::string_view riders_unit = "人";

}  // namespace

std::string rider_note(std::span<const coordination::Load> loads, const coordination::Line& line) {
    std::string note;
    for (const auto& load : loads)
        note += fmt::format("{}{} {}{}", note.empty() ? "" : "、", line.places[load.place].name, load.riders,
                            riders_unit);
    return note;
}

bool tells_riders(std::string_view note) {
    if (!note.ends_with(riders_unit)) return false;
    note.remove_suffix(riders_unit.size());
    const auto before = note.find_last_not_of("0123456789");
    return before != std::string_view::npos && before > 0 && before + 1 < note.size() && note[before] == ' ';
}

}  // namespace husong::holidays
