// Deletes what the retention settings no longer keep, in slices that do not hold up the commits.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

#include <cstdint>

namespace husong::db {

class Retention {
public:
    // Deletes at most `limit` rows, inside a transaction; true when more is left. Records that a finding
    // rests on stay, and each vehicle's newest checkpoint.
    [[nodiscard]] Result<bool> run(Connection& db, const RetentionLimits& limits, std::size_t limit);

private:
    [[nodiscard]] Result<std::size_t> drop_records(Connection& db, Time before, std::size_t limit);

    std::int64_t looked_at_ = 0;  // records up to here are gone or are evidence
};

}  // namespace husong::db
