#include "server/live/audience.hpp"

#include <string_view>

namespace husong::live {

namespace {

// The letters of Rule::audience that a role answers to. The school's head signs in at its gate.
std::string_view letters_of(access::Role role) {
    using access::Role;
    switch (role) {
        case Role::police: return "P";
        case Role::transport: return "T";
        case Role::bureau: return "B";
        case Role::gate: return "SG";
        case Role::operator_staff: return "O";
        case Role::driver: return "D";
        case Role::escort: return "E";
        case Role::patrol:
        case Role::hotline:
        case Role::class_teacher:
        case Role::device: break;
    }
    return "";
}

}  // namespace

bool concerns(rules::RuleId rule, access::Role reader) {
    return rules::rule_of(rule).audience.find_first_of(letters_of(reader)) != std::string_view::npos;
}

}  // namespace husong::live
