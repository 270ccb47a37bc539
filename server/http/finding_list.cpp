#include "server/http/finding_list.hpp"

#include "server/rules/rule.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <tuple>

namespace husong::http {

using live::FindingScene;

namespace {

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || wrong != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<maps::Wgs84> parse_place(std::string_view text) {
    const auto comma = text.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    const auto latitude = parse_number<double>(text.substr(0, comma));
    const auto longitude = parse_number<double>(text.substr(comma + 1));
    if (!latitude || !longitude || !(std::abs(*latitude) <= 90) || !(std::abs(*longitude) <= 180))
        return std::nullopt;
    return maps::Wgs84{*latitude, *longitude};
}

// Smaller ranks first.
auto rank(const FindingScene& scene) {
    const rules::FindingHead& head = scene.finding.head;
    return std::tuple{-static_cast<int>(head.level),      !scene.summary.pupils_aboard_likely,
                      rules::severity_of(scene.finding),  -scene.summary.over,
                      -to_millis(scene.finding.found_at), -head.id.value};
}

}  // namespace

Result<FindingFilter> read_filter(const Request& request) {
    FindingFilter filter;
    filter.open_only = request.field("state") != "all";
    filter.moving_only = request.field("moving") == "true";
    filter.min_level = rules::parse_level(request.field("min_level"));
    filter.limit = parse_number<std::size_t>(request.field("limit")).value_or(filter.limit);
    filter.radius_m = parse_number<double>(request.field("radius_m"));
    filter.cursor = request.field("cursor");
    if (const auto code = request.field("rule"); !code.empty()) {
        filter.rule = rules::parse_rule(code);
        if (!filter.rule) return Error{ErrorCode::malformed, "rule is not known"};
    }
    if (const auto place = request.field("near"); !place.empty()) {
        filter.near = parse_place(place);
        if (!filter.near) return Error{ErrorCode::malformed, "near must be LATITUDE,LONGITUDE in degrees"};
    }
    return filter;
}

bool is_near(const FindingScene& scene, const FindingFilter& filter) {
    if (!filter.near || !filter.radius_m) return true;
    const auto distance = live::distance_m(scene);
    return distance && *distance <= *filter.radius_m;
}

bool ranks_before(const FindingScene& a, const FindingScene& b) { return rank(a) < rank(b); }

std::size_t page_begin(const std::vector<FindingScene>& ranked, std::string_view cursor) {
    const auto dot = std::min(cursor.find('.'), cursor.size());
    const auto place = parse_number<std::size_t>(cursor.substr(0, dot));
    const auto id = parse_number<std::int64_t>(cursor.substr(std::min(dot + 1, cursor.size())));
    if (!place || !id) return 0;
    const auto last = std::find_if(ranked.begin(), ranked.end(), [&](const FindingScene& scene) {
        return scene.finding.head.id.value == *id;
    });
    if (last != ranked.end()) return static_cast<std::size_t>(last - ranked.begin()) + 1;
    return std::min(*place, ranked.size());
}

std::string cursor_after(const std::vector<FindingScene>& ranked, std::size_t end) {
    return fmt::format("{}.{}", end, ranked[end - 1].finding.head.id.value);
}

}  // namespace husong::http
