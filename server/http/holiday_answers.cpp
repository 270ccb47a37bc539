// Plans laid before the others over the API, two of them compared, and a day planned anew: the API's answers
// and the pages.
#include "server/pages/holiday_answers.hpp"

#include "server/coordination/answers_json.hpp"
#include "server/holidays/case_plates.hpp"
#include "server/holidays/publication.hpp"
#include "server/http/caller.hpp"
#include "server/http/holiday_handlers.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/services.hpp"
#include "server/ingest/world.hpp"
#include "server/pages/bureau.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace husong::http {

namespace json = boost::json;
using coordination::Replanned;
using coordination::ToldBreakdown;
using registry::HolidayPlan;

namespace {

// The plan asked for, compared with the other: what differs in it from that.
Result<coordination::Comparison> compared(const Request& request, db::Reader& reader) {
    const auto after = plan_number(request.arguments.front()), before = plan_number(request.field("with"));
    if (!after || !before) return Error{ErrorCode::not_found, "there is no such plan"};
    const auto was = stored_plan(*before, reader), is = stored_plan(*after, reader);
    if (!was) return was.error();
    if (!is) return is.error();
    return coordination::compare({fmt::format("plan {}", *before), was->question, was->answer},
                                 {fmt::format("plan {}", *after), is->question, is->answer});
}

// One answer to a breakdown, with the plan it was asked of.
struct Answered {
    OpenedPlan of;
    Replanned answer;
};
Result<Answered> answered(const OpenedPlan& plan, const ToldBreakdown& told) {
    if (told.plate.empty() == told.driver.empty())
        return Error{ErrorCode::malformed, "either vehicle or driver"};
    const auto breakdown = breakdown_of(told, plan.question);
    if (!breakdown) return breakdown.error();
    auto answer = replan(plan.question, plan.plan, *breakdown);
    if (!answer) return answer.error();
    return Answered{plan, std::move(*answer)};
}

Result<Answered> answered_by_json(const Request& request, db::Reader& reader) {
    const auto number = plan_number(request.arguments.front());
    if (!number) return Error{ErrorCode::not_found, "there is no such plan"};
    const auto plan = opened_plan(*number, reader);
    if (!plan) return plan.error();
    const json::object& body = request.json.as_object();
    const auto text = [&](std::string_view name) { return std::string{text_or_empty(body, name)}; };
    return answered(*plan, {holidays::plate_in(plan->question, text("vehicle")), text("driver"), text("at"),
                            text("until")});
}

// Where the plan is in force, its case did not know yet what it was going to publish.
coordination::Case question_as_published(const OpenedPlan& of) {
    coordination::Case question = of.question;
    if (!of.head.has(registry::HolidayAct::published)) return question;
    for (const coordination::PlannedLeg& leg : of.plan.legs)
        if (auto& its = question.breaks[leg.of].leg(leg.way)) its->published = leg.at;
    return question;
}

// As it would be submitted: counted anew, like any other.
Result<HolidayPlan> submission_of_day(const Answered& answered, Time now) {
    const coordination::Case question = question_as_published(answered.of);
    return holidays::submission_of(to_json(question), to_json(answered.answer.plan, question), now);
}

pages::RegisterNames names_now(const registry::Registry& registry, const Request& request) {
    return {registry, request.received_at};
}

// ---- the day's page ----

pages::BreakdownFields fields_of(const auto& field, const coordination::Case& question) {
    return {.vehicle = holidays::plate_in(question, field("vehicle")),
            .on = std::string{field("on")},
            .at = std::string{field("at")},
            .until = std::string{field("until")}};
}

ToldBreakdown told_by(const pages::BreakdownFields& fields) {
    return {fields.vehicle, {}, fields.on + "T" + fields.at, fields.until};
}

struct DayTrouble {
    unsigned status = 200;
    std::string text, reason;
};

Response day_page(const Request& request, const Services& services, const OpenedPlan& plan,
                  const pages::BreakdownFields& fields, DayTrouble trouble) {
    const auto registry = services.world.registry();
    Result<Answered> made{Error{}};
    if (!fields.vehicle.empty()) {
        made = answered(plan, told_by(fields));
        if (!made && trouble.text.empty())
            trouble = {400, "没有看懂：请填日期和时间，日期要在这个学期内，车要是方案里的。", trouble.reason};
    }
    return page_response(
        trouble.status,
        pages::render_replan({.number = plan.head.number,
                              .question = plan.question,
                              .before = plan.plan,
                              .answer = made ? &made->answer : nullptr,
                              .fields = fields.vehicle.empty()
                                            ? pages::offered_breakdown(plan.plan, request.received_at)
                                            : fields,
                              .names = names_now(*registry, request),
                              .may_submit = may_submit_plans(request),
                              .token = form_token(request.caller.session),
                              .trouble = trouble.text,
                              .reason = trouble.reason,
                              .made_at = request.received_at}),
        pages::bureau_style);
}

}  // namespace

