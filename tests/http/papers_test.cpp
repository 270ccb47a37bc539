// Findings that rest on the register alone: who is told of them, and where.
#include "tests/http/gate_fixture.hpp"

namespace husong::http {
namespace {

using access::Role;
using husong::test::year_begin;
using rules::RuleId;
using test::at;

// Of the operator OP1: the bus 冀H00318, whose plate outlasts its permit (VL-03: B, O) and which is recorded
// as small (VL-10: B, P); its driver D1 on the plate, who is over 60 (DR-03: B, P, O).
class Papers : public test::Gate {
protected:
    Papers() {
        registry::RegistryRows rows = county_.rows();
        auto& bus = rows.vehicles.front().value;
        bus.operator_code = "OP1";
        bus.vehicle_class = registry::VehicleClass::small;
        rows.operators = {
            {.value = {"OP1", "松岭护苗校车服务公司", "school_bus_company"}, .valid_from = year_begin}};
        rows.school_bus_plates.front().value.driver_codes = {"D1"};
        rows.school_bus_plates.front().valid_until = *parse_time("2027-01-01T00:00:00+08:00");
        rows.permits.front().valid_until = *parse_time("2026-12-01T00:00:00+08:00");
        rows.drivers = {driver_};
        put(rows);
        tell({});
    }
    registry::Versioned<registry::Driver> driver_{.value = {.code = "D1",
                                                            .name = "张某",
                                                            .licence_class = "A1",
                                                            .birth_on = *parse_date("1960-03-05"),
                                                            .qualified_until = end_of_time,
                                                            .operator_code = "OP1"},
                                                  .valid_from = year_begin};
    std::vector<std::string> listed(const std::string& path, const std::string& under) {
        const Response answer = get(path);
        std::vector<std::string> rules;
        const auto findings = at(answer, under);
        for (const auto& finding : findings.as_array()) rules.emplace_back(finding.at("rule").as_string());
        std::ranges::sort(rules);
        return rules;
    }
    FindingId id_of(RuleId rule) {
        db::FindingQuery query;
        query.rule = rule;
        const auto found = store_->reader().value()->findings(query).value();
        return found.empty() ? FindingId{} : found.front().head.id;
    }
    unsigned status_of(RuleId rule) {
        return get("/api/v1/findings/" + std::to_string(id_of(rule).value)).status;
    }
};

using Rules = std::vector<std::string>;

TEST_F(Papers, ThePoliceListHasThoseOfVehiclesWhoseRuleIsForThePolice) {
    ASSERT_TRUE(id_of(RuleId::dr_03));
    ASSERT_TRUE(id_of(RuleId::vl_03));
    sign_in_as(Role::police);
    EXPECT_EQ(listed("/api/v1/findings", "findings"), Rules{"VL-10"});
    EXPECT_EQ(at(get("/api/v1/findings"), "counts.all"), 1);
    EXPECT_EQ(listed("/api/v1/vehicles/冀H00318", "findings"), Rules{"VL-10"});
    EXPECT_EQ(status_of(RuleId::vl_10), 200U);
    EXPECT_EQ(status_of(RuleId::vl_03), 404U);
    EXPECT_EQ(status_of(RuleId::dr_03), 404U) << "of no vehicle";
}

TEST_F(Papers, TheBureausListHasThoseOfVehiclesWithWhatIsWrong) {
    sign_in_as(Role::bureau);
    EXPECT_EQ(listed("/api/v1/findings", "findings"), (Rules{"VL-03", "VL-10"}));
    const Response answer = get("/api/v1/findings", "rule=VL-03");
    EXPECT_EQ(at(answer, "findings.0.headline"), "标牌与检验、许可期限不一致");
    EXPECT_EQ(at(answer, "findings.0.detail"), "标牌至 2026-12-31，晚于使用许可的 2026-11-30");
}

TEST_F(Papers, TheBureausPageTellsAllByRuleTheWorstFirst) {
    sign_in_as(Role::bureau);
    const Response page = get("/b");
    EXPECT_TRUE(says(page, "证照和计划 <span class=\"mut\">3 个问题未了结"));
    EXPECT_TRUE(says(page, "驾驶人 张某"));
    EXPECT_TRUE(says(page, "登记核载 45 人，小型车最多 9 人"));
    const std::string text{page.text()};
    EXPECT_LT(text.find("驾驶人年龄不符"), text.find("核载登记不一致"));
    EXPECT_LT(text.find("核载登记不一致"), text.find("标牌与检验、许可期限不一致"));
    EXPECT_TRUE(says(page, "没有未了结的问题")) << "none on the road";
}

TEST_F(Papers, ThePolicesViewOfThatPageHasTheirsOnly) {
    sign_in_as(Role::police);
    const Response page = get("/b");
    EXPECT_TRUE(says(page, "核载登记不一致"));
    EXPECT_FALSE(says(page, "标牌与检验、许可期限不一致"));
    sign_in_as(Role::transport);
    EXPECT_FALSE(says(get("/b"), "证照和计划")) << "it reads no findings";
}

TEST_F(Papers, AnOperatorSeesToItsOwn) {
    sign_in_as(Role::operator_staff, "OP1");
    const Response page = get("/o");
    EXPECT_TRUE(says(page, "驾驶人年龄不符："));
    EXPECT_TRUE(says(page, "标牌与检验、许可期限不一致："));
    EXPECT_FALSE(says(page, "核载登记不一致")) << "the police's and the bureau's";
    registry::RegistryRows rows;
    rows.operators = {{.value = {"OP2", "云山公路客运公司", "passenger_company"}, .valid_from = year_begin}};
    put(rows);
    sign_in_as(Role::operator_staff, "OP2");
    EXPECT_FALSE(says(get("/o"), "驾驶人年龄不符"));
}

// The permit ends earlier still (VL-03 is told anew), another bus is recorded as small (VL-10), and the
// driver is older than was thought (DR-03).
TEST_F(Papers, LiveEventsGoToWhoseBusinessTheyAre) {
    const auto told = [&](live::Topic topic, std::string_view what) {
        const live::News news =
            hub().after(topic, static_cast<std::uint64_t>(to_millis(services().started_at)), 100);
        return std::ranges::any_of(news.events, [&](const live::Event& event) {
            return event.data->find(what) != std::string::npos;
        });
    };
    registry::RegistryRows edit, known = county_.rows();
    edit.permits = {known.permits.front()};
    edit.permits.front().valid_until = *parse_time("2026-11-01T00:00:00+08:00");
    edit.vehicles = {known.vehicles.at(1)};
    edit.vehicles.front().value.vehicle_class = registry::VehicleClass::small;
    edit.drivers = {driver_};
    edit.drivers.front().value.birth_on = *parse_date("1959-03-05");
    store_->admin().value()->put_rows(edit, now()).value();
    pass(1s);
    tell({});
    wait_until([&] {
        return told(live::Topic::office_findings, "2026-10-31") &&
               told(live::Topic::office_findings, "冀H00419");
    });
    for (const live::Topic topic : live::all_topics) EXPECT_FALSE(told(topic, "DR-03")) << "of no vehicle";
    EXPECT_FALSE(told(live::Topic::police_findings, "VL-03"));
    wait_until([&] { return told(live::Topic::police_findings, "冀H00419"); });
}

}  // namespace
}  // namespace husong::http
