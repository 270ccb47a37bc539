// The list of what is flagged: filtered, ranked, cut into pages.
#pragma once

#include "db/store.hpp"
#include "server/http/message.hpp"
#include "server/live/finding_view.hpp"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace husong::http {

struct FindingFilter {
    bool open_only = true;
    std::optional<rules::RuleId> rule;
    std::optional<rules::Level> min_level;
    bool moving_only = false;
    std::optional<maps::Wgs84> near;
    std::optional<double> radius_m;
    std::size_t limit = 50;
    std::string cursor;
};

// From a request whose parameters have kept their schemas. Errors: malformed, with the parameter's name in
// front.
[[nodiscard]] Result<FindingFilter> read_filter(const Request& request);

// Is it within the filter's circle and does it move, if that was asked for?
bool is_near(const live::FindingScene& scene, const FindingFilter& filter);

// The surest first, of these pupils aboard and the worst, then the newest.
bool ranks_before(const live::FindingScene& a, const live::FindingScene& b);

// Where a page of a ranked list begins: after the finding that ended the page before, wherever it stands now;
// at its old place when it is gone.
std::size_t page_begin(const std::vector<live::FindingScene>& ranked, std::string_view cursor);
std::string cursor_after(const std::vector<live::FindingScene>& ranked, std::size_t end);

}  // namespace husong::http
