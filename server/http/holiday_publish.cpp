// The step between a plan that everybody agrees to and its publication: what that would change now.
#include "server/http/caller.hpp"
#include "server/http/holiday_handlers.hpp"
#include "server/http/services.hpp"
#include "server/ingest/world.hpp"
#include "server/pages/bureau.hpp"
#include "server/pages/holidays.hpp"

#include <algorithm>

namespace husong::http {

namespace {

// Of the register as the server has it; what that refuses may be right by the store's.
Result<holidays::PublicationCounts> counts_now(const registry::HolidayStep& step, const Services& services,
                                               db::Reader& reader) {
    const auto registry = services.world.registry();
    auto counts = counts_of_publication(step, *registry, reader);
    if (counts) return counts;
    auto rows = reader.load_registry();
    if (!rows) return rows.error();
    return counts_of_publication(step, registry::Registry{std::move(*rows)}, reader);
}

}  // namespace

Response publish_page(const Request& request, const Services& services, db::Reader& reader) {
    const auto number = plan_number(request.arguments.front());
    const auto plans = reader.holiday_plans();
    if (!plans) return busy_page();
    const auto plan = std::ranges::find(*plans, number.value_or(0), &registry::HolidayPlanHead::number);
    if (plan == plans->end()) return closed_page(404);
    const auto step = step_of(request, plan->number, registry::HolidayAct::published, {});
    const auto counts = counts_now(step, services, reader);
    if (!counts && counts.error().code == ErrorCode::unavailable) return busy_page();
    const registry::HolidayPlanHead* in_force = registry::in_force(*plans, plan->term);
    return page_response(
        counts ? 200U : 409U,
        pages::render_publish({.plan = *plan,
                               .counts = counts ? *counts : holidays::PublicationCounts{},
                               .in_force = in_force ? std::optional{in_force->number} : std::nullopt,
                               .token = form_token(request.caller.session),
                               .trouble = counts ? "" : "不能发布：" + counts.error().on_page() + "。",
                               .made_at = request.received_at}),
        pages::bureau_style);
}

}  // namespace husong::http
