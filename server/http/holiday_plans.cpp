#include "server/http/holiday_plans.hpp"

#include "server/holidays/publication.hpp"
#include "server/http/caller.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/read_pool.hpp"
#include "server/http/services.hpp"
#include "server/ingest/intake.hpp"
#include "server/ingest/world.hpp"

#include <fmt/format.h>

#include <charconv>

namespace husong::http {

namespace json = boost::json;
using registry::HolidayAct;
using registry::HolidayPlanHead;
using registry::HolidayStep;
using registry::Party;

namespace {

// What the step changes in the registers: nothing, unless it publishes.
struct PreparedStep {
    registry::RegistryRows rows;
    StepTaken taken;
};

// Which the store checks too, in the step's own transaction.
Result<> check_in_force(const HolidayPlanHead& plan, db::Reader& reader) {
    const auto plans = reader.holiday_plans();
    if (!plans) return plans.error();
    const HolidayPlanHead* newest = registry::in_force(*plans, plan.term);
    return registry::check_newest(plan, newest ? newest->number : 0);
}

Result<PreparedStep> prepared(const HolidayStep& step, const registry::Registry& registry,
                              db::Reader& reader) {
    PreparedStep made;
    const auto plan = reader.holiday_plan(step.plan);
    if (!plan) return plan.error();
    if (!*plan) return Error{ErrorCode::not_found, fmt::format("there is no plan {}", step.plan)};
    if (auto allowed = check_step((*plan)->head, step); !allowed) return allowed.error();
    if (step.act != HolidayAct::published) return made;
    if (auto newest = check_in_force((*plan)->head, reader); !newest) return newest.error();
    auto publication = holidays::publication_of(**plan, registry, step.at);
    if (!publication) return publication.error();
    made.taken.publication = static_cast<const holidays::PublicationCounts&>(*publication);
    made.rows = rows_of(std::move(*publication));
    return made;
}

db::AuditEntry audit_of_step(const Request& request, const HolidayStep& step) {
    return {.at = step.at,
            .account = request.caller.number(),
            .peer = request.peer,
            .action = fmt::format("holidays {}", act_name(step.act)),
            .object = fmt::format("plan {}", step.plan),
            .before = {},
            .after = step.reason};
}

// One step on its way into the store.
struct StepUnderWay {
    const Services& services;
    HolidayStep step;
    db::AuditEntry audit;
    AfterStep then;
    int tries = 0;  // of storing it
};

void store_step(const StepUnderWay& of, Result<PreparedStep> made, db::Reader& reader);

// Once more, of the register as it is now; a second time whoever asked has to ask again.
void store_again(StepUnderWay of, db::Reader& reader) {
    constexpr int most_tries = 2;
    if (++of.tries >= most_tries)
        return of.then(Error{ErrorCode::unavailable, "the register has changed; try again"}, reader);
    auto rows = reader.load_registry();
    if (!rows) return of.then(rows.error(), reader);
    store_step(of, prepared(of.step, registry::Registry{std::move(*rows)}, reader), reader);
}

void store_step(const StepUnderWay& of, Result<PreparedStep> made, db::Reader& reader) {
    if (!made) return of.then(made.error(), reader);
    const auto shared = std::make_shared<const PreparedStep>(std::move(*made));
    const auto outdated = std::make_shared<bool>(false);
    ingest::Act act;
    // The store refuses an outdated publication, too; here it is told from other refusals.
    act.apply = [of, shared, outdated](ingest::Transaction& transaction) -> Result<> {
        const auto version = transaction.store().registry_version();
        if (!version) return version.error();
        *outdated = of.step.act == HolidayAct::published && *version != shared->rows.version;
        if (*outdated) return Error{ErrorCode::conflict, "the register has changed"};
        if (auto taken = transaction.store().take_holiday_step(of.step, shared->rows); !taken) return taken;
        return transaction.store().put(of.audit);
    };
    act.done = [of, shared, outdated](const Result<>& stored) {
        of.services.reads.run_anyway([of, shared, outdated, stored](db::Reader& after) {
            if (!stored && *outdated) return store_again(of, after);
            of.then(stored ? Result<StepTaken>{shared->taken} : Result<StepTaken>{stored.error()}, after);
        });
    };
    if (!of.services.submit(std::move(act)))
        of.then(Error{ErrorCode::unavailable, "too many acts wait to be stored"}, reader);
}

}  // namespace

json::object plan_json(const HolidayPlanHead& plan) {
    json::array steps;
    for (const HolidayStep& step : plan.steps)
        steps.push_back(json::object{{"act", act_name(step.act)},
                                     {"party", party_name(step.party)},
                                     {"who", step.who},
                                     {"reason", step.reason},
                                     {"at", to_iso(step.at)}});
    return {{"number", plan.number},
            {"term", plan.term},
            {"unserved", plan.unserved},
            {"peak_vehicles", plan.peak_vehicles},
            {"steps", std::move(steps)}};
}

json::object publication_json(const holidays::PublicationCounts& counts) {
    return {{"added", counts.added},
            {"changed", counts.changed},
            {"cancelled", counts.cancelled},
            {"taken_over", counts.relieved},
            {"too_late", counts.too_late}};
}

std::optional<Party> party_of(access::Role role) {
    switch (role) {
        case access::Role::bureau: return Party::bureau;
        case access::Role::police: return Party::police;
        case access::Role::transport: return Party::transport;
        default: return std::nullopt;
    }
}

bool may_submit_plans(const Request& request) {
    return access::may(request.caller.role(), access::Resource::holiday_planning, access::Action::create);
}

std::optional<std::int64_t> plan_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    return wrong == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

Response no_such_plan() { return problem(Problem{404, "there is no such plan", {}}); }

Result<std::optional<registry::HolidayPlanHead>> plan_in_force(const std::string& term, db::Reader& reader) {
    const auto heads = reader.holiday_plans();
    if (!heads) return heads.error();
    const registry::HolidayPlanHead* in_force = registry::in_force(*heads, term);
    return in_force ? std::optional{*in_force} : std::nullopt;
}

Result<registry::HolidayPlan> stored_plan(std::int64_t number, db::Reader& reader) {
    auto plan = reader.holiday_plan(number);
    if (!plan) return plan.error();
    if (!*plan) return Error{ErrorCode::not_found, fmt::format("there is no plan {}", number)};
    return std::move(**plan);
}

Result<OpenedPlan> opened_plan(std::int64_t number, db::Reader& reader) {
    const auto stored = stored_plan(number, reader);
    if (!stored) return stored.error();
    auto question = coordination::read_case(stored->question);
    if (!question) return question.error();
    auto plan = coordination::read_plan(stored->answer, *question);
    if (!plan) return plan.error();
    return OpenedPlan{stored->head, std::move(*question), std::move(*plan)};
}

void submit_plan(const Request& request, const Services& services, db::Reader& reader, Submission submission,
                 const AfterSubmission& then) {
    const HolidayStep step = step_of(request, 0, HolidayAct::submitted, std::move(submission.reason));
    if (auto allowed = check_step(submission.plan.head, step); !allowed) return then(allowed.error(), reader);
    const auto number = std::make_shared<std::int64_t>(0);
    ingest::Act act;
    act.apply = [step, number,
                 plan = std::make_shared<const registry::HolidayPlan>(std::move(submission.plan)),
                 audit = audit_of_step(request, step)](ingest::Transaction& transaction) -> Result<> {
        const auto put = transaction.store().put_holiday_plan(*plan, step);
        if (!put) return put.error();
        *number = *put;
        db::AuditEntry numbered = audit;
        numbered.object = fmt::format("plan {} of {}", *put, plan->head.term);
        return transaction.store().put(numbered);
    };
    act.done = [then, number, &services](const Result<>& stored) {
        services.reads.run_anyway([then, number, stored](db::Reader& after) {
            then(stored ? Result<std::int64_t>{*number} : Result<std::int64_t>{stored.error()}, after);
        });
    };
    if (!services.submit(std::move(act)))
        then(Error{ErrorCode::unavailable, "too many acts wait to be stored"}, reader);
}

AfterSubmission answer_with_plan(const Answer& answer) {
    return [answer](const Result<std::int64_t>& number, db::Reader& after) {
        if (!number) return answer(problem(number.error()));
        const auto plan = stored_plan(*number, after);
        if (!plan) return answer(problem(plan.error()));
        answer(json_response(201, plan_json(plan->head)));
    };
}

HolidayStep step_of(const Request& request, std::int64_t plan, HolidayAct act, std::string reason) {
    return {.plan = plan,
            .act = act,
            .party = party_of(request.caller.role()).value_or(Party::bureau),
            .who = request.caller.account ? request.caller.account->display_name : std::string{},
            .reason = std::move(reason),
            .at = request.received_at};
}

Result<holidays::PublicationCounts> counts_of_publication(const HolidayStep& step,
                                                          const registry::Registry& registry,
                                                          db::Reader& reader) {
    auto made = prepared(step, registry, reader);
    if (!made) return made.error();
    return made->taken.publication.value_or(holidays::PublicationCounts{});
}

void take_step(const Request& request, const Services& services, db::Reader& reader, const HolidayStep& step,
               const AfterStep& then) {
    const StepUnderWay of{services, step, audit_of_step(request, step), then};
    const auto registry = services.world.registry();
    auto made = prepared(step, *registry, reader);
    // What was refused by the register as the server has it may be right by the store's.
    if (!made && step.act == HolidayAct::published) return store_again(of, reader);
    store_step(of, std::move(made), reader);
}

}  // namespace husong::http
