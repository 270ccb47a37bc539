#include "server/http/open_findings.hpp"

#include "server/live/audience.hpp"
#include "server/rules/rule.hpp"

#include <utility>

namespace husong::http {

namespace {

constexpr std::size_t page_size = 500;
constexpr std::size_t most_pages = 10;  // no county corrects more than this before it looks again

}  // namespace

Result<OpenFindings> read_open_findings(access::Role reader, db::Reader& store) {
    OpenFindings open;
    db::FindingQuery query;
    query.limit = page_size;
    for (std::size_t page = 0; page < most_pages; ++page) {
        auto findings = store.findings(query);
        if (!findings) return findings.error();
        open.more = findings->size() == page_size;
        if (open.more)
            query.after = db::Cursor{to_millis(findings->back().found_at), findings->back().head.id.value};
        for (rules::Finding& finding : *findings) {
            if (!live::concerns(finding.head.rule, reader)) continue;
            const bool looked_up = rules::rule_of(finding.head.rule).look != nullptr;
            (looked_up ? open.on_paper : open.on_the_road).push_back(std::move(finding));
        }
        if (!open.more) break;
    }
    return open;
}

}  // namespace husong::http
