#include "server/http/telemetry_desk.hpp"

#include <utility>

namespace husong::http {

namespace {

// On tickets, where terminals have the number of their connection: no such place exists.
constexpr std::uint32_t session_of_desk = 0xFFFF'FFFE;

}  // namespace

void TelemetryDesk::take(std::vector<tracking::Record> records, Done done) {
    const auto number = enter({records.front().told_by, records.size(), done});
    if (!number) return done(number.error());
    std::vector<ingest::Entry> entries;
    entries.reserve(records.size());
    for (tracking::Record& record : records)
        entries.push_back({.what = std::move(record), .ticket = {}, .last = false});
    entries.back().ticket = {.session = session_of_desk, .fingerprint = *number};
    entries.back().last = true;
    if (offer_(entries)) return;
    if (leave(*number)) done(Error{ErrorCode::unavailable, "too many records wait to be stored"});
}

void TelemetryDesk::committed(const ingest::Committed& commit) {
    for (const ingest::Ticket& ticket : commit.answers) {
        if (ticket.session != session_of_desk) continue;
        if (const auto waiting = leave(ticket.fingerprint))
            waiting->done(Told{ticket.stored, waiting->records - ticket.stored});
    }
    for (const ingest::Ticket& ticket : commit.broken) {
        if (ticket.session != session_of_desk) continue;
        if (const auto waiting = leave(ticket.fingerprint))
            waiting->done(Error{ErrorCode::conflict, "the store does not take these records"});
    }
}

void TelemetryDesk::health_changed(const ingest::Health& health) {
    std::unordered_map<std::uint64_t, Waiting> told;
    {
        const std::scoped_lock lock{mutex_};
        ready_ = health.ready;
        if (ready_) return;
        told.swap(waiting_);
        records_of_device_.clear();
    }
    for (const auto& [number, waiting] : told) waiting.done(Error{ErrorCode::unavailable, health.cause});
}

Result<std::uint64_t> TelemetryDesk::enter(Waiting waiting) {
    const std::scoped_lock lock{mutex_};
    if (!ready_) return Error{ErrorCode::unavailable, "nothing can be stored at the moment"};
    std::size_t& records = records_of_device_[waiting.device];
    if (records != 0 && records + waiting.records > most_records_waiting)
        return Error{ErrorCode::unavailable, "too many records of this device wait to be stored"};
    records += waiting.records;
    waiting_.emplace(++last_number_, std::move(waiting));
    return last_number_;
}

// None: it was told already.
std::optional<TelemetryDesk::Waiting> TelemetryDesk::leave(std::uint64_t number) {
    const std::scoped_lock lock{mutex_};
    auto found = waiting_.extract(number);
    if (!found) return std::nullopt;
    Waiting waiting = std::move(found.mapped());
    const auto device = records_of_device_.find(waiting.device);
    device->second -= waiting.records;
    if (device->second == 0) records_of_device_.erase(device);
    return waiting;
}

}  // namespace husong::http
