#include "server/registry/plate.hpp"

#include "server/registry/plate_shape.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace husong::registry {

namespace {

struct ColourRow {
    PlateColour colour;
    std::string_view name;
    std::string_view name_zh;
};

constexpr ColourRow colours[] = {
    {PlateColour::unplated, "unplated", "未上牌"},
    {PlateColour::blue, "blue", "蓝"},
    {PlateColour::yellow, "yellow", "黄"},
    {PlateColour::black, "black", "黑"},
    {PlateColour::white, "white", "白"},
    {PlateColour::green, "green", "绿"},
    {PlateColour::other, "other", "其他"},
    {PlateColour::farm_yellow, "farm_yellow", "农黄"},
    {PlateColour::farm_green, "farm_green", "农绿"},
    {PlateColour::yellow_green, "yellow_green", "黄绿"},
    {PlateColour::gradient_green, "gradient_green", "渐变绿"},
};

const ColourRow& row_of(PlateColour colour) {
    const auto* row = std::find_if(std::begin(colours), std::end(colours),
                                   [&](const ColourRow& candidate) { return candidate.colour == colour; });
    return row != std::end(colours) ? *row : row_of(PlateColour::other);
}

// Bytes of the UTF-8 character that starts with this byte; 1 for what is no start of a character.
std::size_t character_bytes(char first) {
    const auto byte = static_cast<unsigned char>(first);
    if (byte >= 0xF0) return 4;
    if (byte >= 0xE0) return 3;
    return byte >= 0xC0 ? 2 : 1;
}

std::string_view first_character(std::string_view text) {
    return text.empty() ? text : text.substr(0, character_bytes(text.front()));
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) text.remove_prefix(std::min(character_bytes(text.front()), text.size()));
    return count;
}

bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool is_hanzi(std::string_view character) {
    return character.size() == 3 && character >= "\u4E00" && character <= "\u9FFF";
}

// What people write between the parts of a plate: spaces of all widths, dots, dashes, and the NULs of a fixed
// field on the wire.
bool is_separator(std::string_view character) {
    static constexpr std::array<std::string_view, 19> separators{
        " ",      "\t",     "\r",     "\n",     ".",      "-",      "_",      "\u00A0", "\u00B7", "\u2022",
        "\u2027", "\u30FB", "\u2013", "\u2014", "\u2212", "\u3000", "\u2219", "\u3002", "\uFF61"};
    return character == std::string_view{"\0", 1} ||
           std::find(separators.begin(), separators.end(), character) != separators.end();
}

// U+FF01…U+FF5E are ASCII 0x21…0x7E in full width.
std::optional<char> half_width(std::string_view character) {
    if (character < "\uFF01" || character > "\uFF5E" || character.size() != 3) return std::nullopt;
    const int code = (character[1] & 0x3F) << 6 | (character[2] & 0x3F);
    return static_cast<char>(code - 0xF00 + 0x20);
}

std::string without_decoration(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        const std::string_view original = first_character(text);
        text.remove_prefix(std::min(original.size(), text.size()));
        const auto narrow = half_width(original);
        const std::string_view character = narrow ? std::string_view{&*narrow, 1} : original;
        if (is_separator(character)) continue;
        const char c = character.front();
        if (character.size() == 1 && c >= 'a' && c <= 'z')
            plain.push_back(static_cast<char>(c - 'a' + 'A'));
        else
            plain.append(character);
    }
    return plain;
}

// A new-energy serial has six characters, with D or F at its head (small vehicles) or its end (large ones).
bool is_new_energy_serial(std::string_view serial) {
    constexpr std::string_view marks = "DF";
    return serial.size() == 6 && (marks.find(serial.front()) != std::string_view::npos ||
                                  marks.find(serial.back()) != std::string_view::npos);
}

// Does text without a province begin with the letter of a city, or with the serial itself?
bool names_its_city(std::string_view text, std::string_view home) {
    if (!is_letter(text.front()) || text.size() < 6) return false;
    if (text.size() > 6 || text.front() == home.back()) return true;
    return !is_new_energy_serial(text);
}

std::string with_province(std::string_view text, std::string_view home) {
    if (text.empty() || is_hanzi(first_character(text))) return std::string{text};
    const auto prefix = names_its_city(text, home) ? first_character(home) : home;
    return std::string{prefix} + std::string{text};
}

void replace_letter_o(std::string& plate) {
    const std::size_t serial = std::min(first_character(plate).size() + 1, plate.size());
    std::replace(plate.begin() + static_cast<std::ptrdiff_t>(serial), plate.end(), 'O', '0');
}

