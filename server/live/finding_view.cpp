#include "server/live/finding_view.hpp"

#include "server/rules/rule.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

namespace husong::live {

namespace json = boost::json;
using access::Resource;
using rules::Figures;
using rules::Finding;

namespace {

constexpr double kmh_per_mps = 3.6;

// A float as few digits as it is good for: 12.5, not 12.49999…
double rounded(double value, double steps_per_unit) {
    return std::round(value * steps_per_unit) / steps_per_unit;
}

json::value known_or_null(std::int16_t figure) {
    return figure < 0 ? json::value(nullptr) : json::value(figure);
}

// At least so many too many: of people or of pupils, whichever is more. What is not known is below every
// limit.
int excess(const Figures& figures) {
    const int persons = figures.approved_persons > 0 ? figures.lower - figures.approved_persons : 0;
    const int pupils = figures.approved_pupils > 0 ? figures.pupils - figures.approved_pupils : 0;
    return std::max(persons, pupils);
}

std::string_view state_name(const Finding& finding) {
    if (finding.withdrawn_at) return "withdrawn";
    return finding.open() ? "open" : "closed";
}

// When its last episode ended, or when it was withdrawn.
json::value closed_at(const Finding& finding) {
    if (finding.open()) return nullptr;
    const rules::Episode& newest = finding.episodes.back();
    const Time ended = newest.until.value_or(newest.from);
    return json::value(to_iso(std::max(ended, finding.withdrawn_at.value_or(ended))));
}

json::value distance_json(const FindingScene& scene) {
    const auto distance = distance_m(scene);
    return distance ? json::value(std::llround(*distance)) : json::value(nullptr);
}

json::value acknowledged_json(const FindingScene& scene) {
    if (!scene.acknowledged) return nullptr;
    const Acknowledged& told = *scene.acknowledged;
    return json::object{{"at", to_iso(told.at)},
                        {"by", told.by},
                        {"level", rules::level_name(told.level)},
                        {"holds", holds(scene.finding, told.level, told.severity)}};
}

// A field: whose business it is, its name, its value.
struct Field {
    Resource resource;
    std::string_view name;
    json::value (*value)(const FindingScene&);
};

const rules::Rule& rule(const FindingScene& s) { return rules::rule_of(s.finding.head.rule); }

constexpr std::array fields{
    Field{Resource::finding, "id",
          [](const FindingScene& s) { return json::value(std::to_string(s.finding.head.id.value)); }},
    Field{Resource::finding, "rule", [](const FindingScene& s) { return json::value(rule(s).code); }},
    Field{Resource::finding, "rule_zh", [](const FindingScene& s) { return json::value(rule(s).name_zh); }},
    Field{Resource::finding, "severity",
          [](const FindingScene& s) {
              return json::value(rules::severity_name(rules::severity_of(s.finding)));
          }},
    Field{Resource::finding, "level",
          [](const FindingScene& s) { return json::value(rules::level_name(s.finding.head.level)); }},
    Field{Resource::finding, "level_zh",
          [](const FindingScene& s) { return json::value(rules::level_name_zh(s.finding.head.level)); }},
    Field{Resource::finding, "state",
          [](const FindingScene& s) { return json::value(state_name(s.finding)); }},
    Field{Resource::vehicle, "plate", [](const FindingScene& s) { return json::value(plate_json(s.plate)); }},
    Field{Resource::vehicle, "vehicle_text",
          [](const FindingScene& s) { return json::value(s.summary.vehicle_text); }},
    Field{Resource::finding, "headline",
          [](const FindingScene& s) { return json::value(s.summary.headline); }},
    Field{Resource::load, "detail", [](const FindingScene& s) { return json::value(s.summary.detail); }},
    Field{Resource::finding, "opened_at",
          [](const FindingScene& s) { return json::value(to_iso(s.finding.episodes.front().from)); }},
    Field{Resource::finding, "found_at",
          [](const FindingScene& s) { return json::value(to_iso(s.finding.found_at)); }},
    Field{Resource::finding, "updated_at",
          [](const FindingScene& s) { return json::value(to_iso(s.finding.updated_at)); }},
    Field{Resource::finding, "closed_at", [](const FindingScene& s) { return closed_at(s.finding); }},
    Field{Resource::finding, "found_late",
          [](const FindingScene& s) { return json::value(s.finding.found_late); }},
    Field{Resource::load, "figures",
          [](const FindingScene& s) { return json::value(figures_json(s.finding.episodes.back().worst)); }},
    Field{Resource::load, "over",
          [](const FindingScene& s) {
              return s.summary.over > 0 ? json::value(s.summary.over) : json::value(nullptr);
          }},
    Field{Resource::sighting, "place_seen",
          [](const FindingScene& s) {
              return s.place_seen.empty() ? json::value(nullptr) : json::value(s.place_seen);
          }},
    Field{Resource::position, "position",
          [](const FindingScene& s) { return position_json(s.summary.position); }},
    Field{Resource::position, "distance_m", [](const FindingScene& s) { return distance_json(s); }},
    Field{Resource::position, "moving", [](const FindingScene& s) { return json::value(s.summary.moving); }},
    Field{Resource::finding, "legal_basis",
          [](const FindingScene& s) { return json::value(rule(s).legal_basis_zh); }},
    Field{Resource::finding, "points_class",
          [](const FindingScene& s) {
              return s.summary.points_class.empty() ? json::value(nullptr)
                                                    : json::value(s.summary.points_class);
          }},
    Field{Resource::finding, "acknowledged", acknowledged_json},
    Field{Resource::load, "pupils_aboard_likely",
          [](const FindingScene& s) { return json::value(s.summary.pupils_aboard_likely); }},
};

// The newest place at which somebody saw it.
std::optional<maps::Wgs84> newest_place(const rules::VehicleFold* vehicle) {
    if (!vehicle) return std::nullopt;
    const auto seen = vehicle->track.seen.all();
    const auto placed = std::find_if(seen.rbegin(), seen.rend(),
                                     [](const auto& each) { return each.place != maps::Wgs84{}; });
    return placed == seen.rend() ? std::nullopt : std::optional{placed->place};
}

std::optional<maps::Wgs84> place_of(const FindingScene& scene) {
    if (scene.summary.position) return scene.summary.position->fix.place;
    if (scene.seen_at) return scene.seen_at;
    const rules::Episode& newest = scene.finding.episodes.back();
    const maps::Wgs84 began{newest.latitude_deg, newest.longitude_deg};
    return began == maps::Wgs84{} ? std::nullopt : std::optional{began};
}

}  // namespace

FindingScene scene_of(const SceneSource& source, const rules::VerdictSettings& settings, Time now) {
    const rules::SummarySource summary{source.finding.head, source.finding.episodes.back(), source.vehicle,
                                       source.registry};
    FindingScene scene{source.finding, source.plate, rules::summarise(summary, now, settings), now};
    scene.seen_at = newest_place(source.vehicle);
    return scene;
}

json::object finding_json(const FindingScene& scene, access::Role reader) {
    json::object object;
    for (const Field& field : fields)
        object[field.name] =
            access::may(reader, field.resource, access::Action::read) ? field.value(scene) : nullptr;
    return object;
}

json::value position_json(const std::optional<rules::PositionView>& position) {
    if (!position) return nullptr;
    const tracking::Fix& fix = position->fix;
    return json::object{{"latitude_deg", rounded(fix.place.latitude_deg, 1e6)},
                        {"longitude_deg", rounded(fix.place.longitude_deg, 1e6)},
                        {"speed_kmh", rounded(fix.speed_mps * kmh_per_mps, 10)},
                        {"course_deg", rounded(fix.course_deg, 1)},
                        {"measured_at", to_iso(fix.at)},
                        {"age_s", std::chrono::floor<std::chrono::seconds>(position->age).count()},
                        {"state", rules::position_age_name(position->state)}};
}

json::object figures_json(const Figures& figures) {
    const bool exact = figures.lower >= 0 && figures.lower == figures.upper;
    const int over = excess(figures);
    return {{"lower", known_or_null(figures.lower)},
            {"upper", known_or_null(figures.upper)},
            {"people", exact ? json::value(figures.lower) : json::value(nullptr)},
            {"pupils", known_or_null(figures.pupils)},
            {"adults", known_or_null(figures.adults)},
            {"approved_persons", known_or_null(figures.approved_persons)},
            {"approved_pupils", known_or_null(figures.approved_pupils)},
            {"over", over > 0 ? json::value(over) : json::value(nullptr)}};
}

json::object plate_json(const registry::Plate& plate) {
    return {{"plate", plate.text},
            {"display", registry::display_plate(plate.text)},
            {"colour", registry::colour_name(plate.colour)}};
}

std::optional<double> distance_m(const FindingScene& scene) {
    const auto place = place_of(scene);
    if (!scene.reader_at || !place) return std::nullopt;
    return maps::distance_m(*scene.reader_at, *place);
}

}  // namespace husong::live
