// The county's published schedule as files of the register's import: lines and their stops, escorts,
// boarders, pupils, departures.
#pragma once

#include "device_sim/county_files.hpp"
#include "device_sim/scenario.hpp"

#include <vector>

namespace husong::device_sim {

// lines.csv, stops.csv, escorts.csv, boarders.csv, pupils.csv and departures.csv. Departures are the runs of
// the scenario that goes live at that instant, for six hours, and the same once more two weeks later; beside
// them month holidays of the boarding schools, by turns, for four weeks: home on Friday, back on Sunday. A
// county without runs drives home at 16:20 and back at 15:30 two days later.
std::vector<TextFile> schedule_files(const County& county, const Scenario& scenario, Time live);

}  // namespace husong::device_sim
