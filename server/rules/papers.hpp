// A vehicle's papers as a policeman reads them: each with its validity, and what follows for carrying pupils.
#pragma once

#include "server/rules/snapshot.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace husong::rules {

enum class PaperKind : std::uint8_t { registration, use_nature, school_bus_plate, permit, inspection };
enum class PaperState : std::uint8_t { valid, soon, expired, missing, not_needed };

std::string_view paper_name(PaperKind kind);     // "school_bus_plate", as in the API
std::string_view paper_name_zh(PaperKind kind);  // 校车标牌
std::string_view paper_state_name(PaperState state);

struct Paper {
    PaperKind kind{};
    PaperState state{};
    std::optional<Time> valid_until;  // exclusive; none: no end, or no paper
    std::string text;                 // 至 2027-01-31
};

// What the papers of a registered vehicle say.
struct PapersView {
    std::vector<Paper> papers;              // in the order of PaperKind
    std::vector<std::string> forbidding;    // why it must not carry pupils
    std::vector<std::string> worth_a_look;  // why it may, but somebody should look
};
// `rows`: the vehicle's at `now`.
PapersView view_papers(const RegisterRows& rows, const registry::Registry& registry, Time now,
                       const RuleSettings& settings);

}  // namespace husong::rules
