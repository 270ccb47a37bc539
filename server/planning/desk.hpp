// Terms planned on request: each a husongctl in a process of its own, one at a time, kept in memory
// (docs/decisions/0029). A restart forgets them.
#pragma once

#include "server/base/time.hpp"
#include "server/coordination/changes.hpp"
#include "server/holidays/term_case.hpp"
#include "server/planning/child.hpp"
#include "server/registry/holiday_plans.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace husong::planning {

inline constexpr int least_seconds = 1, most_seconds = 600;

// What somebody asks for.
struct Asked {
    std::string term;
    std::vector<coordination::Change> changes;  // that the case has in it already
    std::vector<std::string> changes_zh;        // in words
    int seconds = 60;                           // for the plan, and again for the explanation
    bool explain = false;                       // why there is none, or somebody is left out, if that is so
    // The plan in force, JSON: of it everything stays that need not move; empty: everything is planned anew.
    std::string keep{};
    std::string who;  // the account's display name
    Time at{};
};

enum class State : std::uint8_t { waiting, running, done, failed };
std::string_view state_name(State state);  // "waiting"

// One of them, as it is now; nobody changes it.
struct Planning {
    std::int64_t number = 0;  // seconds since 1970 when it was asked for: no restart gives it again
    Asked asked;
    std::shared_ptr<const holidays::TermCase> of;  // with the changes
    State state = State::waiting;
    std::string reason;  // failed: why
    std::optional<Time> began, ended;
    std::shared_ptr<const registry::HolidayPlan> plan;  // done: found
    // Done without a plan, or with one that leaves somebody out: why, JSON of husongctl.
    std::string explanation;
    std::optional<std::int64_t> submitted_as;  // a plan's number
};

class PlanningDesk {
public:
    static constexpr std::size_t most_waiting = 3;
    static constexpr std::size_t most_kept = 8;  // that are over; older ones are forgotten

    // `program`: husongctl; empty: there is none.
    PlanningDesk(std::filesystem::path program, std::function<Time()> clock);
    ~PlanningDesk();  // stop()
    PlanningDesk(const PlanningDesk&) = delete;
    PlanningDesk& operator=(const PlanningDesk&) = delete;

    // Its number. Errors: unavailable: too many wait, there is no program for it, or the desk has stopped.
    [[nodiscard]] Result<std::int64_t> ask(Asked asked, holidays::TermCase of);
    // Whether ask() would take one now.
    [[nodiscard]] Result<> has_room() const;

    [[nodiscard]] std::vector<std::shared_ptr<const Planning>> all() const;         // the newest first
    [[nodiscard]] std::shared_ptr<const Planning> find(std::int64_t number) const;  // nullptr: none
    // Whoever lays its plan before the others claims it first, and then tells how it went: nobody else can
    // meanwhile, nor when it was submitted. Errors: not_found; conflict: it is claimed, was submitted, or has
    // no plan.
    [[nodiscard]] Result<> claim(std::int64_t number);
    void release(std::int64_t number);  // it was not stored
    void submitted(std::int64_t number, std::int64_t plan);

    // Kills what runs, forgets what waits. Idempotent.
    void stop();

private:
    void work();
    void plan_safely(Planning& planning);
    void plan(Planning& planning);
    void explain(Planning& planning);
    [[nodiscard]] Result<std::string> explanation_of(const Planning& planning) const;
    [[nodiscard]] Result<ChildEnd> run(const Planning& planning, const char* command,
                                       std::vector<std::string> more) const;
    void put(Planning planning);
    void forget_oldest();
    [[nodiscard]] Result<> check_room() const;

    std::filesystem::path program_;
    std::function<Time()> clock_;
    StopSign stop_sign_;
    mutable std::mutex mutex_;
    std::condition_variable news_;
    std::deque<std::shared_ptr<const Planning>> plannings_;  // by number
    std::set<std::int64_t> claimed_;                         // numbers
    bool stopped_ = false;
    std::thread thread_;  // last: it uses the rest
};

}  // namespace husong::planning
