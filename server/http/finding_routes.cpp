// What the rules concluded: the list of flagged vehicles, and one finding with its evidence.
#include "server/http/evidence.hpp"
#include "server/http/finding_list.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/police_routes.hpp"
#include "server/http/read_pool.hpp"
#include "server/http/services.hpp"
#include "server/ingest/intake.hpp"
#include "server/ingest/world.hpp"
#include "server/live/audience.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <span>

namespace husong::http {

namespace json = boost::json;
using live::FindingScene;
using rules::Finding;

namespace {

constexpr std::size_t most_ranked =
    2'000;  // open findings looked at for one list: far beyond a county's worst morning
constexpr std::size_t page_read = 200;

std::optional<db::Cursor> read_cursor(std::string_view text) {
    db::Cursor cursor;
    const auto dot = std::min(text.find('.'), text.size());
    const auto parsed = std::from_chars(text.data(), text.data() + dot, cursor.at);
    if (parsed.ec != std::errc{} || dot == text.size()) return std::nullopt;
    std::from_chars(text.data() + dot + 1, text.data() + text.size(), cursor.id);
    return cursor;
}

db::Cursor after(const Finding& finding) { return {to_millis(finding.found_at), finding.head.id.value}; }

db::FindingQuery query_of(const FindingFilter& filter) {
    db::FindingQuery query;
    query.rule = filter.rule;
    query.min_level = filter.min_level;
    query.limit = filter.limit;
    return query;
}

// What the list shows: of a vehicle, and the reader's business.
bool is_listed_for(const Finding& finding, access::Role reader) {
    return finding.head.vehicle && live::concerns(finding.head.rule, reader);
}

// Open findings are ranked together; closed ones come as the store keeps them, newest first.
Result<std::vector<Finding>> load_open(const FindingFilter& filter, access::Role role, db::Reader& reader) {
    std::vector<Finding> all;
    db::FindingQuery query = query_of(filter);
    query.limit = page_read;
    while (all.size() < most_ranked) {
        auto page = reader.findings(query);
        if (!page) return page.error();
        const bool last = page->size() < page_read;
        if (!page->empty()) query.after = after(page->back());
        std::copy_if(std::move_iterator{page->begin()}, std::move_iterator{page->end()},
                     std::back_inserter(all),
                     [&](const Finding& finding) { return is_listed_for(finding, role); });
        if (last) break;
    }
    return all;
}

// The scenes of findings that the filter lets through, whether they move or not.
std::vector<FindingScene> scenes_of(const std::vector<Finding>& findings, const FindingFilter& filter,
                                    const Request& request, const Services& services) {
    const auto registry = services.world.registry();
    std::vector<FindingScene> scenes;
    for (const Finding& finding : findings) {
        if (!is_listed_for(finding, request.caller.role())) continue;
        const registry::Plate* plate = registry->plate_of(finding.head.vehicle);
        if (!plate || finding.episodes.empty()) continue;  // first told a moment ago: an event follows
        const auto state = services.world.state(finding.head.vehicle);
        FindingScene scene = live::scene_of({finding, *plate, state ? &*state : nullptr, *registry},
                                            services.verdict, request.received_at);
        scene.reader_at = filter.near;
        if (is_near(scene, filter)) scenes.push_back(std::move(scene));
    }
    return scenes;
}

json::object counts_json(const std::vector<FindingScene>& open) {
    return {{"all", open.size()}, {"moving", std::count_if(open.begin(), open.end(), [](const auto& scene) {
                                       return scene.summary.moving;
                                   })}};
}

void keep_moving(std::vector<FindingScene>& scenes, const FindingFilter& filter) {
    if (filter.moving_only) std::erase_if(scenes, [](const auto& scene) { return !scene.summary.moving; });
}

json::array page_json(std::span<FindingScene> scenes, access::Role role, db::Reader& reader) {
    json::array page;
    for (FindingScene& scene : scenes) {
        complete(scene, role, reader);
        page.push_back(live::finding_json(scene, role));
    }
    return page;
}

// One page of open findings, in the order of the list.
void add_ranked_page(json::object& answer, std::vector<FindingScene> open, const FindingFilter& filter,
                     access::Role role, db::Reader& reader) {
    keep_moving(open, filter);
    std::sort(open.begin(), open.end(), ranks_before);
    const std::size_t from = page_begin(open, filter.cursor);
    const std::size_t until = std::min(from + filter.limit, open.size());
    answer["findings"] = page_json(std::span{open}.subspan(from, until - from), role, reader);
    answer["next_cursor"] =
        until < open.size() ? json::value(cursor_after(open, until)) : json::value(nullptr);
}

// One page of all findings, newest first. The filter may leave fewer than a page; next_cursor says whether to
// go on.
Result<> add_newest_page(json::object& answer, const FindingFilter& filter, const Request& request,
                         const Services& services, db::Reader& reader) {
    db::FindingQuery query = query_of(filter);
    query.open_only = false;
    query.after = read_cursor(filter.cursor);
    const auto findings = reader.findings(query);
    if (!findings) return findings.error();
    std::vector<FindingScene> scenes = scenes_of(*findings, filter, request, services);
    keep_moving(scenes, filter);
    answer["findings"] = page_json(scenes, request.caller.role(), reader);
    answer["next_cursor"] = nullptr;
    if (findings->size() == filter.limit) {
        const db::Cursor cursor = after(findings->back());
        answer["next_cursor"] = fmt::format("{}.{}", cursor.at, cursor.id);
    }
    return {};
}

Response no_such_finding() { return problem(Problem{404, "there is no such finding", {}}); }

std::optional<FindingId> finding_asked(const Request& request) {
    const std::string& text = request.arguments.front();
    FindingId id;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), id.value);
    return wrong == std::errc{} && end == text.data() + text.size() ? std::optional{id} : std::nullopt;
}

