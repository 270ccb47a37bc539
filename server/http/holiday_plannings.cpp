// Terms that the server plans on request: the API, and the bureau's pages.
#include "server/pages/holiday_plannings.hpp"

#include "server/coordination/answers_json.hpp"
#include "server/holidays/publication.hpp"
#include "server/http/caller.hpp"
#include "server/http/holiday_handlers.hpp"
#include "server/http/holiday_ready.hpp"
#include "server/http/holiday_wishes.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/read_pool.hpp"
#include "server/http/services.hpp"
#include "server/ingest/intake.hpp"
#include "server/ingest/world.hpp"
#include "server/pages/bureau.hpp"
#include "server/planning/desk.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace husong::http {

namespace json = boost::json;
using planning::Planning;
using planning::PlanningDesk;
using planning::State;
using PlanningPtr = std::shared_ptr<const Planning>;

namespace {

Response no_such_planning() {
    return problem(Problem{404, "there is no such planning; a restart forgets them", {}});
}

PlanningPtr planning_asked(const Request& request, const Services& services) {
    const auto number = plan_number(request.arguments.front());
    return number ? services.plannings.find(*number) : nullptr;
}

// ---- asking ----

// Audited first: what runs is in the book. `then` gets the planning's number, on a thread of the read pool.
void ask_for(const Request& request, const Services& services, db::Reader& reader, Ready ready,
             const AfterSubmission& then) {
    if (const auto room = services.plannings.has_room(); !room) return then(room.error(), reader);
    json::array changes;
    for (const coordination::Change& change : ready.asked.changes)
        changes.push_back(to_value(change, ready.of.question));
    ingest::Act act;
    act.apply = [audit = db::AuditEntry{.at = request.received_at,
                                        .account = request.caller.number(),
                                        .peer = request.peer,
                                        .action = "holidays plan",
                                        .object = ready.asked.term,
                                        .before = {},
                                        .after = json::serialize(changes)}](
                    ingest::Transaction& transaction) { return transaction.store().put(audit); };
    act.done = [then, &services, ready = std::make_shared<Ready>(std::move(ready))](const Result<>& stored) {
        services.reads.run_anyway([then, &services, ready, stored](db::Reader& after) {
            if (!stored) return then(stored.error(), after);
            then(services.plannings.ask(std::move(ready->asked), std::move(ready->of)), after);
        });
    };
    if (!services.submit(std::move(act)))
        then(Error{ErrorCode::unavailable, "too many acts wait to be stored"}, reader);
}

// ---- telling ----

// The plan of the term that is in force, and what differs in the planned one.
struct Against {
    std::int64_t number = 0;
    coordination::Comparison compared;
};
Result<std::optional<Against>> against_in_force(const Planning& planning, db::Reader& reader) {
    if (!planning.plan) return std::optional<Against>{};
    const auto in_force = plan_in_force(planning.asked.term, reader);
    if (!in_force) return in_force.error();
    if (!*in_force) return std::optional<Against>{};
    const auto stored = stored_plan((*in_force)->number, reader);
    if (!stored) return stored.error();
    auto compared =
        coordination::compare({fmt::format("plan {}", (*in_force)->number), stored->question, stored->answer},
                              {"the planning", planning.plan->question, planning.plan->answer});
    if (!compared) return compared.error();
    return std::optional{Against{(*in_force)->number, std::move(*compared)}};
}

json::value figures_of(const Planning& planning) {
    if (!planning.plan) return nullptr;
    const json::value plan = json::parse(planning.plan->answer);
    return json::object{{"unserved", planning.plan->head.unserved},
                        {"peak_vehicles", planning.plan->head.peak_vehicles},
                        {"stages", plan.as_object().at("stages")}};
}

json::object planning_json(const Planning& planning) {
    json::array changes;
    for (const coordination::Change& change : planning.asked.changes)
        changes.push_back(to_value(change, planning.of->question));
    return {{"number", planning.number},
            {"term", planning.asked.term},
            {"changes", std::move(changes)},
            {"seconds", planning.asked.seconds},
            {"explain", planning.asked.explain},
            {"who", planning.asked.who},
            {"state", planning::state_name(planning.state)},
            {"reason", planning.reason},
            {"asked_at", to_iso(planning.asked.at)},
            {"began_at", time_or_null(planning.began)},
            {"ended_at", time_or_null(planning.ended)},
            {"submitted_as", or_null(planning.submitted_as)}};
}

json::object planning_in_full(const Planning& planning, const std::optional<Against>& against) {
    json::object answer = planning_json(planning);
    json::array notes;
    for (const holidays::Note& note : planning.of->notes)
        notes.push_back(
            json::object{{"about", note.about}, {"text", note.text.en}, {"text_zh", note.text.zh}});
    answer["notes"] = std::move(notes);
    answer["figures"] = figures_of(planning);
    answer["explanation"] =
        planning.explanation.empty() ? json::value(nullptr) : json::parse(planning.explanation);
    answer["in_force"] = against ? json::value(against->number) : json::value(nullptr);
    answer["differences"] =
        against ? json::value(to_value(against->compared.found, against->compared.question)) : nullptr;
    return answer;
}

// ---- laying the plan before the others ----

// Police and transport read what the plan supposes: before what the bureau says of it, and never so long that
// there is no room for that.
std::string with_what_if(const Planning& planning, const std::string& reason) {
    constexpr std::size_t longest = 450;  // bytes
    const auto& changes = planning.asked.changes_zh;
    if (changes.empty()) return reason;
    std::string told = "假如：";
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (i > 0 && told.size() + changes[i].size() > longest) {
            told += fmt::format("等 {} 项", changes.size());
            break;
        }
        told += (i > 0 ? "；" : "") + changes[i];
    }
    return reason.empty() ? told + "。" : told + "。" + reason;
}

