// A term's question out of the registers: what the coordination of holidays is given (docs/decisions/0024).
#pragma once

#include "server/base/bilingual.hpp"
#include "server/coordination/case.hpp"
#include "server/registry/registry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace husong::holidays {

// What is unknown, taken in its place, or left out.
struct Note {
    std::string about;  // a school's code, a vehicle's plate, a register's name
    Bilingual text;
    bool operator==(const Note&) const = default;
};

struct TermCase {
    coordination::Case question;  // does not contradict itself
    std::vector<Note> notes;      // schools, then vehicles, then days
};

// By the rows that hold at `now`, or on the term's nearest day: before the term what is told for its first
// day. What has left by `now` stays on its day, and what is to come is not before it. Who is unknown
// rides: a boarder whose way nobody told, whose vehicle must not carry pupils, or whom only the number of
// boarders knows of. Errors: not_found: no such term; conflict: what schools propose cannot all be, naming
// the register and the row; or boarders need a seat whose school has no line with stops, naming the schools.
[[nodiscard]] Result<TermCase> case_of_term(const registry::Registry& registry, std::string_view term,
                                            Time now);

}  // namespace husong::holidays
