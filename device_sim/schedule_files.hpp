// The county's published schedule as files of the register's import: lines and their stops, escorts,
// boarders, pupils, ways of travelling, departures.
#pragma once

#include "device_sim/county_files.hpp"
#include "device_sim/scenario.hpp"

#include <vector>

namespace husong::device_sim {

// lines.csv, stops.csv, escorts.csv, boarders.csv, pupils.csv, travels.csv (one class's ways of an earlier
// term) and departures.csv. Departures are the runs of
// the scenario that goes live at that instant, for six hours, and the same once more two weeks later; beside
// them month holidays of the boarding schools, by turns, for four weeks: home on Friday, back on Sunday. A
// county without runs drives home at 16:20 and back at 15:30 two days later.
std::vector<TextFile> schedule_files(const County& county, const Scenario& scenario, Time live);

// lines.csv, stops.csv, escorts.csv and boarders.csv: what does not depend on the days.
std::vector<TextFile> line_files(const County& county);
// The names of a line's stops in that register, in the line's order.
std::vector<std::string> stop_names(const Line& line);
std::string escort_code(std::size_t vehicle);
// Does the county publish the runs of this vehicle?
bool is_published(const Vehicle& vehicle);

}  // namespace husong::device_sim
