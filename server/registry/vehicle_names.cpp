#include "server/registry/vehicle_names.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace husong::registry {

namespace {

struct UseNature {
    char letter;
    std::string_view name_zh;
};

// GA 24.3.
constexpr UseNature use_natures[] = {
    {'A', "非营运"},       {'B', "公路客运"},   {'C', "公交客运"},     {'D', "出租客运"},
    {'E', "旅游客运"},     {'F', "货运"},       {'G', "租赁"},         {'H', "警用"},
    {'I', "消防"},         {'J', "救护"},       {'K', "工程救险"},     {'L', "营转非"},
    {'M', "出租转非"},     {'N', "教练"},       {'O', "幼儿校车"},     {'P', "小学生校车"},
    {'Q', "初中生校车"},   {'R', "危化品运输"}, {'S', "中小学生校车"}, {'T', "预约出租客运"},
    {'U', "预约出租转非"},
};

constexpr std::array<std::string_view, 8> classes{"大型客车", "中型客车", "小型客车", "微型客车",
                                                  "货车",     "三轮汽车", "拖拉机",   "摩托车"};

struct StatusRow {
    std::string_view name;
    std::string_view name_zh;
};
constexpr std::array<StatusRow, 4> statuses{
    {{"active", "在用"}, {"stopped", "停用"}, {"retired", "已退出"}, {"banned", "禁用"}}};

}  // namespace

std::string_view use_nature_zh(char use_nature) {
    const auto* row =
        std::find_if(std::begin(use_natures), std::end(use_natures),
                     [&](const UseNature& candidate) { return candidate.letter == use_nature; });
    return row == std::end(use_natures) ? std::string_view{} : row->name_zh;
}

bool is_non_commercial(char use_nature) {
    return std::string_view{"ALMGN"}.find(use_nature) != std::string_view::npos;
}

std::string_view class_name_zh(VehicleClass vehicle_class) {
    return classes.at(static_cast<std::size_t>(vehicle_class));
}
std::string_view status_name(VehicleStatus status) {
    return statuses.at(static_cast<std::size_t>(status)).name;
}
std::string_view status_name_zh(VehicleStatus status) {
    return statuses.at(static_cast<std::size_t>(status)).name_zh;
}

}  // namespace husong::registry
