// The ways in which pupils come and go (学生交通情况登记): files, the class teacher's form and the sums of
// school and bureau walk this one table.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace husong::registry {

// What may be said of a way by itself; who told it is believed in any case, and it is kept.
enum class TravelStanding : std::uint8_t {
    allowed,
    forbidden,  // 非营运车, 拼车, 三轮车 …: the family is talked to (work plan 4)
    untold,     // nobody knows
};

struct TravelMode {
    std::string_view code;  // as in files and store
    std::string_view name_zh;
    bool by_line = false;  // may name a line; a school bus must
    TravelStanding standing = TravelStanding::allowed;
};

// In the order in which the form shows them.
inline constexpr std::array travel_modes{
    TravelMode{"walk", "步行"},
    TravelMode{"guardian", "家长接送"},
    TravelMode{"school_bus", "校车", true},
    TravelMode{"city_bus", "公交"},
    TravelMode{"line_coach", "班线客车", true},
    TravelMode{"charter", "包车", true},
    TravelMode{"bicycle", "自行车"},
    TravelMode{"e_bike", "电动自行车"},
    TravelMode{"shared", "拼车", false, TravelStanding::forbidden},
    TravelMode{"non_commercial", "非营运车", false, TravelStanding::forbidden},
    TravelMode{"banned", "三轮、农用、货车、摩托", false, TravelStanding::forbidden},
    TravelMode{"unknown", "不详", false, TravelStanding::untold},
};

// nullptr: there is no such way.
constexpr const TravelMode* travel_mode(std::string_view code) {
    const auto* found = std::ranges::find(travel_modes, code, &TravelMode::code);
    return found == travel_modes.end() ? nullptr : found;
}

constexpr bool goes_by_line(std::string_view mode) {
    const TravelMode* known = travel_mode(mode);
    return known && known->by_line;
}

}  // namespace husong::registry
