#include "server/registry/plate_shape.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace husong::registry {

namespace {

constexpr std::string_view provinces = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";
constexpr std::string_view last_characters = "学挂警领港澳使试超";
constexpr std::size_t hanzi_bytes = 3;
constexpr std::size_t usual_serial = 5;
constexpr std::size_t new_energy_serial = 6;
constexpr std::string_view new_energy_marks = "ABCDEFGHJK";  // at the serial's head, or its end

bool is_one_of(std::string_view hanzi, std::string_view list) {
    for (std::size_t at = 0; at < list.size(); at += hanzi_bytes)
        if (list.substr(at, hanzi_bytes) == hanzi) return true;
    return false;
}

bool is_mark(char c) { return new_energy_marks.find(c) != std::string_view::npos; }

// A plate cut into what names the authority and what is counted up by it.
struct Parts {
    std::string_view province;
    std::string_view city;    // a letter; of tractors two digits
    std::string_view serial;  // without its last character when that is 学, 挂 …
    std::string_view last;
    [[nodiscard]] std::size_t serial_length() const { return serial.size() + (last.empty() ? 0 : 1); }
};

Parts parts_of(std::string_view plate) {
    Parts parts;
    parts.province = plate.substr(0, hanzi_bytes);
    std::string_view rest = plate.substr(std::min(hanzi_bytes, plate.size()));
    const bool tractor = rest.size() >= 2 && is_digit(rest[0]) && is_digit(rest[1]);
    parts.city = rest.substr(0, tractor ? 2 : 1);
    parts.serial = rest.substr(parts.city.size());
    const std::size_t last =
        std::min(parts.serial.find_first_of("\xE4\xE5\xE6\xE7\xE8\xE9"), parts.serial.size());
    parts.last = parts.serial.substr(last);
    parts.serial = parts.serial.substr(0, last);
    return parts;
}

bool is_tractor(const Parts& parts) { return parts.city.size() == 2; }

}  // namespace

std::string plate_flaw(std::string_view normalised) {
    const Parts parts = parts_of(normalised);
    if (!is_one_of(parts.province, provinces)) return fmt::format("'{}' is no province", parts.province);
    if (is_digit(parts.city.empty() ? '0' : parts.city[0]) && !is_tractor(parts))
        return fmt::format("after {} the letter of the city is missing", parts.province);
    if (!parts.last.empty() && !is_one_of(parts.last, last_characters))
        return fmt::format("'{}' ends no plate", parts.last);
    if (parts.serial.find('I') != std::string_view::npos)
        return "the letter I stands in no plate; is it a 1?";
    const std::size_t length = parts.serial_length();
    if (length == usual_serial) return {};
    const std::string prefix = fmt::format("{}{}", parts.province, parts.city);
    if (length != new_energy_serial || is_tractor(parts))
        return fmt::format("{} characters after {}; a plate has 5 there, a new-energy one 6", length, prefix);
    if (is_mark(parts.serial.front()) || is_mark(parts.serial.back())) return {};
    return fmt::format(
        "6 characters after {} are a new-energy plate's, of which the first or last is one of A to K",
        prefix);
}

std::string colour_flaw(const Plate& plate) {
    const Parts parts = parts_of(plate.text);
    const bool green = plate.colour == PlateColour::green;
    const bool any = plate.colour == PlateColour::other || plate.colour == PlateColour::unplated;
    if (any || is_tractor(parts)) return {};
    const std::size_t wanted = green ? new_energy_serial : usual_serial;
    if (parts.serial_length() == wanted) return {};
    return fmt::format("{} characters after {}{}; a {} plate has {} there", parts.serial_length(),
                       parts.province, parts.city, colour_name(plate.colour), wanted);
}

}  // namespace husong::registry
