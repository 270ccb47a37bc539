// Number plates: how they are written, normalised and told apart. A vehicle is its plate AND its colour.
#pragma once

#include "server/base/result.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace husong::registry {

// Codes of JT/T 415-2006 and JT/T 697.7-2014 as they travel in 0x0100 (jt808).
enum class PlateColour : std::uint8_t {
    unplated = 0,
    blue = 1,
    yellow = 2,
    black = 3,
    white = 4,
    green = 5,
    other = 9,  // also: colour not told
    farm_yellow = 91,
    farm_green = 92,
    yellow_green = 93,
    gradient_green = 94,
};

// New-energy plates arrive as 5, 93 or 94: one group when vehicles are matched.
constexpr PlateColour colour_group(PlateColour colour) {
    const bool green = colour == PlateColour::yellow_green || colour == PlateColour::gradient_green;
    return green ? PlateColour::green : colour;
}

std::string_view colour_name(PlateColour colour);     // "yellow", as in CSV and API
std::string_view colour_name_zh(PlateColour colour);  // 黄
std::optional<PlateColour> parse_colour(std::string_view name);
std::optional<PlateColour> colour_of_code(unsigned wire_code);

// A plate as the register keeps it: upper case, half width, no separators, e.g. 冀H00318.
struct Plate {
    std::string text;
    PlateColour colour = PlateColour::other;  // already its group
    auto operator<=>(const Plate&) const = default;
};

// Trims; upper-cases; full width → half width; removes spaces, dots, dashes and NULs; puts `home` (冀H) in
// front when the province is missing; letter O after the prefix becomes 0. Errors: malformed, when what is
// left is no plate at all.
[[nodiscard]] Result<std::string> normalise_plate(std::string_view text, std::string_view home = "冀H");

// The same for what is still being typed: any beginning of a plate, never refused. 003 becomes 冀H003.
std::string normalise_plate_prefix(std::string_view text, std::string_view home = "冀H");

// What a witness read of a plate: '?' for each character that was not read, three or more of the serial that
// were; without the province when that was not seen: 冀H12?45, 345, ?3456. Errors: malformed: too little of a
// plate, no plate at all, or a whole one.
[[nodiscard]] Result<std::string> normalise_plate_part(std::string_view text, std::string_view home = "冀H");
// May this plate be the one of which that part was read? A part with a province is the plate's beginning.
bool plate_holds(std::string_view plate, std::string_view part);

// As people read it: 冀H·00318.
std::string display_plate(std::string_view normalised);

}  // namespace husong::registry
