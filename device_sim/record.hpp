// Plays the school days of a scenario without a server, as fast as it can, and writes what the server would
// have been told and what was true.
#pragma once

#include "device_sim/scenario.hpp"

#include <filesystem>

namespace husong::device_sim {

struct RecordOptions {
    int days = 20;  // school days, Monday to Friday from the scenario's start on
    std::filesystem::path out;
};

struct RecordTotals {
    std::size_t vehicles = 0, runs = 0, runs_over = 0, left_behind = 0, records = 0;
};

// Writes register/*.csv, records.log and truth.jsonl into the folder. Errors: malformed, when the scenario
// has no runs or no fixed start; unavailable, naming the file.
[[nodiscard]] Result<RecordTotals> record(const Scenario& scenario, const RecordOptions& options);

}  // namespace husong::device_sim
