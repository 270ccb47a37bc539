#include "server/access/account.hpp"

#include <array>
#include <utility>

namespace husong::access {

namespace {

constexpr std::array<std::pair<Role, std::string_view>, 11> role_names{{
    {Role::police, "police"},
    {Role::gate, "gate"},
    {Role::bureau, "bureau"},
    {Role::transport, "transport"},
    {Role::operator_staff, "operator_staff"},
    {Role::patrol, "patrol"},
    {Role::hotline, "hotline"},
    {Role::device, "device"},
    {Role::driver, "driver"},
    {Role::escort, "escort"},
    {Role::class_teacher, "class_teacher"},
}};

}  // namespace

std::string_view role_name(Role role) {
    for (const auto& [value, name] : role_names)
        if (value == role) return name;
    return "unknown";
}

std::optional<Role> parse_role(std::string_view name) {
    for (const auto& [value, text] : role_names)
        if (text == name) return value;
    return std::nullopt;
}

}  // namespace husong::access
