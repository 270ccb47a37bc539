#include "server/registry/vehicle_names.hpp"

#include <gtest/gtest.h>

namespace husong::registry {
namespace {

TEST(VehicleNames, EveryLetterOfTheLicenceHasItsName) {
    for (char letter = 'A'; letter <= 'U'; ++letter) EXPECT_FALSE(use_nature_zh(letter).empty()) << letter;
    EXPECT_EQ(use_nature_zh('S'), "中小学生校车");
    EXPECT_EQ(use_nature_zh('A'), "非营运");
    EXPECT_EQ(use_nature_zh('Z'), "");
}

TEST(VehicleNames, ClassesAndStatesAreNamedAsOnTheForms) {
    EXPECT_EQ(class_name_zh(VehicleClass::large), "大型客车");
    EXPECT_EQ(class_name_zh(VehicleClass::motorcycle), "摩托车");
    EXPECT_EQ(status_name(VehicleStatus::banned), "banned");
    EXPECT_EQ(status_name_zh(VehicleStatus::active), "在用");
}

}  // namespace
}  // namespace husong::registry