// ---- the API ----

Response get_differences(const Request& request, const Services&, db::Reader& reader) {
    const auto found = compared(request, reader);
    if (!found) return problem(found.error());
    return json_response(200, to_value(found->found, found->question));
}

void post_plan(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    const json::object& body = request.json.as_object();
    auto submission = holidays::submission_of(json::serialize(body.at("case")),
                                              json::serialize(body.at("plan")), request.received_at);
    if (!submission) return answer(problem(Problem{422, submission.error().what, "case, plan"}));
    submit_plan(request, services, reader,
                {std::move(*submission), std::string{text_or_empty(body, "reason")}},
                answer_with_plan(answer));
}

Response post_replan(const Request& request, const Services&, db::Reader& reader) {
    const auto made = answered_by_json(request, reader);
    if (!made) return problem(made.error());
    return json_response(200, to_value(made->answer, made->of.plan, made->of.question));
}

void submit_replan(const Request& request, const Services& services, db::Reader& reader,
                   const Answer& answer) {
    const auto made = answered_by_json(request, reader);
    if (!made) return answer(problem(made.error()));
    auto submission = submission_of_day(*made, request.received_at);
    if (!submission) return answer(problem(submission.error()));
    submit_plan(request, services, reader,
                {std::move(*submission), std::string{text_or_empty(request.json.as_object(), "reason")}},
                answer_with_plan(answer));
}

// ---- the pages ----

Response differences_page(const Request& request, const Services& services, db::Reader& reader) {
    const auto found = compared(request, reader);
    if (!found && found.error().code == ErrorCode::conflict)
        return message_page(409, "不能比较", "两个方案不是同一个学期的。");
    if (!found) return closed_page(404);
    const auto registry = services.world.registry();
    return page_response(200,
                         pages::render_differences({.before = *plan_number(request.field("with")),
                                                    .after = *plan_number(request.arguments.front()),
                                                    .compared = *found,
                                                    .names = names_now(*registry, request),
                                                    .made_at = request.received_at}),
                         pages::bureau_style);
}

Response replan_page(const Request& request, const Services& services, db::Reader& reader) {
    const auto number = plan_number(request.arguments.front());
    if (!number) return closed_page(404);
    const auto plan = opened_plan(*number, reader);
    if (!plan) return plan.error().code == ErrorCode::not_found ? closed_page(404) : busy_page();
    return day_page(request, services, *plan,
                    fields_of([&](std::string_view name) { return request.field(name); }, plan->question),
                    {});
}

void submit_replan_by_form(const Request& request, const Services& services, db::Reader& reader,
                           const Answer& answer) {
    const auto number = plan_number(request.arguments.front());
    if (!number) return answer(closed_page(404));
    const auto plan = opened_plan(*number, reader);
    if (!plan) return answer(plan.error().code == ErrorCode::not_found ? closed_page(404) : busy_page());
    const auto fields =
        fields_of([&](std::string_view name) { return request.form_field(name); }, plan->question);
    const std::string reason{request.form_field("reason")};
    const auto made = answered(*plan, told_by(fields));
    auto submission =
        made ? submission_of_day(*made, request.received_at) : Result<HolidayPlan>{made.error()};
    if (!submission) {
        const std::string why = made ? "没有提出，检查发现：" + submission.error().on_page() : std::string{};
        return answer(day_page(request, services, *plan, fields, {made ? 409U : 400U, why, reason}));
    }
    submit_plan(
        request, services, reader, {std::move(*submission), reason},
        [=, &services](const Result<std::int64_t>& submitted, db::Reader&) {
            if (submitted) return answer(redirect_to(fmt::format("/b/holidays?plan={}", *submitted)));
            const bool busy = submitted.error().code == ErrorCode::unavailable;
            answer(day_page(
                request, services, *plan, fields,
                {busy ? 503U : 409U,
                 busy ? "没有保存成功，服务器现在忙，请再按一次。" : "没有保存：说明最多 500 字。", reason}));
        });
}

}  // namespace husong::http
