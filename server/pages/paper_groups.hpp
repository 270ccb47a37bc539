// Open findings on papers as a page tells them: by rule, the worst first, and of each rule only the first
// few.
#pragma once

#include "server/registry/registry.hpp"
#include "server/rules/rule.hpp"

#include <span>
#include <string>
#include <vector>

namespace husong::pages {

inline constexpr std::size_t papers_told_of_a_rule = 5;

struct PaperRow {
    std::string whom;
    std::string detail;
};
struct PaperGroup {
    const rules::Rule* rule = nullptr;
    std::vector<PaperRow> first;  // that have stood longest
    std::size_t count = 0;        // of all
};
std::vector<PaperGroup> group_papers(std::span<const rules::Finding> findings,
                                     const registry::Registry& registry, Time now);

}  // namespace husong::pages
