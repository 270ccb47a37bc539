// What each explanation is held to.
#pragma once

#include "server/solver/case_edits.hpp"
#include "server/solver/coordinate.hpp"
#include "tests/solver/small_county.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace husong::solver {

using coordination::Break;
using coordination::Case;
using coordination::Day;
using coordination::Leg;
using coordination::LegKey;
using coordination::Minutes;
using coordination::Moment;
using coordination::october;
using coordination::small_county;
using coordination::Way;
using std::chrono::days;

inline constexpr double enough_seconds = 30;

inline Result<coordination::Plan> planned(const Case& county) {
    return coordinate(county, {0, 1, {2'000, 1}});
}
inline bool seats_all(const Case& county) {
    const auto plan = planned(county);
    return plan && plan->unserved == 0;
}

// The others do not travel. Not as the explainer does it.
inline Case with_only(Case county, const std::vector<LegKey>& legs) {
    for (std::size_t of = 0; of < county.breaks.size(); ++of)
        for (const Way way : coordination::both_ways)
            if (std::ranges::find(legs, LegKey{of, way}) == legs.end()) county.breaks[of].leg(way).reset();
    return county;
}

inline Explanation only_explanation(const Case& county) {
    const auto all = explain(county, enough_seconds);
    EXPECT_THAT(all, testing::SizeIs(1));
    return all.front();
}

inline void expect_reliefs_help(const Case& county, const Explanation& explanation) {
    EXPECT_FALSE(explanation.reliefs.empty());
    for (const Relief& relief : explanation.reliefs) {
        const Case freed = apply(relief, county);
        const auto words = coordination::Words(county, Language::en).change(relief);
        const bool of_days =
            explanation.kind == Impossible::days || explanation.kind == Impossible::not_proven;
        EXPECT_TRUE(seats_all(of_days ? with_only(freed, legs_of_school(freed, explanation.schools.front()))
                                      : with_only(freed, explanation.legs)))
            << words;
        if (relief.frees == Frees::term) EXPECT_TRUE(seats_all(freed)) << words;
    }
}

inline void expect_fewest_legs(const Case& county, const Explanation& explanation) {
    EXPECT_TRUE(explanation.minimal);
    // With time for the proof.
    const auto all = coordinate(with_only(county, explanation.legs), {0, enough_seconds, {2'000, 1}});
    ASSERT_FALSE(all);
    EXPECT_EQ(all.error().code, ErrorCode::conflict);
    for (const LegKey leg : explanation.legs) {
        auto rest = explanation.legs;
        std::erase(rest, leg);
        EXPECT_TRUE(planned(with_only(county, rest))) << leg.of;
    }
}

// Of one leg: with its reasons alone there is no moment, and each of them is needed.
inline void expect_fewest_reasons(const Case& county, const Explanation& explanation) {
    ASSERT_EQ(explanation.kind, Impossible::no_moment);
    EXPECT_TRUE(explanation.minimal);
    ASSERT_THAT(explanation.legs, testing::SizeIs(1));
    const auto with_reasons = [&](std::optional<Rule> without) {
        Case changed = with_only(county, explanation.legs);
        for (const Rule rule : {Rule::gate, Rule::night, Rule::latest, Rule::earliest, Rule::weekday,
                                Rule::forbidden, Rule::first_holiday, Rule::closed, Rule::dusk, Rule::pin})
            if (rule == without ||
                std::ranges::find(explanation.reasons, rule, &Reason::rule) == explanation.reasons.end())
                lift(changed, explanation.legs.front(), rule);
        return planned(changed);
    };
    EXPECT_FALSE(with_reasons(std::nullopt));
    for (const Reason& reason : explanation.reasons)
        EXPECT_TRUE(with_reasons(reason.rule)) << rule_name(reason.rule);
}

inline Leg& home(Case& county, std::size_t of = 0) { return *county.breaks[of].home; }
inline Leg& back(Case& county, std::size_t of = 0) { return *county.breaks[of].back; }

}  // namespace husong::solver
