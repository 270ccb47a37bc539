// What a class teacher tells of the ways of her pupils, stored inside the writer's transaction.
#pragma once

#include "db/store.hpp"
#include "server/ingest/intake.hpp"
#include "server/ways/class_ways.hpp"

#include <string>
#include <vector>

namespace husong::http {

struct WayTold {
    registry::Travel way;
    std::int64_t seen = 0;  // the row's version that the form was made from; 0: none
};

// Of one form: what can be stored is, and the rest is told by name.
struct WaysDeed {
    ways::SchoolClass of;
    std::vector<WayTold> told;
    std::int64_t account = 0;
    std::string peer;
};

struct WaysDone {
    int pupils = 0;                           // of whom something was stored
    std::vector<registry::Travel> overtaken;  // somebody else told otherwise since the form was made
};

// Runs in the transaction. What stands there already, as told this term, changes nothing: a form sent again
// is the same. Pupils who are not of the class are passed over. Errors: unavailable.
[[nodiscard]] Result<WaysDone> tell_ways(const WaysDeed& deed, ingest::Transaction& transaction);

}  // namespace husong::http
