// Coordinated holidays: the API, and the page /b/holidays of the bureau, the traffic police and the transport
// administration.
#include "server/coordination/plan.hpp"
#include "server/holidays/plan_weeks.hpp"
#include "server/http/caller.hpp"
#include "server/http/holiday_handlers.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/services.hpp"
#include "server/pages/bureau.hpp"
#include "server/pages/holidays.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace husong::http {

namespace json = boost::json;
using access::Action;
using access::Resource;
using registry::HolidayAct;
using registry::HolidayPlan;
using registry::HolidayPlanHead;

namespace {

constexpr std::string_view holidays_login = "/b/login";
constexpr Door reads_plans{Door::Key::session, Resource::holiday_plan, Action::read};
constexpr Door submits_plans{Door::Key::session, Resource::holiday_planning, Action::create};
constexpr Door reads_plannings{Door::Key::session, Resource::holiday_planning, Action::read};
constexpr Door takes_steps{Door::Key::session, Resource::holiday_plan, Action::create};

std::optional<HolidayAct> act_in(std::string_view name) {
    for (const HolidayAct act :
         {HolidayAct::agreed, HolidayAct::objected, HolidayAct::published, HolidayAct::withdrawn})
        if (act_name(act) == name) return act;
    return std::nullopt;
}

// A term of 20 schools, 9,000 boarders, has 1.5 MB with its case.
constexpr std::uint64_t longest_plan = 8UL * 1024 * 1024;

// ---- the API ----

Response list_plans(const Request&, const Services&, db::Reader& reader) {
    const auto plans = reader.holiday_plans();
    if (!plans) return problem(plans.error());
    json::array all;
    for (const HolidayPlanHead& plan : *plans) all.push_back(plan_json(plan));
    return json_response(200, json::object{{"plans", std::move(all)}});
}

Response get_plan(const Request& request, const Services&, db::Reader& reader) {
    const auto number = plan_number(request.arguments.front());
    if (!number) return no_such_plan();
    const auto plan = stored_plan(*number, reader);
    if (!plan) return problem(plan.error());
    json::object answer = plan_json(plan->head);
    answer["case"] = json::parse(plan->question);
    answer["plan"] = json::parse(plan->answer);
    return json_response(200, std::move(answer));
}

void post_step(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    const auto number = plan_number(request.arguments.front());
    if (!number) return answer(no_such_plan());
    const json::object& body = request.json.as_object();
    const auto act = act_in(text_or_empty(body, "act"));
    const auto step = step_of(request, *number, *act, std::string{text_or_empty(body, "reason")});
    take_step(request, services, reader, step,
              [answer, number](const Result<StepTaken>& taken, db::Reader& after) {
                  if (!taken) return answer(problem(taken.error()));
                  const auto plan = stored_plan(*number, after);
                  if (!plan) return answer(problem(plan.error()));
                  json::object told = plan_json(plan->head);
                  if (taken->publication) told["publication"] = publication_json(*taken->publication);
                  answer(json_response(201, std::move(told)));
              });
}

// ---- the page ----

// The one asked for, else the newest.
const HolidayPlanHead* plan_shown(std::optional<std::int64_t> asked, std::span<const HolidayPlanHead> plans) {
    if (plans.empty()) return nullptr;
    if (!asked) return &plans.back();
    const auto found = std::ranges::find(plans, *asked, &HolidayPlanHead::number);
    return found == plans.end() ? nullptr : &*found;
}

// The four weeks asked for, else those of today, within the term.
coordination::Day weeks_begin(const Request& request, const coordination::Case& question) {
    const auto asked = parse_date(request.field("from"));
    const coordination::Day day{asked ? *asked : china_date(request.received_at)};
    if (question.days.empty()) return question.first;
    const coordination::Day last = question.first + std::chrono::days{question.days.size() - 1};
    return std::clamp(day, question.first, last);
}

struct StepTrouble {
    unsigned status = 200;
    std::optional<std::int64_t> plan;  // of which the step was; none: the one that the address asks for
    std::string text, reason;
};

// As the publication's answer has put them into the address; none: the page was reached otherwise.
std::optional<holidays::PublicationCounts> counts_told(const Request& request) {
    if (!plan_number(request.field("added"))) return std::nullopt;
    const auto count = [&](std::string_view name) {
        const auto number = plan_number(request.field(name)).value_or(0);
        return static_cast<int>(std::clamp<std::int64_t>(number, 0, 1'000'000));
    };
    return holidays::PublicationCounts{.added = count("added"),
                                       .changed = count("changed"),
                                       .cancelled = count("cancelled"),
                                       .relieved = count("taken_over"),
                                       .too_late = count("too_late")};
}

Response holidays_page(const Request& request, db::Reader& reader, const StepTrouble& trouble) {
    const auto plans = reader.holiday_plans();
    if (!plans) return busy_page();
    pages::HolidaysPage page{
        .plans = *plans,
        .plan = plan_shown(trouble.plan ? trouble.plan : plan_number(request.field("plan")), *plans),
        .weeks = nullptr,
        .question = nullptr,
        .breakdown = {},
        .reader = {},
        .may_plan = may_submit_plans(request),
        .token = form_token(request.caller.session),
        .trouble = trouble.text,
        .reason = trouble.reason,
        .done = counts_told(request),
        .made_at = request.received_at};
    if (access::may(request.caller.role(), Resource::holiday_plan, Action::create))
        page.reader = party_of(request.caller.role());
    if (!page.plan && !plans->empty()) return closed_page(404);
    holidays::CoordinatedWeeks weeks;
    Result<OpenedPlan> opened{Error{}};
    if (page.plan) {
        opened = opened_plan(page.plan->number, reader);
        if (!opened) return busy_page();
        weeks =
            holidays::weeks_of_plan(opened->question, opened->plan, weeks_begin(request, opened->question));
        page.weeks = &weeks;
        page.question = &opened->question;
        page.breakdown = pages::offered_breakdown(opened->plan, request.received_at);
    }
    return page_response(trouble.status, pages::render_holidays(page), pages::bureau_style);
}

Response show_holidays(const Request& request, const Services&, db::Reader& reader) {
    return holidays_page(request, reader, {});
}

std::string trouble_zh(const Error& error) {
    if (error.code == ErrorCode::malformed) return "没有保存：不同意时请写明原因，最多 500 字。";
    if (error.code == ErrorCode::unavailable) return "没有保存成功，服务器现在忙，请再按一次。";
    return "没有保存：" + error.on_page() + "。请看下面现在的情况。";
}

// The plan's page, which says what a publication has changed.
std::string address_after(std::int64_t plan, const StepTaken& taken) {
    std::string address = fmt::format("/b/holidays?plan={}", plan);
    if (!taken.publication) return address;
    const holidays::PublicationCounts& done = *taken.publication;
    return address + fmt::format("&added={}&changed={}&cancelled={}&taken_over={}&too_late={}", done.added,
                                 done.changed, done.cancelled, done.relieved, done.too_late);
}

void post_by_form(const Request& request, const Services& services, db::Reader& reader,
                  const Answer& answer) {
    const auto number = plan_number(request.arguments.front());
    const auto act = act_in(request.form_field("act"));
    if (!number || !act) return answer(closed_page(404));
    const std::string reason{request.form_field("reason")};
    take_step(request, services, reader, step_of(request, *number, *act, reason),
              [answer, request, number, reason](const Result<StepTaken>& taken, db::Reader& after) {
                  if (taken) return answer(redirect_to(address_after(*number, *taken)));
                  const unsigned status = taken.error().code == ErrorCode::unavailable ? 503 : 409;
                  answer(holidays_page(request, after, {status, number, trouble_zh(taken.error()), reason}));
              });
}

const std::array holiday_route_rows{
    Route{.verb = Verb::get,
          .pattern = "/api/v1/holiday-plans",
          .summary = "All coordinated plans and what was said of them, by number",
          .door = reads_plans,
          .handler = list_plans,
          .successes = {{{200, "HolidayPlans", "Without their cases and runs"}}}},
    Route{.verb = Verb::get,
          .pattern = "/api/v1/holiday-plans/{plan}",
          .summary = "One plan with its case and all its runs",
          .door = reads_plans,
          .handler = get_plan,
          .successes = {{{200, "HolidayPlanDetail", "The plan"}}},
          .parameters = "plan"},
    Route{.verb = Verb::post,
          .pattern = "/api/v1/holiday-plans/{plan}/steps",
          .summary =
              "Traffic police or transport administration agrees or objects, or the bureau publishes or "
              "withdraws; what may not follow is refused with 409",
          .door = takes_steps,
          .handler = post_step,
          .successes = {{{201, "HolidayStepTaken", "Taken; the plan now, and what its publication changed"}}},
          .body = "NewHolidayStep",
          .parameters = "plan"},
    Route{.verb = Verb::post,
          .pattern = "/api/v1/holiday-plans",
          .summary = "The bureau lays a case and its plan before the others",
          .door = submits_plans,
          .handler = post_plan,
          .successes = {{{201, "HolidayPlan", "Submitted; the plan with its number"}}},
          .body = "NewHolidayPlan",
          .longest_body = longest_plan},
    Route{.verb = Verb::get,
          .pattern = "/api/v1/holiday-plans/{plan}/differences",
          .summary = "What differs in it from another plan of the term, and whom that concerns",
          .door = reads_plans,
          .handler = get_differences,
          .successes = {{{200, "HolidayDifferences", "From the other one to it"}}},
          .parameters = "plan with"},
    Route{.verb = Verb::post,
          .pattern = "/api/v1/holiday-plans/{plan}/replan",
          .summary =
              "Who takes over when a vehicle breaks down, or a driver cannot drive, on the day; nothing "
              "is stored",
          .door = reads_plans,
          .handler = post_replan,
          .successes = {{{200, "HolidayReplanned", "The least that serves everybody, and why no less"}}},
          .body = "NewHolidayBreakdown",
          .parameters = "plan"},
    Route{.verb = Verb::post,
          .pattern = "/api/v1/holiday-plans/{plan}/replan/submit",
          .summary = "The same, laid before the others as a new plan",
          .door = submits_plans,
          .handler = submit_replan,
          .successes = {{{201, "HolidayPlan", "Submitted; the plan with its number"}}},
          .body = "NewHolidayBreakdown",
          .parameters = "plan"},
    Route{.verb = Verb::get,
          .pattern = "/api/v1/holiday-plannings",
          .summary = "Terms that the server plans, or has planned of late",
          .door = reads_plannings,
          .handler = list_plannings,
          .successes = {{{200, "HolidayPlannings", "Without what was found"}}}},
    Route{.verb = Verb::post,
          .pattern = "/api/v1/holiday-plannings",
          .summary = "A term is to be planned as the registers have it now, or with changes: what if",
          .door = submits_plans,
          .handler = post_planning,
          .successes = {{{202, "HolidayPlanning", "It waits; ask for it by its number"}}},
          .body = "NewHolidayPlanning"},
    Route{.verb = Verb::get,
          .pattern = "/api/v1/holiday-plannings/{planning}",
          .summary =
              "How far it is, and what was found: figures, explanation, what differs from the plan in force",
          .door = reads_plannings,
          .handler = get_planning,
          .successes = {{{200, "HolidayPlanningDetail", "As it is now"}}},
          .parameters = "planning"},
    Route{.verb = Verb::post,
          .pattern = "/api/v1/holiday-plannings/{planning}/submit",
          .summary = "Its plan is laid before the others",
          .door = submits_plans,
          .handler = submit_planning,
          .successes = {{{201, "HolidayPlan", "Submitted; the plan with its number"}}},
          .body = "HolidayPlanningSubmission",
          .parameters = "planning"},
    Route{.verb = Verb::get,
          .pattern = "/b/holidays/plannings",
          .summary = "Asks for a term to be planned, and lists what was asked",
          .door = reads_plannings,
          .handler = show_plannings,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = holidays_login},
    Route{.verb = Verb::post,
          .pattern = "/b/holidays/plannings",
          .summary = "A term is to be planned, by the page's form",
          .door = submits_plans,
          .handler = plan_by_form,
          .successes = {{{303, "", "It waits: to its page"}}},
          .page = true,
          .form = true,
          .sign_in = holidays_login},
    Route{.verb = Verb::get,
          .pattern = "/b/holidays/plannings/{planning}",
          .summary = "How far a planning is, and what was found",
          .door = reads_plannings,
          .handler = show_planning,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = holidays_login},
    Route{.verb = Verb::post,
          .pattern = "/b/holidays/plannings/{planning}/submit",
          .summary = "Its plan is laid before the others, by the page's form",
          .door = submits_plans,
          .handler = submit_planning_by_form,
          .successes = {{{303, "", "Submitted: to the plan"}}},
          .page = true,
          .form = true,
          .sign_in = holidays_login},
    Route{.verb = Verb::get,
          .pattern = "/b/holidays/{plan}/differences",
          .summary = "What differs in it from another plan, for people's eyes",
          .door = reads_plans,
          .handler = differences_page,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = holidays_login},
    Route{.verb = Verb::get,
          .pattern = "/b/holidays/{plan}/replan",
          .summary = "Who takes over from a vehicle that breaks down",
          .door = reads_plans,
          .handler = replan_page,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = holidays_login},
    Route{.verb = Verb::post,
          .pattern = "/b/holidays/{plan}/replan",
          .summary = "The day's answer, submitted by the page's form",
          .door = submits_plans,
          .handler = submit_replan_by_form,
          .successes = {{{303, "", "Submitted: to the plan"}}},
          .page = true,
          .form = true,
          .sign_in = holidays_login},
    Route{.verb = Verb::get,
          .pattern = "/b/holidays/{plan}/publish",
          .summary = "What the plan's publication would change, and the form that does it",
          .door = takes_steps,
          .handler = publish_page,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = holidays_login},
    Route{.verb = Verb::get,
          .pattern = "/b/holidays",
          .summary = "A plan's weeks, what was said of it, and the reader's own step",
          .door = reads_plans,
          .handler = show_holidays,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = holidays_login},
    Route{.verb = Verb::post,
          .pattern = "/b/holidays/{plan}",
          .summary = "A step by the page's form",
          .door = takes_steps,
          .handler = post_by_form,
          .successes = {{{303, "", "Taken: to the plan"}}},
          .page = true,
          .form = true,
          .sign_in = holidays_login},
};

}  // namespace

std::span<const Route> holiday_routes() { return holiday_route_rows; }

}  // namespace husong::http
