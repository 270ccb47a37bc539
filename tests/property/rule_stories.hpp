// One morning for each rule that recorded school days do not break by themselves: a vehicle of its own, its
// rows of the register and what is told of it.
#pragma once

#include "server/registry/registry.hpp"
#include "tools/husongctl/log_line.hpp"

#include <string>
#include <vector>

namespace husong::test {

struct RuleStories {
    registry::RegistryRows rows;        // of all of them; vehicles have negative numbers
    std::vector<ctl::LogLine> records;  // each received two seconds after it was measured
};

// Of the registers that stories have rows in.
void add_rows(registry::RegistryRows& all, const registry::RegistryRows& more);

// On the morning of telling::morning.
RuleStories rule_stories();

}  // namespace husong::test
