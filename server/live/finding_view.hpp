// A finding as its readers get it. One table of fields, driven by the access table: what a role may not read
// is null.
#pragma once

#include "maps/geometry.hpp"
#include "server/access/permission.hpp"
#include "server/registry/registry.hpp"
#include "server/rules/finding.hpp"
#include "server/rules/summary.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>

namespace husong::live {

// Who of the reader's role took notice of a finding (签收), and how grave it was then.
struct Acknowledged {
    rules::Level level{};
    rules::Severity severity{};
    Time at{};
    std::string by;
};

// An acknowledgement holds for the level and the severity it was given at, and for lesser ones.
inline bool holds(const rules::Finding& finding, rules::Level level, rules::Severity severity) {
    return finding.head.level <= level && rules::severity_of(finding) >= severity;
}

// A finding with what is known around it.
struct FindingScene {
    rules::Finding finding;  // with an episode at least
    registry::Plate plate;
    rules::VehicleSummary summary;  // of its newest episode
    Time now{};
    std::optional<maps::Wgs84> reader_at = std::nullopt;  // distances are measured from here
    std::optional<maps::Wgs84> seen_at = std::nullopt;    // where somebody saw it last, if he told the place
    std::string place_seen = {};                          // in the words of who saw it; empty: nobody told
    std::optional<Acknowledged> acknowledged = std::nullopt;  // of the reader's role
};

// Puts the scene of a finding together. `vehicle`: nullptr when nothing is known of it now.
struct SceneSource {
    const rules::Finding& finding;
    const registry::Plate& plate;
    const rules::VehicleFold* vehicle;
    const registry::Registry& registry;
};
FindingScene scene_of(const SceneSource& source, const rules::VerdictSettings& settings, Time now);

boost::json::object finding_json(const FindingScene& scene, access::Role reader);

// Where a vehicle is and how old that is; null: never told.
boost::json::value position_json(const std::optional<rules::PositionView>& position);
// Unknown figures are null.
boost::json::object figures_json(const rules::Figures& figures);
boost::json::object plate_json(const registry::Plate& plate);

// How far the vehicle is from the reader. A vehicle that tells no position is where it was seen last, else
// where its newest episode began. None when no such place is known, or the reader's is not.
std::optional<double> distance_m(const FindingScene& scene);

}  // namespace husong::live
