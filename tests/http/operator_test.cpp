// An operator's page: whose vehicles it shows, and what it says that has to be seen to.
#include "tests/http/gate_fixture.hpp"

namespace husong::http {
namespace {

using access::Role;
using test::header_of;

class Operator : public test::Gate {
protected:
    Operator() {
        registry::RegistryRows rows = county_.rows();
        for (auto& row : rows.vehicles) row.value.operator_code = "OP1";
        rows.operators = {{.value = {"OP1", "松岭护苗校车服务公司", "school_bus_company"},
                           .valid_from = husong::test::year_begin}};
        put(rows);
        sign_in_as(Role::operator_staff, "OP1");
    }
    // What stands in the list of matters, one after the other.
    std::vector<std::string> matters() {
        const std::string page{get("/o").text()};
        std::string list = page.substr(page.find("class=\"todo\""));
        list = list.substr(0, list.find("</ul>"));
        std::vector<std::string> all;
        for (auto at = list.find("<li>"); at != std::string::npos; at = list.find("<li>", at + 1))
            all.push_back(list.substr(at, list.find("</li>", at) - at));
        return all;
    }
};

TEST_F(Operator, SeesItsVehiclesRunsAndWhatForbidsThem) {
    const Response page = get("/o");
    EXPECT_EQ(page.status, 200U);
    EXPECT_TRUE(says(page, "冀H·00318"));
    EXPECT_TRUE(says(page, "16:22"));
    const auto list = matters();
    ASSERT_FALSE(list.empty());
    EXPECT_NE(list[0].find("不能载学生"), std::string::npos) << list[0];
    EXPECT_NE(list[0].find("冀H·00419"), std::string::npos) << list[0];
    EXPECT_FALSE(says(page, "/schedule/")) << "not for its role";
}

TEST_F(Operator, AnotherOnesVehiclesAreNotThere) {
    registry::RegistryRows rows;
    rows.operators = {
        {.value = {"OP2", "云山公路客运公司", "passenger_company"}, .valid_from = husong::test::year_begin}};
    put(rows);
    sign_in_as(Role::operator_staff, "OP2");
    const Response page = get("/o");
    EXPECT_EQ(page.status, 200U);
    EXPECT_TRUE(says(page, "云山公路客运公司"));
    EXPECT_FALSE(says(page, "冀H·00318"));
    EXPECT_TRUE(says(page, "还没有属于这家单位的车"));
}

TEST_F(Operator, TooManyAboardStandsOnTopAtOnce) {
    sign_in_as(Role::police);
    ASSERT_EQ(post("/api/v1/vehicles/冀H00318/recounts", R"({"pupils":45,"adults":2,"others":0,"at":null})",
                   "recount-1")
                  .status,
              201U);
    sign_in_as(Role::operator_staff, "OP1");
    const auto list = matters();
    const auto over = std::ranges::find_if(
        list, [](const std::string& each) { return each.find("超员 2 人") != std::string::npos; });
    ASSERT_NE(over, list.end());
    EXPECT_EQ(over, list.begin()) << "冀H00318 comes first by its plate";
}

TEST_F(Operator, WithoutAScopeOrOutOfTheRegisterThePageIsClosed) {
    sign_in_as(Role::operator_staff);
    EXPECT_EQ(get("/o").status, 403U);
    sign_in_as(Role::operator_staff, "OP9");
    EXPECT_EQ(get("/o").status, 403U);
}

TEST_F(Operator, NobodyElseOpensItAndItOpensNothingElse) {
    for (const char* path :
         {"/g", "/b", "/c", "/schedule/S1", "/api/v1/vehicles/冀H00318", "/api/v1/findings"})
        EXPECT_EQ(get(path).status, 403U) << path;
    for (const auto& [role, scope] : {std::pair{Role::gate, "S1"}, std::pair{Role::driver, "D1"},
                                      std::pair{Role::police, ""}, std::pair{Role::bureau, ""}}) {
        sign_in_as(role, scope);
        EXPECT_EQ(get("/o").status, 403U);
    }
    sign_out();
    EXPECT_EQ(header_of(get("/o"), "Location"), "/o/login");
}

TEST_F(Operator, SignsInByItsForm) {
    make_account("firm", Role::operator_staff, *access::hash_password("correct horse"), "OP1");
    make_account("driver1", Role::driver, *access::hash_password("correct horse"), "D1");
    sign_out();
    const auto landing = [&](const std::string& name) {
        return header_of(post_form("/o/login", {{"name", name}, {"password", "correct horse"}}), "Location");
    };
    EXPECT_EQ(landing("firm"), "/o");
    EXPECT_EQ(landing("driver1"), "/c");
}

}  // namespace
}  // namespace husong::http