void submit_found(const Request& request, const Services& services, db::Reader& reader,
                  const std::string& reason, const AfterSubmission& then) {
    const PlanningPtr planning = planning_asked(request, services);
    if (!planning) return then(Error{ErrorCode::not_found, "there is no such planning"}, reader);
    // Hours may have passed since it was checked.
    Result<registry::HolidayPlan> still{Error{ErrorCode::conflict, "it was still being planned"}};
    if (planning->plan && !planning->submitted_as)
        still =
            holidays::submission_of(planning->plan->question, planning->plan->answer, request.received_at);
    if (auto claimed = services.plannings.claim(planning->number); !claimed)
        return then(claimed.error(), reader);
    const AfterSubmission settle = [then, &services, number = planning->number](
                                       const Result<std::int64_t>& plan, db::Reader& after) {
        if (plan)
            services.plannings.submitted(number, *plan);
        else
            services.plannings.release(number);
        then(plan, after);
    };
    if (!still) return settle(still.error(), reader);
    submit_plan(request, services, reader, {std::move(*still), with_what_if(*planning, reason)}, settle);
}

// ---- the pages ----

std::vector<std::string> terms_to_plan(const registry::Registry& registry, Time now) {
    std::vector<std::string> terms;
    for (const auto& row : registry.rows().terms)
        if (row.valid_at(now) && row.value.last_on >= china_date(now)) terms.push_back(row.value.code);
    std::ranges::sort(terms);
    return terms;
}

// The next that has not begun, else the one that runs.
std::string term_offered(const registry::Registry& registry, Time now) {
    const registry::Term* offered = nullptr;
    const auto today = china_date(now);
    const auto is_better = [&](const registry::Term& term) {
        if (!offered) return true;
        const bool begun = term.first_on <= today, other_begun = offered->first_on <= today;
        return begun != other_begun ? other_begun : term.first_on < offered->first_on;
    };
    for (const auto& row : registry.rows().terms)
        if (row.valid_at(now) && row.value.last_on >= today && is_better(row.value)) offered = &row.value;
    return offered ? offered->code : std::string{};
}

// What the form says before anybody asks: near its end nothing of a term may be left. Empty: something is.
std::string warning_about(std::string_view term, const registry::Registry& registry, Time now) {
    constexpr std::chrono::days near_its_end{
        45};  // a month's holiday comes every second or every fourth week
    for (const auto& row : registry.rows().terms) {
        const std::chrono::sys_days last{row.value.last_on};
        if (row.value.code != term || last - std::chrono::sys_days{china_date(now)} > near_its_end) continue;
        const auto of = holidays::case_of_term(registry, term, now);
        return of && nothing_is_left(of->question, now) ? nothing_left_zh(term) + "。" : std::string{};
    }
    return {};
}

Response plannings_page(const Request& request, const Services& services, unsigned status,
                        const pages::PlanningFields& fields, const std::string& trouble) {
    const auto registry = services.world.registry();
    const auto terms = terms_to_plan(*registry, request.received_at);
    const auto all = services.plannings.all();
    return page_response(status,
                         pages::render_plannings({.plannings = all,
                                                  .terms = terms,
                                                  .registry = *registry,
                                                  .fields = fields,
                                                  .token = form_token(request.caller.session),
                                                  .trouble = trouble,
                                                  .made_at = request.received_at}),
                         pages::bureau_style);
}

