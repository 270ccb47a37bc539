// The vehicles of a county of boarding schools, with papers in force over its terms.
#pragma once

#include "device_sim/holiday_files.hpp"

#include <string_view>

namespace husong::device_sim {

// Some school buses carry day pupils on school days: to this school, on this line.
inline constexpr std::string_view day_school = "S-DAY", day_line = "L-DAY";

// operators.csv, drivers.csv, vehicles.csv, school_bus_plates.csv, permits.csv, vehicle_documents.csv and
// timetables.csv. Half the vehicles have 45 seats for pupils, a third 33, the others 17; one in ten carries
// the day pupils.
std::vector<TextFile> boarding_fleet_files(std::size_t vehicles, const std::vector<SchoolTerm>& terms);

}  // namespace husong::device_sim
