#include "server/jt808/parameter_table.hpp"

#include "server/base/byte_writer.hpp"
#include "server/base/hex.hpp"
#include "server/jt808/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace husong::jt808 {

namespace {

constexpr auto parameter_rows = [] {
    using enum ParameterType;
    return std::to_array<ParameterRow>({
        {0x0001, dword, all_editions, false, "heartbeat_s"},
        {0x0002, dword, all_editions, false, "answer_timeout_s"},
        {0x0003, dword, all_editions, false, "retransmissions"},
        {0x0010, text, all_editions, true, "main_apn"},
        {0x0011, text, all_editions, true, "main_apn_user"},
        {0x0012, text, all_editions, true, "main_apn_password"},
        {0x0013, text, all_editions, true, "main_server"},
        {0x0014, text, all_editions, true, "backup_apn"},
        {0x0015, text, all_editions, true, "backup_apn_user"},
        {0x0016, text, all_editions, true, "backup_apn_password"},
        {0x0017, text, all_editions, true, "backup_server"},
        {0x0018, dword, until_2013, true, "tcp_port"},
        {0x0019, dword, until_2013, true, "udp_port"},
        {0x0020, dword, all_editions, false, "report_strategy"},
        {0x0021, dword, all_editions, false, "report_scheme"},
        {0x0022, dword, all_editions, false, "interval_no_driver_s"},
        {0x0027, dword, all_editions, false, "interval_sleeping_s"},
        {0x0028, dword, all_editions, false, "interval_emergency_s"},
        {0x0029, dword, all_editions, false, "interval_s"},
        {0x002C, dword, all_editions, false, "distance_m"},
        {0x0030, dword, all_editions, false, "corner_degrees"},
        {0x0031, word, since_2013, false, "fence_radius_m"},
        {0x0050, dword, all_editions, false, "alarm_mask"},
        {0x0055, dword, all_editions, false, "speed_limit_kmh"},
        {0x0056, dword, all_editions, false, "overspeed_s"},
        {0x0057, dword, all_editions, false, "driving_limit_s"},
        {0x0058, dword, all_editions, false, "daily_driving_s"},
        {0x0059, dword, all_editions, false, "least_rest_s"},
        {0x005A, dword, all_editions, false, "longest_stop_s"},
        {0x005B, word, since_2013, false, "overspeed_warning_kmh_x10"},
        {0x005C, word, since_2013, false, "fatigue_warning_s"},
        {0x007A, dword, all_editions, false, "video_alarm_mask"},
        {0x007B, two_bytes, all_editions, false, "approved_passengers"},
        {0x0080, dword, all_editions, false, "odometer_km_x10"},
        {0x0081, word, all_editions, false, "province"},
        {0x0082, word, all_editions, false, "city"},
        {0x0083, text, all_editions, false, "plate"},
        {0x0084, byte, all_editions, false, "plate_colour"},
        {0x0090, byte, since_2013, false, "gnss_mode"},
    });
}();
static_assert(std::ranges::is_sorted(parameter_rows, {}, &ParameterRow::id));

constexpr std::size_t width_of(ParameterType type) {
    using enum ParameterType;
    switch (type) {
        case byte: return 1;
        case word:
        case two_bytes: return 2;
        case dword: return 4;
        case text: break;
    }
    return 0;
}

Result<std::uint32_t> number_of(const ParameterRow& row, std::string_view told, std::size_t width) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(told.data(), told.data() + told.size(), value);
    const bool fits = width == 4 || value >> (8 * width) == 0;
    if (error != std::errc{} || end != told.data() + told.size() || !fits)
        return Error{ErrorCode::malformed,
                     fmt::format("{}: '{}' is no number of {} bytes", row.name, told, width)};
    return value;
}

}  // namespace

std::span<const ParameterRow> parameter_table() { return parameter_rows; }

const ParameterRow* find_parameter(std::uint32_t id) {
    const auto found = std::ranges::find(parameter_rows, id, &ParameterRow::id);
    return found == parameter_rows.end() ? nullptr : &*found;
}

const ParameterRow* find_parameter(std::string_view name) {
    const auto found = std::ranges::find(parameter_rows, name, &ParameterRow::name);
    return found == parameter_rows.end() ? nullptr : &*found;
}

Result<std::vector<std::uint8_t>> parameter_value(const ParameterRow& row, std::string_view told,
                                                  Edition edition) {
    constexpr std::size_t longest = 255;  // its length is one byte
    if (row.type == ParameterType::text) {
        std::vector<std::uint8_t> value = encode_text(told, edition);
        if (value.size() <= longest) return value;
        return Error{ErrorCode::malformed, fmt::format("{} is longer than {} bytes", row.name, longest)};
    }
    std::vector<std::uint8_t> value;
    ByteWriter to{value};
    if (row.type == ParameterType::two_bytes) {
        const std::size_t comma = std::min(told.find(','), told.size());
        const auto first = number_of(row, told.substr(0, comma), 1);
        const auto second = number_of(row, told.substr(std::min(comma + 1, told.size())), 1);
        if (!first) return first.error();
        if (!second) return second.error();
        to.u8(static_cast<std::uint8_t>(*first));
        to.u8(static_cast<std::uint8_t>(*second));
        return value;
    }
    const auto whole = number_of(row, told, width_of(row.type));
    if (!whole) return whole.error();
    to.number(*whole, width_of(row.type));
    return value;
}

std::string parameter_text(const ParameterRow& row, Bytes value) {
    if (row.type == ParameterType::text) return decode_text(value).utf8;
    if (value.size() != width_of(row.type)) return "0x" + to_hex(value);
    if (row.type == ParameterType::two_bytes) return fmt::format("{},{}", value[0], value[1]);
    std::uint32_t whole = 0;
    for (const std::uint8_t part : value) whole = whole << 8 | part;
    return std::to_string(whole);
}

}  // namespace husong::jt808
