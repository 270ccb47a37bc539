// A morning of a few buses as the messages that tell it: each record 1 to 4 times, singly and again in
// batches, some of them late.
#pragma once

#include "db/store.hpp"
#include "tests/support/county.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace husong::test {

using MessageRecords = std::vector<tracking::Record>;

struct Journey {
    std::vector<MessageRecords> messages;  // in the order in which they are sent the first time
    std::set<std::string> identities;      // of all records, each once: identity_of()
};

// Drawn from the seed: one lawful bus that becomes overloaded and is counted, one with an expired plate, one
// private van.
Journey make_journey(const County& county, std::uint64_t seed, int minutes);

std::string identity_of(const tracking::Record& record);

// Everything stored of the county's vehicles. A record stored twice is there twice.
std::multiset<std::string> stored_identities(db::Store& store, const County& county);
// What the findings say, without ids, receive times and workflow; withdrawn ones left out.
std::multiset<std::string> canonical_findings(db::Store& store);

}  // namespace husong::test
