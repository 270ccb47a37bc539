// A morning of a few buses as the messages that tell it: each record 1 to 4 times, singly and again in
// batches, some of them late; and a way to deliver all of it through crashes until everything is
// acknowledged.
#pragma once

#include "db/store.hpp"
#include "server/ingest/intake.hpp"
#include "tests/support/county.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
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

// One life of the server over an open store: takes messages, remembers which were answered.
class Life final : public ingest::CommitListener {
public:
    Life(db::Store& store, ingest::IntakeSettings settings);
    ~Life() override;

    [[nodiscard]] bool started() const { return started_; }
    // Offers the message; its answer is remembered under `number`.
    [[nodiscard]] bool send(std::uint32_t number, const MessageRecords& records);
    void drain() { intake_.drain(); }
    // Waits until so many answers have come, or the store fails. False: it fails, or a minute has passed.
    [[nodiscard]] bool await_answers(std::size_t count);
    [[nodiscard]] std::set<std::uint32_t> answered() const;

    void committed(const ingest::Committed& commit) override;
    void health_changed(const ingest::Health& health) override;

private:
    mutable std::mutex mutex_;
    std::condition_variable heard_;
    std::set<std::uint32_t> answered_;
    std::size_t answers_ = 0;
    bool failing_ = false;
    std::uint16_t serial_ = 65'500;  // wraps soon, and begins again in each life
    ingest::World world_;
    ingest::Intake intake_;
    bool started_ = false;
};

}  // namespace husong::test
