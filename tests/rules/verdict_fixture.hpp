// What police are told of the bus of a story.
#pragma once

#include "server/rules/summary.hpp"
#include "server/rules/verdict.hpp"
#include "tests/rules/story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {

class VerdictTest : public testing::Test {
protected:
    void use(registry::RegistryRows rows) { story.emplace(std::move(rows)); }
    void SetUp() override { use(lawful_county()); }

    [[nodiscard]] Verdict verdict(Milliseconds later = 0s) const {
        return judge_for_police(&story->state, bus, story->registry, story->now + later,
                                {story->tracking, story->rules});
    }
    [[nodiscard]] std::string word(Milliseconds later = 0s) const {
        return std::string{word_name(verdict(later).headline.word)};
    }
    [[nodiscard]] VehicleSummary summary(RuleId rule) const {
        const RuleTrack& track = *story->state.rules.tracks.find(rule);
        return summarise({track.head, track.episode, &story->state, story->registry}, story->now,
                         {story->tracking, story->rules});
    }
    static registry::RegistryRows changed(void (*change)(registry::RegistryRows&)) {
        auto rows = lawful_county();
        change(rows);
        return rows;
    }

    std::optional<Story> story;
};

}  // namespace husong::rules
