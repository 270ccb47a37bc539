// Recorded school days with every rule's breach in them, as lines of a record log that tests put into other
// orders, and the fold of such a log through the server's own intake and store.
#pragma once

#include "server/ingest/intake.hpp"
#include "tools/husongctl/log_line.hpp"

#include <functional>
#include <string>
#include <vector>

namespace husong::test {

// --gtest_random_seed=N records another county and draws other orders, stretches and crashes.
std::uint32_t seed();

using LogLines = std::vector<ctl::LogLine>;

struct RecordedCounty {
    registry::RegistryRows rows;
    LogLines lines;  // as they came
    Time end{};      // no copy of the log is told later, and no deadline of its records lies beyond
};

// Recorded once a program.
const RecordedCounty& recorded_county();

struct FoldedBy {
    std::size_t batch = 7;
    std::size_t crashes = 0;  // so many times all that is not in the store is lost, at drawn commits
    Time while_late_from{};   // … or from here on at each commit after which late data waits to be folded
    std::uint32_t draw = 1;   // these
};

struct Folded {
    std::string findings;  // one line each: finding_lines()
    std::string log;       // what its store then holds, as a record log
    std::size_t crashes = 0;
    std::uint64_t duplicates = 0, refolds = 0;  // of its last life
};

std::string text_of(const LogLines& lines);
Folded fold(const std::string& log, const FoldedBy& by);
inline Folded fold(const LogLines& lines, const FoldedBy& by) { return fold(text_of(lines), by); }

}  // namespace husong::test
