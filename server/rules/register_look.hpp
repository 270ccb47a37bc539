// What a look at the register changes in the findings of one rule.
#pragma once

#include "server/rules/rule.hpp"

#include <vector>

namespace husong::rules {

// What a rule finds in the register by the thresholds of the instant looked at; those of `view` are the
// law's, which the county's own take the place of.
std::vector<Breach> breaches_of(const Rule& rule, const RegisterView& view);

// `open`: the rule's findings that are open. A breach is the finding of its vehicle and subject, whose id
// stays while it lasts, whatever is told of it anew; one that nobody has yet is opened by its beginning; a
// finding that no breach stands for ends now. The same breaches again change nothing.
std::vector<FindingChange> changes_of_look(RuleId rule, std::vector<Breach> breaches,
                                           const std::vector<Finding>& open, Time now);

// What opens is the one known by this id that was closed before: it gets another episode, from where the last
// one ended.
void reopen(FindingChange& opened, const Finding& closed);

}  // namespace husong::rules
