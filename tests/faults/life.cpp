#include "tests/faults/life.hpp"

#include "tests/support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <thread>

namespace husong::test {

namespace {

constexpr std::size_t window = 16;  // messages sent and not answered
constexpr auto life_patience = std::chrono::minutes{1};

}  // namespace

ingest::IntakeSettings small_batches() {
    ingest::IntakeSettings settings;
    settings.batch_entries = 8;
    settings.busy_entries = 1'000'000;  // never gathers
    settings.refold_every = 0ms;
    settings.retry_least = 1ms;
    settings.retry_most = 1ms;
    settings.checkpoint_every = std::chrono::minutes{3};
    return settings;
}

Life::Life(db::Store& store, const ingest::IntakeSettings& settings)
    : intake_{store, world_, settings, [] { return school_day + 6h; }} {
    intake_.add_listener(*this);
    started_ = intake_.start().has_value();
}

Life::~Life() { intake_.stop(); }

bool Life::send(std::uint32_t number, const MessageRecords& records) {
    std::vector<ingest::Entry> entries;
    for (const tracking::Record& record : records)
        entries.push_back({.what = record, .ticket = {.session = number, .serial = serial_}, .last = false});
    entries.back().last = true;
    ++serial_;
    return intake_.offer(entries);
}

std::set<std::uint32_t> Life::answered() const {
    const std::scoped_lock lock{mutex_};
    return answered_;
}

std::size_t Life::answered_while_failing() const {
    const std::scoped_lock lock{mutex_};
    return answered_while_failing_;
}

void Life::committed(const ingest::Committed& commit) {
    const std::scoped_lock lock{mutex_};
    for (const ingest::Ticket& ticket : commit.answers) answered_.insert(ticket.session);
    answers_ += commit.answers.size();
    if (failing_) answered_while_failing_ += commit.answers.size();
    heard_.notify_all();
}

void Life::health_changed(const ingest::Health& health) {
    const std::scoped_lock lock{mutex_};
    failing_ = !health.ready;
    heard_.notify_all();
}

bool Life::await_answers(std::size_t count) {
    std::unique_lock lock{mutex_};
    heard_.wait_for(lock, life_patience, [&] { return failing_ || answers_ >= count; });
    return answers_ >= count;
}

bool Life::await_failing() {
    std::unique_lock lock{mutex_};
    return heard_.wait_for(lock, life_patience, [&] { return failing_; });
}

bool Life::await_ready() {
    std::unique_lock lock{mutex_};
    return heard_.wait_for(lock, life_patience, [&] { return !failing_; });
}

bool Life::await_refusals(std::uint64_t count) {
    const auto& refusals = intake_.counters().rollbacks;
    const std::uint64_t enough = refusals + count;
    const auto deadline = std::chrono::steady_clock::now() + life_patience;
    while (refusals < enough && !health().ready && std::chrono::steady_clock::now() < deadline)
        std::this_thread::yield();
    return refusals >= enough;
}

bool deliver(Life& life, const Journey& journey, const std::vector<std::uint32_t>& numbers) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (!life.send(numbers[i], journey.messages[numbers[i]])) return false;
        if (i >= window && !life.await_answers(i - window)) return false;
    }
    return life.await_answers(numbers.size());
}

std::vector<std::uint32_t> all_numbers(const Journey& journey) {
    std::vector<std::uint32_t> numbers(journey.messages.size());
    std::iota(numbers.begin(), numbers.end(), 0U);
    return numbers;
}

std::vector<std::uint32_t> told_again(const Journey& journey, const std::set<std::uint32_t>& answered,
                                      std::mt19937_64& random) {
    std::vector<std::uint32_t> numbers;
    for (const std::uint32_t number : all_numbers(journey))
        if (!answered.contains(number) || random() % 10 == 0) numbers.push_back(number);
    return numbers;
}

std::size_t count_lost(const Journey& journey, const std::set<std::uint32_t>& answered,
                       const std::multiset<std::string>& stored) {
    std::set<std::string> missing;
    for (const std::uint32_t number : answered)
        for (const tracking::Record& record : journey.messages[number])
            if (!stored.contains(identity_of(record))) missing.insert(identity_of(record));
    return missing.size();
}

Calm run_calmly(std::uint64_t journey_seed, int minutes, const ingest::IntakeSettings& settings) {
    const TempDir dir;
    const auto store = db::open_sqlite(dir / "husong.db", {.vfs = {}, .synchronous = "OFF"}).value();
    const County county = County::put_into(*store);
    const Journey journey = make_journey(county, journey_seed, minutes);
    Life life{*store, settings};
    EXPECT_TRUE(deliver(life, journey, all_numbers(journey)));
    life.drain();
    return {stored_identities(*store, county), canonical_findings(*store)};
}

}  // namespace husong::test
