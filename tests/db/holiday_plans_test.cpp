// A term's coordinated plan in the store: its texts, its steps, and the departures of its publication.
#include "tests/db/temporary_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

using registry::HolidayAct;
using registry::HolidayStep;
using registry::Party;

const Time monday = parse_time("2026-08-24T09:00:00+08:00").value();

class StoredPlans : public ::testing::Test {
protected:
    static AuditEntry audit(std::string action) {
        AuditEntry entry;
        entry.at = monday;
        entry.action = std::move(action);
        return entry;
    }
    std::int64_t submit(const std::string& term = "2026-2027-1") {
        return db_.admin
            ->put_holiday_plan({{.term = term, .peak_vehicles = 46}, "{\"term\": 1}", "{\"legs\": []}"},
                               {.who = "教育局 王某", .at = monday}, audit("submit"))
            .value();
    }
    // Of the register as it is.
    Result<> take(std::int64_t plan, HolidayAct act, Party party, registry::RegistryRows runs = {}) {
        runs.version = db_.writer->registry_version().value();
        return take_as_made(plan, act, party, runs);
    }
    Result<> take_as_made(std::int64_t plan, HolidayAct act, Party party,
                          const registry::RegistryRows& runs) {
        return db_.admin->take_holiday_step({plan, act, party, "某人", "", monday}, runs, audit("step"));
    }
    void agree(std::int64_t plan) {
        for (const Party party : registry::answering) take(plan, HolidayAct::agreed, party).value();
    }
    [[nodiscard]] std::int64_t audited() const { return db_.number("SELECT count(*) FROM audit"); }
    registry::RegistryRows one_departure() {
        registry::RegistryRows rows;
        registry::Departure run{.code = "2026-2027-1/S1/3H/L7/1", .school = "S1", .line = "L7"};
        run.leaves_at = parse_time("2026-09-11T15:00:00+08:00").value();
        run.vehicle = db_.vehicle();
        run.seats = 43;
        rows.departures.push_back({.value = run});
        return rows;
    }
    TemporaryStore db_;
};

TEST_F(StoredPlans, KeepsTextsAndSteps) {
    const auto number = submit();
    agree(number);
    const auto plan = db_.reader->holiday_plan(number).value();
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->head.term, "2026-2027-1");
    EXPECT_EQ(plan->head.peak_vehicles, 46);
    EXPECT_EQ(plan->question, "{\"term\": 1}");
    EXPECT_EQ(plan->answer, "{\"legs\": []}");
    ASSERT_EQ(plan->head.steps.size(), 3U);
    EXPECT_EQ(plan->head.steps[0].who, "教育局 王某");
    EXPECT_EQ(plan->head.steps[0].at, monday);
    EXPECT_EQ(plan->head.steps[2].party, Party::transport);
    EXPECT_FALSE(db_.reader->holiday_plan(number + 1).value());
}

TEST_F(StoredPlans, PublicationAndDeparturesAreOneStep) {
    const auto number = submit();
    const auto runs = one_departure();
    EXPECT_FALSE(take(number, HolidayAct::published, Party::bureau, runs)) << "nobody has agreed";
    EXPECT_TRUE(db_.reader->load_registry().value().departures.empty());
    agree(number);
    const auto version = db_.writer->registry_version().value();
    EXPECT_TRUE(take(number, HolidayAct::published, Party::bureau, runs));
    EXPECT_EQ(db_.reader->load_registry().value().departures.size(), 1U);
    EXPECT_GT(db_.writer->registry_version().value(), version) << "the server reads the register again";
    EXPECT_EQ(take(number, HolidayAct::published, Party::bureau, runs).error().code, ErrorCode::conflict);
}

TEST_F(StoredPlans, WhatThePersonFailedToDoIsNotOnRecord) {
    const auto number = submit();
    EXPECT_EQ(audited(), 1);
    EXPECT_FALSE(take(number, HolidayAct::published, Party::bureau));
    EXPECT_EQ(audited(), 1);
    take(number, HolidayAct::agreed, Party::police).value();
    EXPECT_EQ(audited(), 2);
}

