// In which stretches of time a vehicle has records: the index of the history is ordered by time first
// (migrations/006_record_slots.sql), and this says where to look.
#pragma once

#include "db/sqlite/connection.hpp"
#include "server/base/ids.hpp"

#include <unordered_map>

namespace husong::db {

class Stretches {
public:
    // To be told of every new record, within its transaction. Most are of the stretch before: no query then.
    [[nodiscard]] Result<> note(Connection& db, VehicleId vehicle, Time measured_at);
    // After a rollback or a deletion.
    void forget() noexcept { newest_.clear(); }

private:
    std::unordered_map<VehicleId, std::int64_t> newest_;  // noted last
};

}  // namespace husong::db
