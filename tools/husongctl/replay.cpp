#include "tools/husongctl/replay.hpp"

#include "server/ingest/telemetry.hpp"

#include <algorithm>

namespace husong::ctl {

namespace {

constexpr Milliseconds clock_steps = 30s;  // while nothing comes: deadlines have a grace of as much

}  // namespace

ingest::IntakeSettings replay_settings(std::size_t batch) {
    ingest::IntakeSettings settings;
    settings.telemetry_capacity = std::max(settings.telemetry_capacity, batch);
    settings.checkpoint_every =
        std::chrono::hours{4};  // a cache; one a report of a parked vehicle is too many
    settings.registry_poll = std::chrono::minutes{1};  // nobody edits it meanwhile
    settings.clean_up_every = std::chrono::hours{24};  // its look at what is old costs as much as a commit
    return settings;
}

Replay::Replay(db::Store& store, Time begin, const ingest::IntakeSettings& settings)
    : clock_{begin}, intake_{store, world_, settings, [this] { return clock_; }} {}

Result<> Replay::load(ingest::CommitListener& listener) {
    intake_.add_listener(listener);
    return intake_.load();
}

Result<> Replay::turn_clock(Time until) {
    while (clock_ < until) {
        clock_ = std::min(until, clock_ + clock_steps);
        if (auto ok = intake_.settle(); !ok) return ok;
    }
    return {};
}

Result<> Replay::take(std::vector<ingest::Entry>& entries, Time last) {
    clock_ = std::max(clock_, last);
    if (!intake_.offer(entries)) return Error{ErrorCode::conflict, "the intake has no room for a batch"};
    return intake_.settle();
}

Result<std::vector<VehicleId>> identify(const RecordLog& log, db::Store& store) {
    const auto admin = store.admin();
    if (!admin) return admin.error();
    std::vector<VehicleId> vehicles;
    for (const registry::Plate& plate : log.plates()) {
        const auto vehicle = (*admin)->identify(plate);
        if (!vehicle) return vehicle.error();
        vehicles.push_back(*vehicle);
    }
    return vehicles;
}

std::vector<ingest::Entry> entries_of(const RecordLog& log, std::size_t from, std::size_t end,
                                      const std::vector<VehicleId>& vehicles) {
    std::vector<ingest::Entry> entries;
    entries.reserve(end - from);
    for (; from < end; ++from) {
        tracking::Record record = log.record(from);
        record.vehicle = vehicles[log.plate(from)];
        const std::uint64_t told_key = record.key;
        ingest::finish(record);
        if (told_key != 0) record.key = told_key;
        entries.push_back({.what = std::move(record), .ticket = {}});
    }
    return entries;
}

}  // namespace husong::ctl