TEST_F(StoredPlans, WorkThatFailsInATransactionIsTakenBackAlone) {
    const auto kept = submit();
    db_.write([&](Writer& writer) {
        writer.put(audit("before")).value();
        const auto failed = writer.attempt([&]() -> Result<> {
            writer.put_holiday_plan({{.term = "T"}, "{}", "{}"}, {.who = "某人", .at = monday}).value();
            return Error{ErrorCode::conflict, "on second thoughts"};
        });
        EXPECT_EQ(failed.error().what, "on second thoughts");
        EXPECT_TRUE(writer.attempt([&] { return writer.put(audit("after")); }));
    });
    ASSERT_EQ(db_.reader->holiday_plans().value().size(), 1U);
    EXPECT_EQ(db_.reader->holiday_plans().value().front().number, kept);
    EXPECT_EQ(audited(), 3);
}

TEST_F(StoredPlans, TheWriterDoesTheSameInItsTransaction) {
    const auto number = submit();
    agree(number);
    auto runs = one_departure();
    runs.version = db_.writer->registry_version().value();
    db_.write([&](Writer& writer) {
        writer.take_holiday_step({number, HolidayAct::published, Party::bureau, "某人", "", monday}, runs)
            .value();
    });
    EXPECT_EQ(db_.reader->load_registry().value().departures.size(), 1U);
    EXPECT_TRUE(db_.reader->holiday_plan(number).value()->head.has(HolidayAct::published));
}

TEST_F(StoredPlans, AnOlderPlanDoesNotTakeTheNewerOnesPlace) {
    const auto older = submit(), other_term = submit("2026-2027-2"), newer = submit();
    for (const auto number : {older, other_term, newer}) agree(number);
    take(newer, HolidayAct::published, Party::bureau).value();
    const auto refused = take(older, HolidayAct::published, Party::bureau);
    EXPECT_THAT(refused.error().what, ::testing::HasSubstr("newer and published"));
    EXPECT_TRUE(take(other_term, HolidayAct::published, Party::bureau));
}

TEST_F(StoredPlans, WhatWasMadeOfAnOlderRegisterIsNotPublished) {
    const auto number = submit();
    agree(number);
    auto runs = one_departure();
    runs.version = db_.writer->registry_version().value();
    registry::RegistryRows told;
    told.escorts = {{.value = {"E1", "照管员A", "", {}, {}}}};
    db_.admin->put_rows(told, monday).value();
    const auto refused = take_as_made(number, HolidayAct::published, Party::bureau, runs);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_THAT(refused.error().what, ::testing::StartsWith("the register has changed"));
    EXPECT_TRUE(db_.reader->load_registry().value().departures.empty());
    EXPECT_FALSE(db_.reader->holiday_plan(number).value()->head.has(HolidayAct::published));
    EXPECT_TRUE(take(number, HolidayAct::published, Party::bureau, runs)) << "made of it as it is now";
}

TEST_F(StoredPlans, WhoTakesARunOverIsPublishedWithIt) {
    const auto number = submit();
    agree(number);
    auto runs = one_departure();
    runs.reliefs = {{.value = {.run = "2026-2027-1/S1/3H/L7/1",
                               .vehicle = db_.vehicle("冀H00419"),
                               .driver = "",
                               .escort = "",
                               .note = "停在途中"},
                     .valid_from = parse_time("2026-09-11T15:40:00+08:00").value()}};
    ASSERT_TRUE(take(number, HolidayAct::published, Party::bureau, runs));
    EXPECT_EQ(db_.reader->load_registry().value().reliefs.size(), 1U);
}

TEST_F(StoredPlans, AStepOfNoPlanIsRefused) {
    EXPECT_EQ(take(7, HolidayAct::agreed, Party::police).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace husong::db::testing
