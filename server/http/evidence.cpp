#include "server/http/evidence.hpp"

#include "server/http/json_fields.hpp"
#include "server/live/finding_view.hpp"
#include "server/rules/load_view.hpp"

#include <fmt/core.h>

#include <type_traits>
#include <variant>

namespace husong::http {

namespace json = boost::json;
using tracking::HeadCount;
using tracking::PassengerFlow;
using tracking::Position;
using tracking::Record;
using tracking::Sighting;

namespace {

constexpr double kmh_per_mps = 3.6;

std::string_view kind_name(tracking::RecordKind kind) {
    switch (kind) {
        case tracking::RecordKind::position: return "position";
        case tracking::RecordKind::passenger_flow: return "passenger_flow";
        case tracking::RecordKind::head_count: return "head_count";
        case tracking::RecordKind::trip_event: return "trip_event";
        case tracking::RecordKind::sighting: break;
    }
    return "sighting";
}

json::object told(const Position& position) {
    const double speed_kmh = position.speed_mps * kmh_per_mps;
    return {{"text", fmt::format("位置 {:.5f}, {:.5f}，速度 {:.0f} 公里/小时", position.latitude_deg,
                                 position.longitude_deg, speed_kmh)},
            {"latitude_deg", position.latitude_deg},
            {"longitude_deg", position.longitude_deg},
            {"speed_kmh", speed_kmh}};
}

json::object told(const PassengerFlow& flow) {
    return {{"text", fmt::format("车门计数 {}–{}：上车 {} 人，下车 {} 人", rules::clock_zh(flow.from),
                                 rules::clock_zh(flow.until), flow.boarded, flow.alighted)},
            {"from", to_iso(flow.from)},
            {"until", to_iso(flow.until)},
            {"boarded", flow.boarded},
            {"alighted", flow.alighted}};
}

json::object told(const tracking::TripEvent& event) {
    return {{"text", tracking::event_name_zh(event.kind)},
            {"event", tracking::event_name(event.kind)},
            {"number", event.number}};
}

json::object told(const HeadCount& heads) {
    const std::string others = heads.others > 0 ? fmt::format(" + 其他 {}", heads.others) : "";
    return {{"text", fmt::format("清点 {} 人（学生 {} + 司乘 {}{}）", heads.people(), heads.pupils,
                                 heads.adults, others)},
            {"people", heads.people()},
            {"pupils", heads.pupils},
            {"adults", heads.adults},
            {"others", heads.others}};
}

json::object told(const Sighting& seen) {
    std::string text = seen.place.empty() ? "看到这辆车" : "在" + seen.place + "看到这辆车";
    if (seen.pupils)
        text += fmt::format("，学生约 {} 人", *seen.pupils);
    else if (seen.pupils_seen == tracking::PupilsSeen::some)
        text += "，车上有学生";
    else if (seen.pupils_seen == tracking::PupilsSeen::none)
        text += "，车上没有学生";
    json::object object{
        {"text", text}, {"place", seen.place}, {"pupils", or_null(seen.pupils)}, {"note", seen.note}};
    if (seen.latitude_deg && seen.longitude_deg) {
        object["latitude_deg"] = *seen.latitude_deg;
        object["longitude_deg"] = *seen.longitude_deg;
    }
    return object;
}

json::object episode_json(const rules::Episode& episode) {
    const bool placed = episode.latitude_deg != 0 || episode.longitude_deg != 0;
    return {{"from", to_iso(episode.from)},
            {"until", time_or_null(episode.until)},
            {"level", rules::level_name(episode.level)},
            {"figures", live::figures_json(episode.worst)},
            {"place", nullptr},
            {"latitude_deg", placed ? json::value(episode.latitude_deg) : json::value(nullptr)},
            {"longitude_deg", placed ? json::value(episode.longitude_deg) : json::value(nullptr)},
            {"evidence", json::array{}},
            {"register_versions", json::object{{"vehicle", episode.versions[0]},
                                               {"school_bus_plate", episode.versions[1]},
                                               {"permit", episode.versions[2]}}}};
}

// Adds the records an episode rests on, and the words in which one of them tells the place.
Result<> add_evidence(json::object& object, const rules::Episode& episode, VehicleId vehicle,
                      db::Reader& reader) {
    for (const rules::RecordRef& ref : episode.evidence) {
        if (ref == rules::RecordRef{}) continue;
        const auto record = reader.record(vehicle, ref);
        if (!record) return record.error();
        if (!*record) continue;  // an unused reference, or a record beyond its retention
        object["evidence"].as_array().push_back(evidence_json(**record));
        const auto* seen = std::get_if<Sighting>(&(*record)->payload);
        if (seen && !seen->place.empty()) object["place"] = seen->place;
    }
    return {};
}

// Empty: nobody told, or the store cannot say now.
std::string place_seen(const rules::Finding& finding, db::Reader& reader) {
    std::string place;
    Time newest{};
    for (const rules::RecordRef& ref : finding.episodes.back().evidence) {
        if (ref.kind != tracking::RecordKind::sighting || ref.measured_at < newest) continue;
        const auto record = reader.record(finding.head.vehicle, ref);
        const auto* seen = record && *record ? std::get_if<Sighting>(&(*record)->payload) : nullptr;
        if (!seen || seen->place.empty()) continue;
        place = seen->place;
        newest = ref.measured_at;
    }
    return place;
}

}  // namespace

Result<json::array> episodes_json(const rules::Finding& finding, db::Reader& reader) {
    json::array all;
    for (const rules::Episode& episode : finding.episodes) {
        json::object object = episode_json(episode);
        if (auto added = add_evidence(object, episode, finding.head.vehicle, reader); !added)
            return added.error();
        all.push_back(std::move(object));
    }
    return all;
}

void complete(live::FindingScene& scene, access::Role role, db::Reader& reader) {
    scene.place_seen = place_seen(scene.finding, reader);
    scene.acknowledged = std::nullopt;
    const auto told = reader.acknowledgements(scene.finding.head.id, role);
    if (!told || told->empty()) return;
    const auto holding = std::ranges::find_if(*told, [&](const db::Acknowledgement& each) {
        return live::holds(scene.finding, each.level, each.severity);
    });
    const db::Acknowledgement& shown = holding == told->end() ? told->front() : *holding;
    scene.acknowledged = {shown.level, shown.severity, shown.at, shown.by};
}

json::object evidence_json(const Record& record) {
    json::object object = std::visit([](const auto& payload) { return told(payload); }, record.payload);
    object["kind"] = kind_name(record.kind());
    object["measured_at"] = to_iso(record.measured_at);
    object["received_at"] = to_iso(record.received_at);
    object["source"] = tracking::source_name(record.source);
    object["source_zh"] = tracking::source_name_zh(record.source);
    return object;
}

}  // namespace husong::http