Response finding_answer(unsigned status, FindingId id, const Request& request, const Services& services,
                        db::Reader& reader) {
    const auto finding = reader.finding(id);
    if (!finding) return problem(finding.error());
    if (!*finding) return no_such_finding();
    auto scenes = scenes_of({**finding}, {}, request, services);
    if (scenes.empty()) return no_such_finding();
    complete(scenes.front(), request.caller.role(), reader);
    auto episodes = episodes_json(**finding, reader);
    if (!episodes) return problem(episodes.error());

    json::object answer = live::finding_json(scenes.front(), request.caller.role());
    answer["episodes"] = std::move(*episodes);
    const std::string& reason = (*finding)->withdrawn_reason;
    answer["withdrawn_reason"] = reason.empty() ? json::value(nullptr) : json::value(reason);
    return json_response(status, std::move(answer));
}

Result<> acknowledge(const db::Acknowledgement& told, const std::string& peer,
                     ingest::Transaction& transaction, bool& is_new) {
    const auto put = transaction.put(told);
    if (!put) return put.error();
    is_new = *put;
    if (!is_new) return {};
    return transaction.store().put(db::AuditEntry{.at = told.at,
                                                  .account = told.account.value,
                                                  .peer = peer,
                                                  .action = "finding_acknowledged",
                                                  .object = fmt::format("finding {}", told.finding.value),
                                                  .before = {},
                                                  .after = std::string{rules::level_name(told.level)}});
}

}  // namespace

Response list_findings(const Request& request, const Services& services, db::Reader& reader) {
    const auto filter = read_filter(request);
    if (!filter) {
        const std::string& what = filter.error().what;
        return problem(Problem{400, what, what.substr(0, what.find(' '))});
    }
    // Before the store is read: what happens meanwhile is told again as an event.
    const auto topic = live::findings_topic(request.caller.role());
    const std::uint64_t event_id = topic ? services.hub.last(*topic) : 0;
    const auto open = load_open(*filter, request.caller.role(), reader);
    if (!open) return problem(open.error());
    std::vector<FindingScene> scenes = scenes_of(*open, *filter, request, services);

    json::object answer{{"counts", counts_json(scenes)}, {"event_id", std::to_string(event_id)}};
    if (filter->open_only) {
        add_ranked_page(answer, std::move(scenes), *filter, request.caller.role(), reader);
    } else if (auto added = add_newest_page(answer, *filter, request, services, reader); !added) {
        return problem(added.error());
    }
    return json_response(200, std::move(answer));
}

Response get_finding(const Request& request, const Services& services, db::Reader& reader) {
    const auto id = finding_asked(request);
    return id ? finding_answer(200, *id, request, services, reader) : no_such_finding();
}

void post_acknowledgement(const Request& request, const Services& services, db::Reader& reader,
                          const Answer& answer) {
    const auto id = finding_asked(request);
    if (!id) return answer(no_such_finding());
    // What is not there, or not the reader's business, he cannot take notice of.
    if (Response read = finding_answer(200, *id, request, services, reader); read.status != 200)
        return answer(std::move(read));
    const auto finding = reader.finding(*id);
    if (!finding || !*finding) return answer(finding ? no_such_finding() : problem(finding.error()));
    const json::object& seen = request.json.as_object();
    const db::Acknowledgement told{
        .finding = *id,
        .role = request.caller.role(),
        .level = rules::parse_level(text_or_empty(seen, "level")).value(),
        // A page that is behind has seen the lesser one; none has seen more than there is.
        .severity = std::max(
            rules::parse_severity(text_or_empty(seen, "severity")).value_or(rules::Severity::s1_plus),
            rules::severity_of(**finding)),
        .at = request.received_at,
        .account = request.caller.account->id};
    auto is_new = std::make_shared<bool>(false);
    ingest::Act act;
    act.apply = [told, is_new, peer = request.peer](ingest::Transaction& transaction) {
        return acknowledge(told, peer, transaction, *is_new);
    };
    act.done = [answer, request, is_new, id = *id, &services](const Result<>& done) {
        services.reads.run_anyway([answer, request, is_new, id, done, &services](db::Reader& after) {
            answer(done ? finding_answer(*is_new ? 201 : 200, id, request, services, after)
                        : problem(done.error()));
        });
    };
    if (!services.submit(std::move(act)))
        answer(problem(Error{ErrorCode::unavailable, "too many acts wait to be stored"}));
}

}  // namespace husong::http
