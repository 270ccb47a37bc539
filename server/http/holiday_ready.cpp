#include "server/http/holiday_ready.hpp"

#include "server/coordination/words.hpp"
#include "server/http/caller.hpp"
#include "server/http/services.hpp"
#include "server/ingest/world.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::http {

// Everything of the term has left, as its case has it: when it was published, else when it was wished.
bool nothing_is_left(const coordination::Case& question, Time now) {
    const coordination::Moment at{
        coordination::Day{china_date(now)},
        std::chrono::duration_cast<coordination::Minutes>(now - china_midnight(now))};
    return std::ranges::all_of(question.breaks, [&](const coordination::Break& of) {
        return std::ranges::all_of(coordination::both_ways, [&](coordination::Way way) {
            const auto& leg = of.leg(way);
            return !leg || leg->published.value_or(leg->wish) <= at;
        });
    });
}

std::string nothing_left_zh(std::string_view term) {
    return fmt::format("学期 {} 的放假都已经过了，没有要编排的", term);
}

Result<Ready> ready(const Request& request, const Services& services, db::Reader& reader,
                    const AskedPlanning& wanted) {
    std::string in_force;
    if (wanted.keep) {
        const auto head = plan_in_force(wanted.term, reader);
        if (!head) return head.error();
        if (*head) {
            auto stored = stored_plan((*head)->number, reader);
            if (!stored) return stored.error();
            in_force = std::move(stored->answer);
        }
    }
    const auto registry = services.world.registry();
    auto of = holidays::case_of_term(*registry, wanted.term, request.received_at);
    if (!of) return of.error();
    if (nothing_is_left(of->question, request.received_at))
        return Error{ErrorCode::conflict, fmt::format("nothing of term {} is left to plan", wanted.term),
                     nothing_left_zh(wanted.term)};
    const auto list = wanted.changes(of->question);
    if (!list) return list.error();
    auto changes = coordination::read_changes(*list, of->question);
    if (!changes) return changes.error();
    auto changed = coordination::with_changes(*list, of->question);
    if (!changed) return changed.error();
    std::vector<std::string> words;
    for (const coordination::Change& change : *changes)
        words.push_back(coordination::Words{of->question, coordination::Language::zh}.change(change));
    of->question = std::move(*changed);
    return Ready{{.term = wanted.term,
                  .changes = std::move(*changes),
                  .changes_zh = std::move(words),
                  .seconds = wanted.seconds,
                  .explain = wanted.explain,
                  .keep = std::move(in_force),
                  .who = request.caller.account ? request.caller.account->display_name : std::string{},
                  .at = request.received_at},
                 std::move(*of)};
}

}  // namespace husong::http
