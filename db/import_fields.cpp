#include "db/import_fields.hpp"

#include "server/registry/plate_shape.hpp"

#include <fmt/core.h>

namespace husong::db {

std::string vehicle_key(const registry::Plate& plate) {
    return fmt::format("{}/{}", plate.text, registry::colour_name(plate.colour));
}

std::string reason_not(std::string_view text, std::string_view what) {
    constexpr std::size_t shown = 40;  // bytes; a cell may hold anything
    std::size_t end = std::min(text.size(), shown);
    while (end < text.size() && end > 0 && (text[end] & 0xC0) == 0x80) --end;  // not inside a character
    return fmt::format("'{}{}' is not {}", text.substr(0, end), end < text.size() ? "…" : "", what);
}

std::optional<bool> parse_yes_no(std::string_view text) {
    if (text == "yes" || text == "是") return true;
    if (text == "no" || text == "否") return false;
    return std::nullopt;
}

std::string read_first_day(std::string_view text, Time& valid_from) {
    const auto date = parse_date(text);
    if (!date) return reason_not(text, "a date like 2026-09-01");
    valid_from = china_midnight(*date);
    return {};
}

std::string read_last_day(std::string_view text, Time& valid_until) {
    const auto date = parse_date(text);
    if (!date) return reason_not(text, "a date like 2026-09-01");
    valid_until = china_midnight(*date) + std::chrono::days{1};
    return {};
}

std::string read_plate(std::string_view text, registry::Plate& plate) {
    auto normalised = registry::normalise_plate(text);
    if (!normalised) return reason_not(text, "a number plate");
    if (const auto flaw = registry::plate_flaw(*normalised); !flaw.empty())
        return fmt::format("{}: {}", reason_not(text, "a number plate"), flaw);
    plate.text = std::move(*normalised);
    return {};
}

std::string read_colour(std::string_view text, registry::Plate& plate) {
    const auto colour = registry::parse_colour(text);
    if (!colour) return reason_not(text, "a plate colour");
    plate.colour = registry::colour_group(*colour);
    return {};
}

std::string parse_whole(std::string_view text, int least, int most, int& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size() && value >= least && value <= most)
        return {};
    return reason_not(text, fmt::format("a whole number from {} to {}", least, most));
}

}  // namespace husong::db
