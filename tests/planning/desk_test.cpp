// Terms planned by another program: its answers, its failures, and its end. The program is a small script.
#include "server/planning/desk.hpp"

#include "server/coordination/plan.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <fstream>
#include <new>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace husong::planning {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

coordination::Case small_case() {
    coordination::Case made;
    made.term = "2026-2027-1";
    made.first = std::chrono::year_month_day{std::chrono::year{2026} / 10 / 30};
    made.days.assign(2, {});
    for (auto& day : made.days) day.posts = 1;
    coordination::School school;
    school.code = "S1";
    school.name = "示例中学";
    school.stages = only(coordination::Stage::junior_high);
    school.gate = {41, 118};
    made.schools = {school};
    made.lines = {{"L1", 0, {{"示例村", {41.1, 118}, 20min, 20}}}};
    made.vehicles = {{"冀H·示001", 45, coordination::every_stage, "D1", {}}};
    made.breaks = {{0, 1, coordination::Leg{{made.first, 15h}, {}, {}, {}, 0}, {}}};
    return made;
}

struct Desk : testing::Test {
    // A program that does this: $2 is its command.
    [[nodiscard]] std::filesystem::path program(const std::string& script) const {
        auto file = home / "planner";
        std::ofstream{file} << "#!/bin/sh\n" << script << "\n";
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        return file;
    }
    PlanningDesk& open(const std::string& script) {
        return desk.emplace(program(script), [] { return Time{}; });
    }
    std::int64_t ask(bool explain = false, Time at = Time{1000s}) {
        const auto number = desk->ask({.term = "2026-2027-1",
                                       .changes = {},
                                       .changes_zh = {},
                                       .seconds = 1,
                                       .explain = explain,
                                       .who = "教育局",
                                       .at = at},
                                      {small_case(), {}});
        EXPECT_TRUE(number) << number.error().what;
        return number ? *number : 0;
    }
    std::shared_ptr<const Planning> when(std::int64_t number, State state) {
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        for (;;) {
            auto planning = desk->find(number);
            if (!planning || planning->state == state) return planning;
            if (std::chrono::steady_clock::now() > deadline) {
                ADD_FAILURE() << "still " << state_name(planning->state) << ": " << planning->reason;
                return planning;
            }
            std::this_thread::yield();
        }
    }
    void write(const std::string& name, const std::string& text) const { std::ofstream{home / name} << text; }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ifstream in{home / name};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    // plan.json, of the small case.
    void write_plan() const {
        coordination::Plan plan;
        coordination::Run run;
        run.loads = {{0, 20}};
        run.riders = 20;
        run.way = 20min;
        run.at_gate = 15h;
        plan.peak_vehicles = 1;
        plan.unserved = 20;
        plan.legs = {{0, coordination::Way::home, {small_case().first, 15h}, {run}}};
        write("plan.json", to_json(plan, small_case()));
    }
    // A pipe by name: whoever reads it is told when the last writer has ended.
    [[nodiscard]] std::filesystem::path make_pipe() const {
        auto pipe = home / "pipe";
        ::mkfifo(pipe.c_str(), 0600);
        return pipe;
    }

    husong::test::TempDir home;
    std::optional<PlanningDesk> desk;
};

TEST_F(Desk, ThePlanIsReadAsAnySubmittedOne) {
    write_plan();
    const std::string here = home.path();
    open("echo \"$@\" >" + here + "/arguments; cat >" + here + "/case.json; cat " + here + "/plan.json");
    const auto done = when(ask(), State::done);
    ASSERT_TRUE(done && done->plan) << done->reason;
    EXPECT_EQ(done->plan->head.unserved, 20) << "counted anew: the run has no vehicle";
    EXPECT_EQ(read("arguments"), "holidays plan --case /proc/self/fd/0 --seconds 1\n");
    EXPECT_EQ(read("case.json"), to_json(small_case()));
    EXPECT_TRUE(done->began && done->ended);
}

