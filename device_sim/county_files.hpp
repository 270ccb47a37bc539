// The simulated county as the CSV files that the register imports, and what is true of it as JSON.
#pragma once

#include "device_sim/county.hpp"
#include "server/base/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace husong::device_sim {

struct TextFile {
    std::string name, text;
};

// operators.csv, schools.csv, vehicles.csv, school_bus_plates.csv, permits.csv, drivers.csv, terminals.csv
// and truth.json. The CSV is UTF-8, RFC 4180 with \n; an empty field is unknown or open.
std::vector<TextFile> county_files(const County& county);

// Writes them into a folder, which is made if needed. Errors: unavailable, naming the file.
[[nodiscard]] Result<> write_files(const std::vector<TextFile>& files, const std::filesystem::path& folder);

}  // namespace husong::device_sim
