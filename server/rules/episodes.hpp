// The life of a finding: judgements of one rule, one after another, become episodes that open, get worse and
// close.
#pragma once

#include "server/rules/rule.hpp"

#include <vector>

namespace husong::rules {

// What stands at the moment of a judgement.
struct Moment {
    const VehicleSnapshot& snapshot;
    VehicleId vehicle;
    bool good_fix = false;  // this judgement follows a good fix: a sample that can clear
};

// Follows one judgement and says what became visible: an episode opened, rose in level, got worse, got other
// evidence or closed. A finding that opens again within the reopen window is the old one with another
// episode.
void follow(RuleTrack& track, const Rule& rule, const Judgement& judgement, const Moment& moment,
            std::vector<FindingChange>& changes);

// Positive, and the same for the same rule, vehicle, subject and instant in every fold.
FindingId finding_id(RuleId rule, VehicleId vehicle, std::string_view subject, Time opened_at);

}  // namespace husong::rules