TEST_F(Desk, ThePlanInForceComesByAHandleOfItsOwn) {
    open("echo \"$@\" >" + std::string{home.path()} + "/arguments; cat /proc/self/fd/3 >&2; exit 1");
    const auto number = desk->ask({.term = "2026-2027-1",
                                   .changes = {},
                                   .changes_zh = {},
                                   .seconds = 1,
                                   .explain = false,
                                   .keep = "what is in force",
                                   .who = "教育局",
                                   .at = Time{1000s}},
                                  {small_case(), {}});
    EXPECT_EQ(when(number.value(), State::failed)->reason, "what is in force");
    EXPECT_EQ(read("arguments"), "holidays plan --case /proc/self/fd/0 --seconds 1 --keep /proc/self/fd/3\n");
}

TEST_F(Desk, ARefusalTellsWhyInTheProgramsLastWords) {
    open("echo 'peak 3, gap 2 %' >&2; echo 'husongctl: no day for S1' >&2; exit 1");
    EXPECT_EQ(when(ask(), State::failed)->reason, "no day for S1");
    open("kill -9 $$");
    EXPECT_EQ(when(ask(), State::failed)->reason, "husongctl ended with status -1");
    open("echo '{}'");
    EXPECT_THAT(when(ask(), State::failed)->reason, HasSubstr("plan: term is no text"));
    open("true");
    EXPECT_THAT(when(ask(), State::failed)->reason, HasSubstr("plan: is no JSON"));
}

TEST_F(Desk, WhereThereIsNoPlanAnExplanationIsAskedFor) {
    open("if [ $2 = plan ]; then exit 1; fi; echo \"{\\\"asked\\\":\\\"$*\\\"}\"; exit 1");
    EXPECT_EQ(when(ask(), State::failed)->explanation, "") << "nobody asked for it";
    const auto done = when(ask(true), State::done);
    EXPECT_EQ(done->plan, nullptr);
    EXPECT_THAT(done->explanation, HasSubstr("holidays explain --case /proc/self/fd/0 --seconds 1 --json"));
}

TEST_F(Desk, WhyAPlanLeavesSomebodyOutIsAskedToo) {
    write_plan();  // its run has no vehicle
    open("if [ $2 = plan ]; then cat " + std::string{home.path()} +
         "/plan.json; else echo '{\"why\":1}'; exit 1; fi");
    const auto done = when(ask(true), State::done);
    ASSERT_TRUE(done && done->plan);
    EXPECT_EQ(done->explanation, "{\"why\":1}\n");
    EXPECT_EQ(when(ask(false, Time{2000s}), State::done)->explanation, "") << "nobody asked for it";
    open("if [ $2 = plan ]; then cat " + std::string{home.path()} + "/plan.json; else exit 3; fi");
    EXPECT_TRUE(when(ask(true), State::done)->plan) << "the plan stays where nobody knows why";
}

TEST_F(Desk, AnExplanationThatIsNoJsonIsAFailure) {
    open("if [ $2 = explain ]; then echo '{'; echo 'husongctl: out of memory' >&2; fi; exit 1");
    EXPECT_EQ(when(ask(true), State::failed)->reason, "out of memory");
}

