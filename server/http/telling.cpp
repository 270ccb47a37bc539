#include "server/http/telling.hpp"

#include "server/base/hash.hpp"
#include "server/http/read_pool.hpp"
#include "server/http/receipts.hpp"
#include "server/ingest/intake.hpp"
#include "server/ingest/telemetry.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <span>

namespace husong::http {

namespace {

using tracking::Record;
using tracking::RecordKind;

// Who sends an act again does so soon; for so long after a restart, acts from before it are looked for in the
// store.
constexpr auto resent_within = std::chrono::hours{1};
constexpr std::size_t most_looked_at = 5'000;

Error another_content() {
    return {ErrorCode::conflict, "something else was told with this Idempotency-Key before"};
}

std::uint64_t content_of(const Request& request) {
    const std::string text = request.path + '\n' + std::string{request.field("colour")} + '\n' +
                             boost::json::serialize(request.json);
    return hash64(std::span{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

// What is told "now" is told after all that is known of the vehicle, also when its terminal's clock is ahead.
Time present_of(const Request& request, const Services& services, const Telling& telling) {
    const auto state = telling.vehicle ? services.world.state(*telling.vehicle) : std::nullopt;
    if (!state) return request.received_at;
    const Time latest = state->track.last.measured_at;
    return latest <= request.received_at + ingest::clock_skew_limit
               ? std::max(request.received_at, latest + 1ms)
               : request.received_at;
}

Record make_record(const Request& request, const Services& services, const Telling& telling) {
    Record record;
    record.received_at = request.received_at;
    record.measured_at = telling.at ? *telling.at : present_of(request, services, telling);
    record.source = telling.source.value_or(request.caller.source());
    record.told_by = request.caller.number();
    record.payload = telling.payload;
    record.flags = telling.flags;
    ingest::finish(record);  // flags from the two clocks
    record.key = tracking::record_key(request.caller.key_space(), request.headers.idempotency_key);
    return record;
}

// An act without an instant of its own that was told to the server before it restarted.
Result<std::optional<Record>> find_from_before(const Telling& telling, const Record& wanted,
                                               const Services& services, db::Reader& reader) {
    const Time since = services.started_at - resent_within;
    const bool sighting = wanted.kind() == RecordKind::sighting;
    if (!sighting && !telling.vehicle) return std::optional<Record>{};
    auto records = sighting ? reader.sightings(std::nullopt, since, most_looked_at)
                            : reader.history(*telling.vehicle, since,
                                             services.started_at + ingest::clock_skew_limit, most_looked_at);
    if (!records) return records.error();
    const auto found = std::find_if(records->begin(), records->end(), [&](const Record& record) {
        return record.kind() == wanted.kind() && record.key == wanted.key && record.told_by == wanted.told_by;
    });
    if (found == records->end()) return std::optional<Record>{};
    return std::optional{std::move(*found)};
}

// Gives the record the instant at which this act was first told.
Result<> settle_instant(const Request& request, const Services& services, db::Reader& reader,
                        const Telling& telling, Record& record) {
    const bool may_be_from_before = !telling.at && !services.receipts.knows(record.key) &&
                                    request.received_at - services.started_at < resent_within;
    if (may_be_from_before) {
        const auto before = find_from_before(telling, record, services, reader);
        if (!before) return before.error();
        if (*before && (*before)->vehicle != telling.vehicle) return another_content();
        if (*before) record.measured_at = (*before)->measured_at;
    }
    const auto first = services.receipts.admit(record.key, content_of(request), record.measured_at);
    if (!first) return another_content();
    record.measured_at = *first;
    return {};
}

db::AuditEntry audit_of(const Request& request, const Record& record, const std::string& action) {
    return {.at = request.received_at,
            .account = request.caller.account ? record.told_by : 0,
            .peer = request.peer,
            .action = action,
            .object = fmt::format("vehicle {}", record.vehicle.value),
            .before = {},
            .after = boost::json::serialize(request.json)};
}

// Each under a key of its own, made from the act's.
Result<> insert_also(const Request& request, const Record& first, const std::vector<AlsoTold>& also,
                     ingest::Transaction& transaction) {
    for (std::size_t i = 0; i < also.size(); ++i) {
        Record record = first;
        record.payload = also[i].payload;
        if (also[i].vehicle) record.vehicle = also[i].vehicle;
        record.key = tracking::record_key(request.caller.key_space(),
                                          fmt::format("{}/{}", request.headers.idempotency_key, i + 1));
        if (const auto inserted = transaction.insert(std::move(record)); !inserted) return inserted.error();
    }
    return {};
}

// What stood under the record's identity before: the same content, or another.
Result<Told> compare_with_stored(const Told& told, db::Reader& reader) {
    if (told.is_new) return told;
    const Record& ours = told.record;
    const auto stored = reader.record(ours.vehicle, {ours.measured_at, ours.kind(), ours.key});
    if (!stored) return stored.error();
    if (!*stored) return Error{ErrorCode::unavailable, "the record told before is not there"};
    if ((*stored)->payload != db::as_stored(ours).payload || (*stored)->source != ours.source)
        return another_content();
    return told;
}

}  // namespace

void tell(const Request& request, const Services& services, db::Reader& reader, const Telling& telling,
          const AfterTelling& then) {
    auto told = std::make_shared<Told>();
    told->record = make_record(request, services, telling);
    if (auto settled = settle_instant(request, services, reader, telling, told->record); !settled)
        return then(settled.error(), reader);

    ingest::Act act;
    act.apply = [told, request, plate = telling.plate, also = telling.also,
                 action = telling.action](ingest::Transaction& transaction) -> Result<> {
        const auto vehicle = transaction.identify(plate);
        if (!vehicle) return vehicle.error();
        told->record.vehicle = *vehicle;
        const auto inserted = transaction.insert(told->record);
        if (!inserted) return inserted.error();
        told->is_new = *inserted;
        if (!*inserted) return {};
        if (auto rest = insert_also(request, told->record, also, transaction); !rest) return rest;
        return transaction.store().put(audit_of(request, told->record, action));
    };
    act.done = [told, then, &services](const Result<>& done) {
        services.reads.run_anyway([told, then, done](db::Reader& after) {
            then(done ? compare_with_stored(*told, after) : Result<Told>{done.error()}, after);
        });
    };
    if (!services.submit(std::move(act)))
        then(Error{ErrorCode::unavailable, "too many acts wait to be stored"}, reader);
}

std::string record_id(const Record& record) {
    return fmt::format("{}-{}-{}", record.vehicle.value, to_millis(record.measured_at), record.key);
}

}  // namespace husong::http
