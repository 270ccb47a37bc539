// A lawful plan of a small term by hand, and of each constraint a plan that breaks it.
#pragma once

#include "server/base/time.hpp"
#include "server/plan_check/check.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <span>
#include <string>
#include <string_view>

namespace husong::plan_check {

// Two boarding schools from Sun 11 Oct to Sun 1 Nov 2026. S1 comes on the 11th, goes home on Fri 23 and comes
// back on Tue 27, goes home on Fri 30: 70 pupils of two lines. S2 goes on Fri 23 and comes back on Sun 25: 25
// pupils. Vehicle 002 brings pupils of both on the 23rd. At most two vehicles at once, nobody without one.
class SmallTerm {
public:
    SmallTerm();

    [[nodiscard]] std::string question_text() const;
    [[nodiscard]] std::string plan_text() const;
    [[nodiscard]] Report check(const Scope& scope = {}) const;

    // The case's, by number; the wishes of a break; a day of October.
    boost::json::object& rules() { return question.at("rules").as_object(); }
    boost::json::object& school(std::size_t i) { return question.at("schools").at(i).as_object(); }
    boost::json::object& place(std::size_t line, std::size_t i);
    boost::json::object& vehicle(std::size_t i) { return question.at("vehicles").at(i).as_object(); }
    boost::json::object& wish(std::size_t of, std::string_view way);
    boost::json::object& october(int of_month);
    // The plan's: 0 S1 comes, 1 goes, 2 comes back, 3 goes again; 4 S2 goes, 5 comes back.
    boost::json::object& leg(std::size_t i) { return plan.at("legs").at(i).as_object(); }
    boost::json::object& run(std::size_t leg, std::size_t i = 0);
    boost::json::object& load(std::size_t leg, std::size_t run, std::size_t i = 0);
    // Without a vehicle, as the plan then tells.
    void leave_out(std::size_t leg, std::size_t run);

    boost::json::value question, plan;
};

// One change that makes the lawful plan break a constraint.
struct Planted {
    std::string_view name;
    Constraint breaks;
    void (*spoil)(SmallTerm&);
    std::string_view as_of{};  // the moment of checking; empty: before the term
    [[nodiscard]] Time now() const { return as_of.empty() ? Time{} : *parse_time(as_of); }
};
std::span<const Planted> planted();

}  // namespace husong::plan_check
