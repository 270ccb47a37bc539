#include "server/ingest/telemetry.hpp"

#include "db/store.hpp"

#include <utility>

namespace husong::ingest {

namespace {

using tracking::Record;
namespace flag = tracking::flag;

void set(Record& record, std::uint16_t bit) { record.flags = static_cast<std::uint16_t>(record.flags | bit); }

Record record_of(const Teller& teller, Time received_at) {
    Record record;
    record.vehicle = teller.vehicle;
    record.received_at = received_at;
    record.source = teller.source;
    record.told_by = teller.terminal.value;
    return record;
}

// Windows whose times cannot be read are told apart by what stands on the wire.
std::uint64_t untimed_key(const Record& record, const jt808::PassengerFlow& wire) {
    std::string told{wire.start.bytes.begin(), wire.start.bytes.end()};
    told.append(wire.end.bytes.begin(), wire.end.bytes.end());
    for (const std::uint16_t people : {wire.boarded, wire.alighted}) {
        told.push_back(static_cast<char>(people >> 8));
        told.push_back(static_cast<char>(people & 0xFF));
    }
    return tracking::record_key(record.told_by, told);
}

}  // namespace

void finish(Record& record) {
    if (record.measured_at == Time{}) {
        set(record, flag::no_time);
    } else {
        if (record.measured_at > record.received_at + clock_skew_limit) set(record, flag::clock_ahead);
        if (record.measured_at < record.received_at - fold_horizon) set(record, flag::too_old);
    }
    record = db::as_stored(std::move(record));
    record.key = tracking::record_key(record);
}

Record position_record(const Teller& teller, const jt808::LocationValues& location, bool blind_area,
                       Time received_at) {
    Record record = record_of(teller, received_at);
    record.measured_at = location.measured_at.value_or(Time{});
    const bool out_of_range = location.anomalies.has(jt808::Anomaly::coordinates_out_of_range);
    if (blind_area) set(record, flag::blind_area);
    if (out_of_range) set(record, flag::out_of_range);
    if (location.anomalies.has(jt808::Anomaly::item_overrun)) set(record, flag::malformed_items);

    auto& position = record.payload.emplace<tracking::Position>();
    position.latitude_deg = location.latitude_deg;
    position.longitude_deg = location.longitude_deg;
    position.altitude_m = static_cast<float>(location.altitude_m);
    position.speed_mps = static_cast<float>(location.speed_mps);
    position.course_deg = static_cast<float>(location.course_deg);
    position.alarm_bits = location.alarm_bits;
    position.status_bits = location.status_bits;
    position.satellites = location.satellites.value_or(tracking::satellites_not_told);
    position.located = location.located && !location.coordinates_encrypted && !out_of_range;
    position.items.assign(location.items.begin(), location.items.end());
    finish(record);
    return record;
}

Record passenger_flow_record(const Teller& teller, const jt808::PassengerFlow& wire, Time received_at) {
    Record record = record_of(teller, received_at);
    tracking::PassengerFlow flow;
    const auto from = jt808::to_time(wire.start);
    const auto until = jt808::to_time(wire.end);
    flow.from = from.value_or(Time{});
    flow.until = until.value_or(Time{});
    flow.boarded = wire.boarded;
    flow.alighted = wire.alighted;
    // What happened between two instants is known at the second.
    record.measured_at = from && until ? *until : Time{};
    if (flow.until < flow.from || flow.until - flow.from > longest_flow_window) set(record, flag::bad_window);
    record.payload = flow;
    finish(record);
    if (record.measured_at == Time{}) record.key = untimed_key(record, wire);
    return record;
}

}  // namespace husong::ingest
