// One vehicle's day, told record by record and folded: what a test changes is one thing in a lawful example.
#pragma once

#include "server/rules/fold.hpp"
#include "server/rules/rule.hpp"
#include "tests/tracking/telling.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>

namespace husong::rules {

namespace telling = tracking::telling;
using telling::bus;
using telling::morning;
using tracking::Source;

// A large school bus of 核载 45 with valid papers, whose counter sees everybody.
inline registry::RegistryRows lawful_county() {
    registry::RegistryRows rows;
    registry::Versioned<registry::Vehicle> vehicle;
    vehicle.value.id = bus;
    vehicle.value.plate = {"冀H00318", registry::PlateColour::yellow};
    vehicle.value.use_nature = 'S';
    vehicle.value.approved_persons = 45;
    vehicle.value.counts_driver = true;
    vehicle.valid_from = morning - std::chrono::days{300};
    vehicle.version = 11;
    registry::Versioned<registry::SchoolBusPlate> plate;
    plate.value.vehicle = bus;
    plate.valid_from = vehicle.valid_from;
    plate.valid_until = china_midnight(morning) + std::chrono::days{150};
    plate.version = 12;
    registry::Versioned<registry::Permit> permit;
    permit.value.vehicle = bus;
    permit.valid_from = vehicle.valid_from;
    permit.valid_until = plate.valid_until;
    permit.version = 13;
    rows.vehicles = {vehicle};
    rows.school_bus_plates = {plate};
    rows.permits = {permit};
    return rows;
}

// The county sets a threshold of its own, since ever or from then to then.
inline registry::Versioned<registry::LocalRule> local_rule(std::string parameter, std::string value,
                                                           Time from = {}, Time until = end_of_time) {
    static std::int64_t version = 900;
    return {{std::move(parameter), std::move(value), "接送学生车辆管理细则", "第九条", "县教发〔2026〕3 号"},
            from,
            until,
            from,
            ++version};
}

inline registry::Vehicle& vehicle_of(registry::RegistryRows& rows) { return rows.vehicles.front().value; }

class Story {
public:
    explicit Story(registry::RegistryRows rows = lawful_county()) : registry{std::move(rows)} {}

    void tell(const tracking::Record& record) {
        told.push_back(record);
        fold(state, record, context, changes);
        now = record.measured_at;
    }
    // Somebody edits the register: it is another one, at the place that the context knows.
    void edit(registry::RegistryRows rows) {
        std::destroy_at(&registry);
        std::construct_at(&registry, std::move(rows));
    }
    void wait(Milliseconds length) {
        now += length;
        advance(state, bus, now, context, changes);
    }
    void drive(Milliseconds length, double speed_kmh = 36, Milliseconds interval = 10s) {
        for (const Time end = now + length; now < end;) {
            north_m += speed_kmh / 3.6 * static_cast<double>(interval.count()) / 1'000;
            tell(telling::fix(now + interval, {north_m, speed_kmh}));
        }
    }
    void stand(Milliseconds length, bool door = false, bool acc = true, Milliseconds interval = 10s) {
        for (const Time end = now + length; now < end;)
            tell(telling::fix(now + interval, {north_m, 0, door, acc}));
    }
    // Parked empty, then people board at one stop with the door open, then it drives: moving and settled.
    void load(int boarded) {
        stand(std::chrono::minutes{12}, false, false, 60s);
        stop(boarded, 0);
        drive(90s);
    }
    void stop(int boarded, int alighted) {
        stand(60s, true);
        tell(telling::flow(now - 40s, now, boarded, alighted));
        stand(10s);
    }
    void count(int pupils, int adults, Source source = Source::escort) {
        tell(telling::count(now, pupils, adults, source));
    }
    void seen(Source source, tracking::PupilsSeen pupils = tracking::PupilsSeen::some) {
        tell(telling::seen(now, pupils, source));
    }

    // The newest finding of a rule; nullptr: there never was one.
    [[nodiscard]] const RuleTrack* finding(RuleId rule, std::string_view subject = {}) const {
        return state.rules.tracks.find(rule, subject);
    }
    // "LD-01 likely, VL-02 confirmed": the open findings.
    [[nodiscard]] std::string open() const {
        std::string text;
        for (const RuleTrack& track : state.rules.tracks) {
            if (!track.open()) continue;
            text += text.empty() ? "" : ", ";
            text += std::string{rule_code(track.head.rule)} + " " + std::string{level_name(track.head.level)};
        }
        return text;
    }

    registry::Registry registry;
    const tracking::TrackingSettings tracking;  // what a county sets itself is in its register
    const RuleSettings rules;
    FoldContext context{registry, tracking, rules};
    VehicleFold state;
    std::vector<tracking::Record> told;
    std::vector<FindingChange> changes;
    Time now = morning;
    double north_m = 0;
};

}  // namespace husong::rules
