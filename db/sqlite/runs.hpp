// Runs that are over: when they were at their places, and how right what was said of them was.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

namespace husong::db {

[[nodiscard]] Result<std::int64_t> claim_run(Connection& db, const KeptRun& run);
[[nodiscard]] Result<bool> keep_run(Connection& db, const KeptRun& run);
[[nodiscard]] Result<> drop_runs(Connection& db, VehicleId vehicle, Time earliest, Time latest);
[[nodiscard]] Result<> sum_up_accuracy(Connection& db, Time midnight);

[[nodiscard]] Result<std::vector<RunHead>> made_runs(Connection& db, Time since);
[[nodiscard]] Result<std::vector<RunHead>> runs_of_line(Connection& db, const LineQuery& query);
[[nodiscard]] Result<std::vector<tracking::PlaceTimes>> times_of_run(Connection& db, std::int64_t run);
[[nodiscard]] Result<tracking::Accuracy> accuracy_between(Connection& db, Time from, Time until);

}  // namespace husong::db
