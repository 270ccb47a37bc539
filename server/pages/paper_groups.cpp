#include "server/pages/paper_groups.hpp"

#include "server/rules/whom.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace husong::pages {

std::vector<PaperGroup> group_papers(std::span<const rules::Finding> findings,
                                     const registry::Registry& registry, Time now) {
    std::map<rules::RuleId, std::vector<const rules::Finding*>> by_rule;
    for (const rules::Finding& finding : findings)
        if (!finding.episodes.empty()) by_rule[finding.head.rule].push_back(&finding);
    std::vector<PaperGroup> groups;
    for (auto& [rule, own] : by_rule) {
        std::ranges::sort(own, {}, [](const rules::Finding* finding) {
            return std::tuple{finding->episodes.back().from, finding->head.id};
        });
        PaperGroup group{&rules::rule_of(rule), {}, own.size()};
        for (const rules::Finding* finding :
             std::span{own}.first(std::min(own.size(), papers_told_of_a_rule)))
            group.first.push_back(
                {rules::whom_zh(finding->head, registry, now), finding->episodes.back().detail});
        groups.push_back(std::move(group));
    }
    std::ranges::stable_sort(groups, {}, [](const PaperGroup& group) {
        return std::tuple{group.rule->severity, group.rule->code};
    });
    return groups;
}

}  // namespace husong::pages