TEST_F(Desk, OneRunsAtATimeAndTooManyAreRefused) {
    const auto pipe = make_pipe();
    open("read word <" + pipe.string() + "; exit 3");
    const auto first = ask();
    static_cast<void>(when(first, State::running));
    std::vector<std::int64_t> waiting;
    for (std::size_t i = 0; i < PlanningDesk::most_waiting; ++i) waiting.push_back(ask());
    EXPECT_EQ(desk->find(waiting.front())->state, State::waiting);
    const auto refused = desk->ask({}, {small_case(), {}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_EQ(refused.error().what, "3 plannings wait already; ask again when one is done");
    EXPECT_FALSE(desk->has_room());
    EXPECT_EQ(desk->all().front()->number, waiting.back()) << "the newest first";
}

TEST_F(Desk, StoppingKillsTheProgramAndAllThatItStarted) {
    const auto pipe = make_pipe();
    // Held open for writing by a child of the script, which waits for it.
    open("sleep 1000 >" + pipe.string() + " & wait");
    ask();
    const int end = ::open(pipe.c_str(), O_RDONLY);  // waits for the writer
    desk->stop();
    char byte = 0;
    EXPECT_EQ(::read(end, &byte, 1), 0) << "no writer is left";
    ::close(end);
    EXPECT_FALSE(desk->has_room());
    EXPECT_EQ(desk->ask({}, {small_case(), {}}).error().what, "the server stops");
    desk->stop();
}

TEST_F(Desk, OnlyTheLastFewAreKept) {
    open("exit 3");
    const auto first = ask();
    for (std::size_t i = 0; i < PlanningDesk::most_kept; ++i) {
        EXPECT_NE(desk->find(first), nullptr);
        static_cast<void>(when(ask(), State::failed));
    }
    EXPECT_EQ(desk->find(first), nullptr);
    EXPECT_EQ(desk->all().size(), PlanningDesk::most_kept);
}

TEST_F(Desk, NumbersAreSecondsSoThatARestartGivesNoneAgain) {
    open("exit 3");
    EXPECT_EQ(ask(false, Time{1000s}), 1000);
    EXPECT_EQ(ask(false, Time{1000s}), 1001) << "within the same second";
    EXPECT_EQ(ask(false, Time{2000s}), 2000);
    desk->submitted(2000, 7);
    EXPECT_EQ(when(2000, State::failed)->submitted_as, std::nullopt) << "only what was found is submitted";
}

TEST_F(Desk, APlanIsSubmittedByOneAtATimeAndOnce) {
    write_plan();
    open("cat " + (home / "plan.json").string());
    const auto number = ask();
    ASSERT_TRUE(when(number, State::done)->plan);
    EXPECT_TRUE(desk->claim(number));
    EXPECT_EQ(desk->claim(number).error().code, ErrorCode::conflict);
    EXPECT_EQ(desk->claim(number).error().what, "it is being submitted at this moment");
    desk->release(number);
    EXPECT_TRUE(desk->claim(number)) << "the act was not stored";
    desk->submitted(number, 7);
    EXPECT_EQ(desk->claim(number).error().what, "it was submitted as plan 7");
    EXPECT_EQ(desk->claim(number + 1).error().code, ErrorCode::not_found);
}

TEST_F(Desk, WhatHasNoPlanIsNotClaimed) {
    open("exit 3");
    const auto number = ask();
    static_cast<void>(when(number, State::failed));
    EXPECT_EQ(desk->claim(number).error().what, "it has no plan: it is failed");
}

TEST_F(Desk, AnExceptionEndsThePlanningAndNotTheServer) {
    int asked = 0;
    desk.emplace(program("echo '{}'"), [&asked] {
        if (++asked == 2) throw std::bad_alloc{};  // while its answer is checked
        return Time{};
    });
    EXPECT_THAT(when(ask(), State::failed)->reason, HasSubstr("the server could not plan: std::bad_alloc"));
    EXPECT_THAT(when(ask(), State::failed)->reason, HasSubstr("plan: term is no text"))
        << "the next one is planned";
}

TEST_F(Desk, WithoutTheProgramNothingIsPlanned) {
    desk.emplace(std::filesystem::path{}, [] { return Time{}; });
    EXPECT_THAT(desk->has_room().error().what, HasSubstr("there is no husongctl"));
    desk.emplace(home / "nothing", [] { return Time{}; });
    EXPECT_EQ(when(ask(), State::failed)->reason, "nothing does not start: No such file or directory");
}

TEST_F(Desk, AChildThatIsNotDoneInTimeIsKilled) {
    const StopSign sign;
    const auto late = run_child(
        {.program = program("sleep 1000"), .arguments = {}, .input = {}, .patience = 0s, .most_output = 10},
        sign);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().what, "it was not done after 0 s and was stopped");
    const auto long_answer = run_child({.program = program("echo 12345678901"),
                                        .arguments = {},
                                        .input = {},
                                        .patience = 20s,
                                        .most_output = 10},
                                       sign);
    EXPECT_EQ(long_answer.error().what, "its answer is longer than 10 bytes");
}

TEST_F(Desk, AChildInheritsNoOtherHandle) {
    const int open_here = ::open("/dev/null", O_RDONLY);  // without close-on-exec, as sockets are
    const StopSign sign;
    const auto ended = run_child({.program = program("ls /proc/self/fd | wc -l"),
                                  .arguments = {},
                                  .input = {},
                                  .patience = 20s,
                                  .most_output = 100},
                                 sign);
    ::close(open_here);
    ASSERT_TRUE(ended) << ended.error().what;
    EXPECT_EQ(std::stoi(ended->out), 5) << "its four, and the folder that ls reads";
}

}  // namespace
}  // namespace husong::planning
