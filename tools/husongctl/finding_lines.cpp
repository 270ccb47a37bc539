#include "tools/husongctl/finding_lines.hpp"

#include "server/rules/rule.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace husong::ctl {

namespace {

namespace json = boost::json;
using rules::Finding;
using Plates = std::map<VehicleId, registry::Plate>;

constexpr double millionths = 1e6;  // of a degree: the grid of the wire

json::object figures_json(const rules::Figures& figures) {
    json::object told;
    const auto add = [&told](std::string_view name, int value) {
        if (value >= 0) told[name] = value;
    };
    add("lower", figures.lower);
    add("upper", figures.upper);
    add("pupils", figures.pupils);
    add("adults", figures.adults);
    add("approved_persons", figures.approved_persons);
    add("approved_pupils", figures.approved_pupils);
    return told;
}

json::array evidence_json(const rules::Episode& episode) {
    json::array evidence;
    for (const rules::RecordRef& ref : episode.evidence)
        if (ref != rules::RecordRef{})
            evidence.push_back({{"kind", kind_name(ref.kind)}, {"at", to_millis(ref.measured_at)}});
    return evidence;
}

json::value instant_json(const std::optional<Time>& at) {
    return at ? json::value(to_millis(*at)) : json::value(nullptr);
}

json::object episode_json(const rules::Episode& episode, rules::RuleId rule) {
    return {{"from", to_millis(episode.from)},
            {"until", instant_json(episode.until)},
            {"level", level_name(episode.level)},
            {"severity", severity_name(severity_of(rule, episode.severity))},
            {"figures", figures_json(episode.worst)},
            {"latitude_deg", std::round(episode.latitude_deg * millionths) / millionths},
            {"longitude_deg", std::round(episode.longitude_deg * millionths) / millionths},
            {"evidence", evidence_json(episode)},
            {"detail", episode.detail}};
}

// {"suspected": …, "likely": …}: as far as it went.
template <class First>
json::object concluded_json(rules::Level reached, const First& first) {
    json::object told;
    for (const auto level : {rules::Level::suspected, rules::Level::likely, rules::Level::confirmed})
        if (level <= reached) told[level_name(level)] = instant_json(first(level));
    return told;
}

json::object finding_json(const Finding& finding, const Plates& plates, const Conclusions* times) {
    json::object line{{"rule", rules::rule_code(finding.head.rule)}};
    if (const auto plate = plates.find(finding.head.vehicle); plate != plates.end()) {
        line["plate"] = plate->second.text;
        line["colour"] = registry::colour_name(plate->second.colour);
    }
    line["subject"] = finding.head.subject;
    line["level"] = level_name(finding.head.level);
    json::array episodes;
    for (std::size_t i = 0; i < finding.episodes.size(); ++i) {
        json::object episode = episode_json(finding.episodes[i], finding.head.rule);
        if (times != nullptr)
            episode["concluded_at"] = concluded_json(finding.episodes[i].level, [&](rules::Level level) {
                return times->first(finding.head.id, i, level);
            });
        episodes.push_back(std::move(episode));
    }
    line["episodes"] = std::move(episodes);
    if (times != nullptr)
        line["concluded_at"] = concluded_json(
            finding.head.level, [&](rules::Level level) { return times->first(finding.head.id, level); });
    return line;
}

Result<std::vector<Finding>> all_findings(db::Reader& reader) {
    db::FindingQuery query;
    query.open_only = false;
    query.limit = SIZE_MAX / 2;
    auto findings = reader.findings(query);
    if (findings)
        std::erase_if(*findings, [](const Finding& finding) { return finding.withdrawn_at.has_value(); });
    return findings;
}

}  // namespace

Result<std::string> finding_lines(db::Reader& reader, const Conclusions* times) {
    auto findings = all_findings(reader);
    if (!findings) return findings.error();
    const auto rows = reader.load_registry();
    if (!rows) return rows.error();
    Plates plates;
    for (const auto& [plate, vehicle] : rows->identities) plates[vehicle] = plate;

    std::vector<std::tuple<std::string_view, registry::Plate, std::string, Time, std::string>> lines;
    for (const Finding& finding : *findings) {
        const Time begin = finding.episodes.empty() ? Time{} : finding.episodes.front().from;
        const auto plate = plates.find(finding.head.vehicle);
        lines.emplace_back(rules::rule_code(finding.head.rule),
                           plate == plates.end() ? registry::Plate{} : plate->second, finding.head.subject,
                           begin, json::serialize(finding_json(finding, plates, times)));
    }
    std::ranges::sort(lines);
    std::string text;
    for (const auto& line : lines) text += std::get<4>(line) + "\n";
    return text;
}

}  // namespace husong::ctl
