#include "server/access/permission.hpp"

#include <gtest/gtest.h>

namespace husong::access {
namespace {

TEST(Permission, PoliceMayCheckAVehicleCountItsPeopleAndReportASighting) {
    EXPECT_TRUE(may(Role::police, Resource::vehicle, Action::read));
    EXPECT_TRUE(may(Role::police, Resource::finding, Action::read));
    EXPECT_TRUE(may(Role::police, Resource::head_count, Action::create));
    EXPECT_TRUE(may(Role::police, Resource::sighting, Action::create));
}

TEST(Permission, TheGateChecksAndReportsButNeitherCountsAnyBusNorSeesWhereVehiclesAre) {
    EXPECT_TRUE(may(Role::gate, Resource::vehicle, Action::read));
    EXPECT_TRUE(may(Role::gate, Resource::sighting, Action::create));
    EXPECT_FALSE(may(Role::gate, Resource::head_count, Action::create));
    EXPECT_FALSE(may(Role::gate, Resource::position, Action::read));
    EXPECT_FALSE(may(Role::gate, Resource::finding, Action::read));
}

TEST(Permission, OnlyTheGateHasTheGatesList) {
    EXPECT_TRUE(may(Role::gate, Resource::gate_list, Action::read));
    EXPECT_TRUE(may(Role::gate, Resource::gate_list, Action::create));
    for (const Grant& grant : grants)
        EXPECT_TRUE(grant.resource != Resource::gate_list || grant.role == Role::gate);
}

TEST(Permission, PatrolsAndTheHotlineOnlyReportSightings) {
    for (const Role role : {Role::patrol, Role::hotline}) {
        EXPECT_TRUE(may(role, Resource::sighting, Action::create));
        EXPECT_FALSE(may(role, Resource::vehicle, Action::read));
        EXPECT_FALSE(may(role, Resource::head_count, Action::create));
    }
}

TEST(Permission, OnlyDevicesTellTelemetryAndTheyReadNothing) {
    for (const Grant& grant : grants) {
        EXPECT_FALSE(grant.resource == Resource::telemetry && grant.role != Role::device);
        EXPECT_FALSE(grant.role == Role::device && grant.action == Action::read);
    }
    EXPECT_TRUE(may(Role::device, Resource::telemetry, Action::create));
}

TEST(Permission, PupilsByNameAreTheirClassTeachersAndTheirSchools) {
    for (const Grant& grant : grants) {
        if (grant.resource == Resource::class_ways) EXPECT_EQ(grant.role, Role::class_teacher);
        if (grant.role == Role::class_teacher) EXPECT_EQ(grant.resource, Resource::class_ways);
        if (grant.resource == Resource::school_ways) EXPECT_EQ(grant.action, Action::read);
    }
    EXPECT_TRUE(may(Role::class_teacher, Resource::class_ways, Action::create));
    EXPECT_TRUE(may(Role::gate, Resource::school_ways, Action::read));
    EXPECT_TRUE(may(Role::bureau, Resource::school_ways, Action::read));
    EXPECT_FALSE(may(Role::police, Resource::school_ways, Action::read));
}

TEST(Permission, WhatIsNotGrantedIsRefused) {
    EXPECT_FALSE(may(Role::transport, Resource::finding, Action::read));
    EXPECT_FALSE(may(Role::operator_staff, Resource::vehicle, Action::read));
}

TEST(Roles, HaveNamesThatAreReadBack) {
    for (const auto role :
         {Role::police, Role::gate, Role::bureau, Role::transport, Role::operator_staff, Role::patrol,
          Role::hotline, Role::device, Role::driver, Role::escort, Role::class_teacher})
        EXPECT_EQ(parse_role(role_name(role)), role);
    EXPECT_EQ(role_name(Role::police), "police");
    EXPECT_FALSE(parse_role("root"));
}

}  // namespace
}  // namespace husong::access
