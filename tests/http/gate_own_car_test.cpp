// What a gate reads of a guardian's own car that it kept.
#include "tests/http/gate_fixture.hpp"

namespace husong::http::test {
namespace {

using GateOwnCar = Gate;

TEST_F(GateOwnCar, AGuardiansOwnCarThatIsKeptMayBringTheOwnChildrenAndNobodyElses) {
    registry::RegistryRows rows;
    registry::Pupil pupil;
    pupil.code = "A1";
    pupil.name = "学生A";
    registry::Guardian mother;
    mother.code = "G1";
    mother.pupil = "A1";
    mother.name = "王某";
    mother.vehicle = VehicleId{-9};
    rows.identities = {{{"冀H7K299", registry::PlateColour::blue}, mother.vehicle}};
    rows.pupils = {{.value = pupil}};
    rows.guardians = {{.value = mother}};
    put(rows);
    const auto keep = [&](const char* key, const char* pupils) {
        const Fields fields{{"act", "extra"},    {"key", key},       {"keeper", "张某"}, {"pin", pin},
                            {"plate", "h7k299"}, {"colour", "blue"}, {"pupils", pupils}};
        ASSERT_EQ(post_form("/g/extra", fields).status, 303U);
    };
    keep("key-of-extra-1", "1");
    const Response own = get("/g/v/%E5%86%80H7K299", "colour=blue");
    EXPECT_TRUE(says(own, "家长自家车，只可接送自家孩子（登记 1 名）"));
    EXPECT_FALSE(says(own, "学生A"));
    EXPECT_FALSE(says(own, "王某"));
    pass(1min);
    keep("key-of-extra-2", "4");
    EXPECT_TRUE(says(get("/g/v/%E5%86%80H7K299", "colour=blue"), "车上学生 4 名，登记的自家孩子 1 名"));
}

}  // namespace
}  // namespace husong::http::test
