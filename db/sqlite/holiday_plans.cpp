#include "db/sqlite/holiday_plans.hpp"

#include "db/sqlite/identities.hpp"
#include "db/sqlite/registers.hpp"
#include "db/sqlite/rows.hpp"

#include <fmt/core.h>

#include <map>

namespace husong::db {

namespace {

using registry::HolidayAct;
using registry::HolidayPlan;
using registry::HolidayPlanHead;
using registry::HolidayStep;

HolidayPlanHead read_holiday_head(const Query& row) {
    return {.number = row.integer(0),
            .term = row.text(1),
            .unserved = row.number<int>(2),
            .peak_vehicles = row.number<int>(3),
            .steps = {}};
}

HolidayStep read_holiday_step(const Query& row) {
    return {.plan = row.integer(0),
            .act = static_cast<HolidayAct>(row.integer(1)),
            .party = static_cast<registry::Party>(row.integer(2)),
            .who = row.text(3),
            .reason = row.text(4),
            .at = row.time(5)};
}

Result<> insert_holiday_step(Connection& db, const HolidayStep& step) {
    auto insert = db.query(
        "INSERT INTO holiday_step (plan, act, party, who, reason, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    return insert.bind(1, step.plan)
        .bind(2, static_cast<std::int64_t>(step.act))
        .bind(3, static_cast<std::int64_t>(step.party))
        .bind(4, step.who)
        .bind(5, step.reason)
        .bind(6, step.at)
        .run();
}

Result<std::vector<HolidayStep>> steps_of(Connection& db, std::int64_t plan) {
    auto query =
        db.query("SELECT plan, act, party, who, reason, at FROM holiday_step WHERE plan = ?1 ORDER BY id");
    return all_rows(query.bind(1, plan), read_holiday_step);
}

// Without the texts, which may be megabytes: a step is taken on the writer's thread.
Result<std::optional<HolidayPlanHead>> head_of(Connection& db, std::int64_t number) {
    auto query = db.query("SELECT number, term, unserved, peak_vehicles FROM holiday_plan WHERE number = ?1");
    auto head = first_row(query.bind(1, number), read_holiday_head);
    if (!head || !*head) return head;
    auto steps = steps_of(db, number);
    if (!steps) return steps.error();
    (*head)->steps = std::move(*steps);
    return head;
}

// An older plan must not take the place of one that was made after it.
Result<> check_newest(Connection& db, const HolidayPlanHead& plan) {
    auto query = db.query(
        "SELECT max(number) FROM holiday_plan JOIN holiday_step ON plan = number WHERE term = ?1 AND act = "
        "?2");
    const auto newest =
        first_row(query.bind(1, plan.term).bind(2, static_cast<std::int64_t>(HolidayAct::published)),
                  [](const Query& row) { return row.is_null(0) ? 0 : row.integer(0); });
    if (!newest) return newest.error();
    return registry::check_newest(plan, newest->value_or(0));
}

// Between the reading of the register and this transaction somebody may have told another escort, vehicle or
// run: what was made of the older one would take that back.
Result<> check_register(Connection& db, std::int64_t made_of) {
    const auto version = registry_version(db);
    if (!version) return version.error();
    if (*version == made_of) return {};
    return Error{
        ErrorCode::conflict,
        fmt::format("the register has changed (version {}, the publication is made of {}); try again",
                    *version, made_of),
        "登记表刚刚变了，请再试一次"};
}

}  // namespace

Result<std::int64_t> put_holiday_plan(Connection& db, const HolidayPlan& plan,
                                      const HolidayStep& submission) {
    auto insert = db.query(
        "INSERT INTO holiday_plan (term, unserved, peak_vehicles, question, answer) VALUES (?1, ?2, ?3, ?4, "
        "?5)");
    insert.bind(1, plan.head.term)
        .bind(2, std::int64_t{plan.head.unserved})
        .bind(3, std::int64_t{plan.head.peak_vehicles})
        .bind(4, plan.question)
        .bind(5, plan.answer);
    if (auto inserted = insert.run(); !inserted) return inserted.error();
    HolidayStep first = submission;
    first.plan = db.last_rowid();
    if (auto put = insert_holiday_step(db, first); !put) return put.error();
    return first.plan;
}

Result<> take_holiday_step(Connection& db, const HolidayStep& step, const registry::RegistryRows& runs) {
    const auto known = head_of(db, step.plan);
    if (!known) return known.error();
    if (!*known) return Error{ErrorCode::not_found, fmt::format("there is no plan {}", step.plan)};
    if (auto allowed = check_step(**known, step); !allowed) return allowed;
    if (step.act == HolidayAct::published) {
        if (auto newest = check_newest(db, **known); !newest) return newest;
        if (auto current = check_register(db, runs.version); !current) return current;
        if (auto published = apply_registers(db, runs, step.at); !published) return published.error();
    }
    return insert_holiday_step(db, step);
}

Result<std::vector<HolidayPlanHead>> holiday_plans(Connection& db) {
    auto query = db.query("SELECT number, term, unserved, peak_vehicles FROM holiday_plan ORDER BY number");
    auto heads = all_rows(query, read_holiday_head);
    if (!heads) return heads;
    for (HolidayPlanHead& head : *heads) {
        auto steps = steps_of(db, head.number);
        if (!steps) return steps.error();
        head.steps = std::move(*steps);
    }
    return heads;
}

Result<std::optional<HolidayPlan>> holiday_plan(Connection& db, std::int64_t number) {
    auto query = db.query(
        "SELECT number, term, unserved, peak_vehicles, question, answer FROM holiday_plan WHERE number = ?1");
    auto found = first_row(query.bind(1, number), [](const Query& row) {
        return HolidayPlan{read_holiday_head(row), row.text(4), row.text(5)};
    });
    if (!found || !*found) return found;
    auto steps = steps_of(db, number);
    if (!steps) return steps.error();
    (*found)->head.steps = std::move(*steps);
    return found;
}

}  // namespace husong::db
