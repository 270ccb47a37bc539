// A record as a row of the history and back.
#pragma once

#include "db/sqlite/connection.hpp"
#include "server/tracking/record.hpp"

namespace husong::db {

// Binds the parameters of the INSERT in insert_record(): columns vehicle … items as ?1 … ?18.
void bind_record(Query& insert, const tracking::Record& record, std::int64_t kind_key);

// The payload that stands beside the row, for the kinds that are not positions.
[[nodiscard]] Result<> insert_payload(Connection& db, std::int64_t row, const tracking::Record& record);

// Reads a row of `SELECT * FROM record`, and what stands beside it.
[[nodiscard]] Result<tracking::Record> read_record(Connection& db, const Query& row);

}  // namespace husong::db
