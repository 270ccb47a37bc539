#include "device_sim/record_lines.hpp"

#include "server/jt808/bits.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace husong::device_sim {

namespace {

constexpr double kmh_per_mps = 3.6;

std::uint32_t status_bits(const Fix& fix) {
    std::uint32_t status = 0;
    if (fix.ignition_on) status |= jt808::status::acc_on;
    if (fix.located) status |= jt808::status::located;
    if (fix.door_open) status |= 1U << jt808::status::first_door;
    return status;
}

}  // namespace

// Names of the county hold no tab, line end or backslash: nothing is to be escaped.
void RecordLines::add(const Telling& telling, std::string_view rest) {
    lines_.push_back(
        {telling.received_at, fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", to_millis(telling.measured_at),
                                          to_millis(telling.received_at), telling.source,
                                          telling.vehicle.plate, telling.vehicle.colour, rest)});
    ++told_;
}

void RecordLines::position(const Telling& telling, const Fix& fix) {
    add(telling, fmt::format("position\t{:.6f}\t{:.6f}\t{:.1f}\t{:.0f}\t{:.0f}\t0\t{}\t{}",
                             fix.point.latitude_deg, fix.point.longitude_deg, fix.speed_mps * kmh_per_mps,
                             fix.course_deg, fix.altitude_m, status_bits(fix), fix.satellites));
}

void RecordLines::flow(const Telling& telling, Time from, const Flow& flow) {
    add(telling, fmt::format("passenger_flow\t{}\t{}\t{}\t{}", to_millis(from),
                             to_millis(telling.measured_at), flow.boarded, flow.alighted));
}

void RecordLines::head_count(const Telling& telling, const HeadCount& heads) {
    // One phone a vehicle, one account a school: beside its source a vehicle's teller needs no other number.
    add(telling, fmt::format("head_count\t{}\t{}\t0\tby=1", heads.pupils, heads.adults));
}

void RecordLines::event(const Telling& telling, const CrewEvent& event) {
    add(telling,
        fmt::format("trip_event\t{}\t{}\t{}\t\t{}", event.kind, event.run, event.person, event.number));
}

std::string RecordLines::take(Time until) {
    std::ranges::stable_sort(lines_, {}, &Line::received_at);
    const auto end = std::ranges::lower_bound(lines_, until, {}, &Line::received_at);
    std::string text;
    for (auto line = lines_.begin(); line != end; ++line) text += line->text;
    lines_.erase(lines_.begin(), end);
    return text;
}

}  // namespace husong::device_sim
