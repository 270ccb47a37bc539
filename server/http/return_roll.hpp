// What a class teacher tells of her boarders on the day on which they come back: kept in the register
// return_marks, beside what the roll tells of those who ride.
#pragma once

#include "db/store.hpp"
#include "server/ingest/intake.hpp"
#include "server/ways/class_ways.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace husong::http {

using ReturnMarks = std::vector<registry::Versioned<registry::ReturnMark>>;

// A day of return as a class knows it.
struct ReturnDay {
    std::chrono::year_month_day on;
    std::optional<Time> called_at;             // the roll; none: nobody has called it
    std::map<std::string, std::string> kinds;  // by pupil, of those who have a mark

    // Empty: nothing is told of that pupil.
    [[nodiscard]] std::string_view kind_of(const std::string& pupil) const;
    [[nodiscard]] bool is_back(const std::string& pupil) const;
};
ReturnDay return_day(const ReturnMarks& marks, std::chrono::year_month_day on, Time now);
// Today where runs bring pupils back; else the last one, of a week, on which somebody is missing still.
std::optional<ReturnDay> return_day_to_call(const ReturnMarks& marks, const ways::SchoolClass& of,
                                            const registry::Registry& registry, Time now);

struct ReturnRoll {
    ways::SchoolClass of;
    std::chrono::year_month_day on;
    std::vector<std::string> there, missing;  // codes of those of whom it tells
    std::string reason;                       // why they are missing: leave | contacted; empty: nobody knows
    std::int64_t account = 0;
    std::string peer;
};

// Runs in the transaction. What is known changes nothing, but that somebody is missing still; who is missing
// for a reason that was told before keeps it. Pupils who are not of the class are passed over. Errors:
// unavailable.
[[nodiscard]] Result<> tell_return_roll(const ReturnRoll& roll, ingest::Transaction& transaction);

}  // namespace husong::http
