#include "server/live/audience.hpp"

#include <gtest/gtest.h>

#include <string>

namespace husong::live {
namespace {

using access::Role;
using rules::RuleId;

std::string readers_of(RuleId rule) {
    std::string names;
    for (const Role role :
         {Role::police, Role::gate, Role::bureau, Role::transport, Role::operator_staff, Role::patrol,
          Role::hotline, Role::device, Role::driver, Role::escort, Role::class_teacher})
        if (concerns(rule, role)) names += (names.empty() ? "" : ", ") + std::string{access::role_name(role)};
    return names;
}

TEST(Audience, OfARuleAreTheRolesItsLettersName) {
    EXPECT_EQ(readers_of(RuleId::ld_01), "police, gate, bureau, operator_staff, driver, escort");
    EXPECT_EQ(readers_of(RuleId::vl_03), "bureau, operator_staff");
    EXPECT_EQ(readers_of(RuleId::ga_08), "police, bureau");
    EXPECT_EQ(readers_of(RuleId::ld_08), "police, bureau, transport, operator_staff");
    EXPECT_EQ(readers_of(RuleId::vl_08), "gate, bureau, operator_staff")
        << "the school's head signs in at its gate";
}

}  // namespace
}  // namespace husong::live
