// One life of the server over an open store, without sockets: takes the messages of a journey and remembers
// which were answered.
#pragma once

#include "server/ingest/intake.hpp"
#include "tests/faults/journey.hpp"

#include <condition_variable>
#include <mutex>
#include <random>

namespace husong::test {

// Many small commits in a short morning: many places to fail.
ingest::IntakeSettings small_batches();

class Life final : public ingest::CommitListener {
public:
    Life(db::Store& store, const ingest::IntakeSettings& settings);
    ~Life() override;

    [[nodiscard]] bool started() const { return started_; }
    // Offers the message; its answer is remembered under `number`.
    [[nodiscard]] bool send(std::uint32_t number, const MessageRecords& records);
    void drain() { intake_.drain(); }
    // Waits until so many answers have come, or the store fails. False: it fails, or a minute has passed.
    [[nodiscard]] bool await_answers(std::size_t count);
    // False: a minute has passed and it does not.
    [[nodiscard]] bool await_failing();
    [[nodiscard]] bool await_ready();
    // Waits until the store has refused so many more commits. False: it goes on, or a minute has passed.
    [[nodiscard]] bool await_refusals(std::uint64_t count);

    [[nodiscard]] std::set<std::uint32_t> answered() const;
    // Answers that came after health had said that the store fails and before it said that it goes on.
    [[nodiscard]] std::size_t answered_while_failing() const;
    [[nodiscard]] ingest::Health health() const { return world_.health(); }

    void committed(const ingest::Committed& commit) override;
    void health_changed(const ingest::Health& health) override;

private:
    mutable std::mutex mutex_;
    std::condition_variable heard_;
    std::set<std::uint32_t> answered_;
    std::size_t answers_ = 0;
    std::size_t answered_while_failing_ = 0;
    bool failing_ = false;
    std::uint16_t serial_ = 65'500;  // wraps soon, and begins again in each life
    ingest::World world_;
    ingest::Intake intake_;
    bool started_ = false;
};

// Sends in this order until all is answered or the store fails; true: all was answered.
bool deliver(Life& life, const Journey& journey, const std::vector<std::uint32_t>& numbers);
std::vector<std::uint32_t> all_numbers(const Journey& journey);
// What terminals tell after an interruption: what was not answered, and some of what was, since the answer
// was lost.
std::vector<std::uint32_t> told_again(const Journey& journey, const std::set<std::uint32_t>& answered,
                                      std::mt19937_64& random);

// Records that were answered and are not stored.
std::size_t count_lost(const Journey& journey, const std::set<std::uint32_t>& answered,
                       const std::multiset<std::string>& stored);

// How it is without failures.
struct Calm {
    std::multiset<std::string> stored;
    std::multiset<std::string> findings;
};
Calm run_calmly(std::uint64_t journey_seed, int minutes, const ingest::IntakeSettings& settings);

}  // namespace husong::test
