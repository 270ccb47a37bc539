// One step after the wire: a location report as values with units. Allocates nothing.
#pragma once

#include "server/jt808/anomaly.hpp"
#include "server/jt808/bits.hpp"
#include "server/jt808/location_report.hpp"

namespace husong::jt808 {

struct LocationValues {
    std::optional<Time> measured_at;  // the terminal's clock, in UTC; nothing when it had none (bad_time)
    double latitude_deg = 0;          // WGS 84 unless coordinates_encrypted, north positive
    double longitude_deg = 0;         // east positive
    double altitude_m = 0;
    double speed_mps = 0;
    double course_deg = 0;  // clockwise from true north, [0, 360)
    // Without a fix the coordinates are the last known or zero: a sign of life, no position.
    bool located = false;
    bool coordinates_encrypted = false;  // shifted, in effect GCJ-02: not to be mixed with the others
    std::uint32_t alarm_bits = 0;
    std::uint32_t status_bits = 0;
    Anomalies anomalies;

    std::optional<double> odometer_m;
    std::optional<double> fuel_l;
    std::optional<double> recorder_speed_mps;
    std::optional<double> carriage_temperature_c;
    std::optional<std::uint32_t> video_alarm_bits;  // JT/T 1078; bit overload_video_bit: 客车超员
    std::optional<std::uint32_t> vehicle_signal_bits;
    std::optional<std::uint16_t> io_bits;
    std::optional<std::uint8_t> signal_strength;
    std::optional<std::uint8_t> satellites;

    Bytes items{};  // all of them, raw, in order: see ItemRange
};

LocationValues location_values(const LocationReport& report);

Anomalies anomalies_of(const LocationReport& report);
Anomalies anomalies_of(const BatchReport& batch);  // its own and those of its locations

}  // namespace husong::jt808