// Province, city, 4 to 6 more, of which the last may be 学, 挂, 警 …; tractors carry two digits for the city.
bool is_plate(std::string_view text) {
    const std::size_t length = count_characters(text);
    if (length < 6 || length > 9 || !is_hanzi(first_character(text))) return false;
    std::string_view rest = text.substr(first_character(text).size());
    if (const std::string_view tail = rest.substr(rest.size() - std::min<std::size_t>(3, rest.size()));
        is_hanzi(tail))
        rest.remove_suffix(tail.size());
    constexpr auto least_digits = 2;
    return std::all_of(rest.begin(), rest.end(), [](char c) { return is_letter(c) || is_digit(c); }) &&
           std::count_if(rest.begin(), rest.end(), is_digit) >= least_digits;
}

constexpr std::string_view not_read = "?";
constexpr std::size_t shortest_whole = 7;  // province, city, five
constexpr std::size_t longest_plate = 9;
constexpr int least_read = 3;  // fewer are on half the county's plates

// Enough of a serial to lead somewhere. Of its five characters at most two are letters: three have a digit.
bool is_part(std::string_view text) {
    if (count_characters(text) > longest_plate) return false;
    if (is_hanzi(first_character(text))) {
        text.remove_prefix(first_character(text).size());
        if (!text.empty() && is_letter(text.front())) text.remove_prefix(1);
    }
    if (text.size() >= 3 && is_hanzi(text.substr(text.size() - 3))) text.remove_suffix(3);
    const auto is_read = [](char c) { return is_letter(c) || is_digit(c); };
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return is_read(c) || c == not_read.front(); }) &&
           std::count_if(text.begin(), text.end(), is_read) >= least_read &&
           std::any_of(text.begin(), text.end(), is_digit);
}

bool begins_as(std::string_view plate, std::string_view part) {
    for (; !part.empty() && !plate.empty();) {
        const auto wanted = first_character(part), found = first_character(plate);
        if (wanted != not_read && wanted != found) return false;
        part.remove_prefix(wanted.size());
        plate.remove_prefix(found.size());
    }
    return part.empty();
}

}  // namespace

std::string_view colour_name(PlateColour colour) { return row_of(colour).name; }
std::string_view colour_name_zh(PlateColour colour) { return row_of(colour).name_zh; }

std::optional<PlateColour> parse_colour(std::string_view name) {
    for (const ColourRow& row : colours)
        if (row.name == name || row.name_zh == name) return row.colour;
    return std::nullopt;
}

std::optional<PlateColour> colour_of_code(unsigned wire_code) {
    for (const ColourRow& row : colours)
        if (static_cast<unsigned>(row.colour) == wire_code) return row.colour;
    return std::nullopt;
}

std::string normalise_plate_prefix(std::string_view text, std::string_view home) {
    std::string plate = with_province(without_decoration(text), home);
    replace_letter_o(plate);
    return plate;
}

Result<std::string> normalise_plate(std::string_view text, std::string_view home) {
    std::string plate = normalise_plate_prefix(text, home);
    if (!is_plate(plate)) return Error{ErrorCode::malformed, "plate: not a number plate"};
    return plate;
}

Result<std::string> normalise_plate_part(std::string_view text, std::string_view home) {
    std::string part = without_decoration(text);
    if (!is_part(part)) return Error{ErrorCode::malformed, "plate: too little of a number plate"};
    const auto whole = normalise_plate(part, home);
    if (whole && count_characters(*whole) >= shortest_whole)
        return Error{ErrorCode::malformed, "plate: this is a whole number plate"};
    if (is_hanzi(first_character(part)))
        replace_letter_o(part);
    else
        std::replace(part.begin(), part.end(), 'O', '0');
    return part;
}

bool plate_holds(std::string_view plate, std::string_view part) {
    if (is_hanzi(first_character(part))) return begins_as(plate, part);
    for (; !plate.empty(); plate.remove_prefix(first_character(plate).size()))
        if (begins_as(plate, part)) return true;
    return false;
}

std::string display_plate(std::string_view normalised) {
    const std::size_t city = first_character(normalised).size();
    if (normalised.size() < city + 2 || !is_hanzi(first_character(normalised)) ||
        !is_letter(normalised[city]))
        return std::string{normalised};
    return std::string{normalised.substr(0, city + 1)} + "·" + std::string{normalised.substr(city + 1)};
}

}  // namespace husong::registry
