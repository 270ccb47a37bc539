// A term's coordinated holidays over the API's fixture: one school, one line, two vehicles, a submitted plan.
#pragma once

#include "server/coordination/plan.hpp"
#include "server/holidays/publication.hpp"
#include "tests/http/gate_fixture.hpp"

namespace husong::http::test {

using coordination::Minutes;
using coordination::Way;

inline const coordination::Day friday = std::chrono::sys_days{std::chrono::year{2026} / 9 / 4};

// The school of the fixture goes home on Friday and comes back on Sunday; it wished to go on Thursday, and
// the bureau has pinned Friday.
inline coordination::Case case_of_friday() {
    coordination::Case made;
    made.term = "2026-2027-1";
    made.first = friday - std::chrono::days{4};
    made.days.assign(14, {});
    for (auto& day : made.days) day.posts = 1;
    coordination::School school;
    school.code = "S1";
    school.name = "松岭镇初中";
    school.stages = only(coordination::Stage::junior_high);
    school.gate = {40.77, 118.17};
    made.schools = {school};
    made.lines = {{"L7", 0, {{"柳湾站", {40.9, 118.17}, 40min, 32}}}};
    made.vehicles = {{"冀H00318", 43, coordination::every_stage, "D1", {}},
                     {"冀H00999", 43, coordination::every_stage, "D9", {}}};
    coordination::Break of{0, 1, coordination::Leg{}, coordination::Leg{}};
    of.home->wish = {friday - std::chrono::days{1}, 15h};
    of.back->wish = {friday + std::chrono::days{2}, 17h};
    of.home->pinned = {friday, 15h};
    of.home->shift_days = of.back->shift_days = 2;
    made.breaks = {of};
    return made;
}

inline coordination::Run run_of_friday(Minutes at_gate) {
    return {.line = 0,
            .loads = {{0, 32}},
            .riders = 32,
            .seats = 43,
            .way = 40min,
            .at_gate = at_gate,
            .vehicle = 0,
            .stand = {}};
}

class HolidayPlans : public Gate {
protected:
    HolidayPlans() {
        registry::RegistryRows rows;
        const std::chrono::year year{2026};
        rows.terms = {{.value = {"2026-2027-1", year / 9 / 1, std::chrono::year{2027} / 1 / 22}}};
        put(rows);
        submit();
    }

    static coordination::Plan plan_of_friday() {
        coordination::Plan plan;
        plan.legs = {{0, Way::home, {friday, 15h}, {run_of_friday(15h)}},
                     {0, Way::back, {friday + std::chrono::days{2}, 17h}, {run_of_friday(17h)}}};
        plan.peak_vehicles = 1;
        return plan;
    }
    void submit(const coordination::Plan& plan = plan_of_friday(),
                const coordination::Case& of = case_of_friday()) {
        const auto made = holidays::submission_of(to_json(of), to_json(plan, of));
        ASSERT_TRUE(made) << made.error().what;
        store_->admin().value()->put_holiday_plan(*made, {.who = "教育局 王某", .at = now()}, {}).value();
    }
    Response step(const std::string& act, const std::string& reason = "") {
        return post("/api/v1/holiday-plans/1/steps",
                    R"({"act":")" + act + R"(","reason":")" + reason + R"("})");
    }
    void agree() {
        for (const access::Role role : {access::Role::police, access::Role::transport}) {
            sign_in_as(role);
            ASSERT_EQ(step("agreed").status, 201U);
        }
        sign_in_as(access::Role::bureau);
    }
};

}  // namespace husong::http::test