Response planning_page(const Request& request, const Services& services, db::Reader& reader, unsigned status,
                       const std::string& trouble) {
    const PlanningPtr planning = planning_asked(request, services);
    if (!planning)
        return message_page(404, "没有这次编排", "编排只留最近几次，服务器重启后就没有了。请重新编排。");
    const auto against = against_in_force(*planning, reader);
    const auto registry = services.world.registry();
    return page_response(
        status,
        pages::render_planning(
            {.planning = *planning,
             .in_force = against && *against ? std::optional{(*against)->number} : std::nullopt,
             .compared = against && *against ? &(*against)->compared : nullptr,
             .names = {*registry, request.received_at},
             .token = form_token(request.caller.session),
             .trouble = trouble,
             .refreshes = request.field("still") != "1",
             .made_at = request.received_at}),
        pages::bureau_style);
}

std::string no_planning_zh(const Error& error) {
    if (error.code == ErrorCode::unavailable)
        return "现在不能编排：已经有几次在排队，或者服务器忙。请过几分钟再试。";
    const std::string_view what = error.what;
    constexpr std::string_view place = "changes[";
    if (error.zh.empty() && what.starts_with(place)) {
        std::size_t number = 0;
        std::from_chars(what.data() + place.size(), what.data() + what.size(), number);
        return fmt::format("没有开始编排：第 {} 个假如不能这样定。", number + 1);
    }
    if (error.zh.empty() && what.starts_with("with these changes"))
        return "没有开始编排：这些假如合在一起不能成立，请改日子、时间或车辆。";
    return "没有开始编排：" + error.on_page() + "。";
}

}  // namespace

// ---- the API ----

Response list_plannings(const Request&, const Services& services, db::Reader&) {
    json::array all;
    for (const PlanningPtr& planning : services.plannings.all()) all.push_back(planning_json(*planning));
    return json_response(200, json::object{{"plannings", std::move(all)}});
}

Response get_planning(const Request& request, const Services& services, db::Reader& reader) {
    const PlanningPtr planning = planning_asked(request, services);
    if (!planning) return no_such_planning();
    const auto against = against_in_force(*planning, reader);
    if (!against) return problem(against.error());
    return json_response(200, planning_in_full(*planning, *against));
}

void post_planning(const Request& request, const Services& services, db::Reader& reader,
                   const Answer& answer) {
    auto made = ready(request, services, reader, asked_by_json(request.json.as_object()));
    if (!made) {
        const bool malformed = made.error().code == ErrorCode::malformed;
        return answer(malformed ? problem(Problem{422, made.error().what, "changes"})
                                : problem(made.error()));
    }
    ask_for(request, services, reader, std::move(*made),
            [answer, &services](const Result<std::int64_t>& number, db::Reader&) {
                if (!number) return answer(problem(number.error()));
                const PlanningPtr planning = services.plannings.find(*number);
                answer(planning ? json_response(202, planning_json(*planning)) : no_such_planning());
            });
}

void submit_planning(const Request& request, const Services& services, db::Reader& reader,
                     const Answer& answer) {
    submit_found(request, services, reader, std::string{text_or_empty(request.json.as_object(), "reason")},
                 answer_with_plan(answer));
}

// ---- the pages ----

Response show_plannings(const Request& request, const Services& services, db::Reader&) {
    pages::PlanningFields fields;
    const auto registry = services.world.registry();
    fields.term = term_offered(*registry, request.received_at);
    return plannings_page(request, services, 200, fields,
                          warning_about(fields.term, *registry, request.received_at));
}

Response show_planning(const Request& request, const Services& services, db::Reader& reader) {
    return planning_page(request, services, reader, 200, {});
}

void plan_by_form(const Request& request, const Services& services, db::Reader& reader,
                  const Answer& answer) {
    const auto fields = fields_of_planning(request);
    auto made = ready(request, services, reader, asked_by_form(fields));
    if (!made) return answer(plannings_page(request, services, 409, fields, no_planning_zh(made.error())));
    ask_for(request, services, reader, std::move(*made),
            [answer, request, fields, &services](const Result<std::int64_t>& number, db::Reader&) {
                if (number) return answer(redirect_to(fmt::format("/b/holidays/plannings/{}", *number)));
                const unsigned status = number.error().code == ErrorCode::unavailable ? 503 : 409;
                answer(plannings_page(request, services, status, fields, no_planning_zh(number.error())));
            });
}

void submit_planning_by_form(const Request& request, const Services& services, db::Reader& reader,
                             const Answer& answer) {
    submit_found(request, services, reader, std::string{request.form_field("reason")},
                 [answer, request, &services](const Result<std::int64_t>& plan, db::Reader& after) {
                     if (plan) return answer(redirect_to(fmt::format("/b/holidays?plan={}", *plan)));
                     const bool busy = plan.error().code == ErrorCode::unavailable;
                     answer(planning_page(request, services, after, busy ? 503U : 409U,
                                          busy ? "没有保存成功，服务器现在忙，请再按一次。"
                                               : "没有提出：" + plan.error().on_page()));
                 });
}

}  // namespace husong::http
