#include "server/solver/mixed_program.hpp"

#include "server/solver/apart.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <stdexcept>

namespace husong::solver {
namespace {

// Three things of weight 5, 4 and 3 and worth 10, 40 and 50 into a bag of 7: the last two.
struct Bag {
    MixedProgram program;
    std::vector<int> things;
    Bag() {
        const int weight = program.add_row(-unbounded, 7);
        for (const auto& [weighs, worth] : {std::pair{5, 10}, {4, 40}, {3, 50}}) {
            const int column = program.add_column({-static_cast<double>(worth), 0, 1, true});
            program.put(weight, column, weighs);
            things.push_back(column);
        }
    }
};

TEST(MixedProgram, FindsTheBestAndProvesIt) {
    const Bag bag;
    const auto solution = bag.program.solve({});
    ASSERT_EQ(solution.status, MixedProgram::Status::optimal);
    EXPECT_DOUBLE_EQ(solution.value, -90);
    EXPECT_DOUBLE_EQ(solution.bound, -90);
    EXPECT_FALSE(solution.is_on(bag.things[0]));
    EXPECT_TRUE(solution.is_on(bag.things[1]));
    EXPECT_TRUE(solution.is_on(bag.things[2]));
}

TEST(MixedProgram, BeginsWithWhatIsKnown) {
    const Bag bag;
    const std::vector<int> known{bag.things[0]};
    EXPECT_DOUBLE_EQ(bag.program.solve({}, known).value, -90);
}

TEST(MixedProgram, SaysThatNothingHolds) {
    Bag bag;
    const int more = bag.program.add_row(4, unbounded);
    for (const int thing : bag.things) bag.program.put(more, thing, 1);
    EXPECT_EQ(bag.program.solve({}).status, MixedProgram::Status::infeasible);
    EXPECT_EQ(bag.program.relaxed(10).status, MixedProgram::Status::infeasible);
}

TEST(MixedProgram, TheRelaxationIsNoWorse) {
    const Bag bag;
    ASSERT_EQ(bag.program.relaxed(10).status, MixedProgram::Status::optimal);
    EXPECT_DOUBLE_EQ(bag.program.relaxed(10).bound, -90);
    Bag tight;
    tight.program.set_row(0, -unbounded, 6);
    EXPECT_NEAR(tight.program.relaxed(10).bound, -80, 1e-9) << "50 and three quarters of 40";
    EXPECT_DOUBLE_EQ(tight.program.solve({}).value, -50);
}

TEST(Apart, GivesWhatTheWorkGives) {
    const std::string bytes{"a\0b", 3};
    EXPECT_EQ(run_apart([&] { return std::string{bytes}; }, 10), bytes);
    EXPECT_EQ(run_apart([] { return std::string{}; }, 10), "");
    EXPECT_EQ(run_apart([] { return std::string(3'000'000, 'x'); }, 10).value().size(), 3'000'000U);
}

TEST(Apart, NothingOfWorkThatCrashesThrowsOrHangs) {
    EXPECT_FALSE(run_apart(
        []() -> std::string {
            std::raise(SIGKILL);
            return "";
        },
        10));
    EXPECT_FALSE(run_apart([]() -> std::string { throw std::runtime_error("no"); }, 10));
    EXPECT_FALSE(run_apart(
        []() -> std::string {
            for (;;) {
            }
        },
        0.2));
}

}  // namespace
}  // namespace husong::solver
