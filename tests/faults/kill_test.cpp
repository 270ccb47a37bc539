// The real program is killed at random moments while terminals talk to it over sockets: nothing acknowledged
// is lost, nothing is stored twice, and the findings are those of a morning without failures.
#include "server/ingest/intake.hpp"
#include "tests/faults/journey.hpp"
#include "tests/faults/server_process.hpp"
#include "tests/faults/wire_terminal.hpp"
#include "tests/support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <limits>
#include <poll.h>

namespace husong::test {
namespace {

namespace fs = std::filesystem;

constexpr int kills = 20;          // of each morning while terminals talk, and ...
constexpr int kills_at_start = 5;  // ... while it starts and finds what the last kill left
constexpr int killed_journey_minutes = 45;
constexpr std::uint64_t answers_a_life = 60;  // on the average
constexpr std::uint64_t bytes_a_life = 6'000;
constexpr std::uint64_t longest_spin = 500'000;          // rounds, a few milliseconds
constexpr std::uint64_t longest_start_spin = 4'000'000;  // about as long as it takes to start
constexpr auto kill_patience = std::chrono::minutes{1};
constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

using Temper = WireTerminal::Temper;

void spin(std::uint64_t rounds) {
    std::atomic<std::uint64_t> round = 0;
    while (round < rounds) ++round;
}

// All terminals of the morning, and what they know.
class Fleet {
public:
    Fleet(const WireJourney& journey, Temper temper, std::uint64_t seed) {
        for (const WireTeller& teller : journey.tellers) terminals_.emplace_back(teller, temper, seed++);
    }

    void connect(std::uint16_t port) {
        for (WireTerminal& terminal : terminals_) terminal.connect(port);
    }
    void disconnect() {
        for (WireTerminal& terminal : terminals_) terminal.disconnect();
    }
    // Talks until all is told and answered, or so many answers have come, or so many bytes are sent.
    // False: a connection broke, or a minute has passed.
    [[nodiscard]] bool talk(std::uint16_t port, std::uint64_t answers, std::uint64_t bytes) {
        const std::uint64_t answers_before = this->answers(), bytes_before = bytes_sent();
        const auto deadline = std::chrono::steady_clock::now() + kill_patience;
        while (std::chrono::steady_clock::now() < deadline) {
            for (WireTerminal& terminal : terminals_) {
                if (terminal.wants_new_connection()) terminal.connect(port);
                if (!terminal.step()) return false;
            }
            if (is_done() || this->answers() - answers_before >= answers ||
                bytes_sent() - bytes_before >= bytes)
                return true;
            wait_for_bytes();
        }
        return false;
    }

    [[nodiscard]] bool is_done() const {
        return std::ranges::all_of(terminals_, [](const auto& terminal) { return terminal.is_done(); });
    }
    [[nodiscard]] std::uint64_t answers() const { return sum(&WireTerminal::answers); }
    [[nodiscard]] std::uint64_t bytes_sent() const { return sum(&WireTerminal::bytes_sent); }
    [[nodiscard]] std::uint64_t refused() const { return sum(&WireTerminal::refused); }
    [[nodiscard]] std::uint64_t serial_wraps() const { return sum(&WireTerminal::serial_wraps); }
    [[nodiscard]] std::uint64_t cut_off() const { return sum(&WireTerminal::cut_off); }

    [[nodiscard]] std::set<std::string> acknowledged() const {
        std::set<std::string> records;
        for (const WireTerminal& terminal : terminals_)
            for (const std::size_t message : terminal.acknowledged())
                for (const std::string& record : terminal.teller().messages[message].tells)
                    records.insert(record);
        return records;
    }

private:
    [[nodiscard]] std::uint64_t sum(std::uint64_t (WireTerminal::*count)() const) const {
        std::uint64_t total = 0;
        for (const WireTerminal& terminal : terminals_) total += (terminal.*count)();
        return total;
    }
    void wait_for_bytes() {
        std::vector<pollfd> sockets;
        for (const WireTerminal& terminal : terminals_) {
            const short events = terminal.wants_to_write() ? POLLIN | POLLOUT : POLLIN;
            sockets.push_back({.fd = terminal.socket(), .events = events, .revents = 0});
        }
        ::poll(sockets.data(), sockets.size(), 1'000);
    }

    std::deque<WireTerminal> terminals_;
};

// What a disk holds of a database, looked at in a copy: whoever starts next finds it untouched.
class Look {
public:
    explicit Look(const fs::path& database) {
        for (const char* suffix : {"", "-wal"})
            if (const fs::path file = database.string() + suffix; fs::exists(file))
                fs::copy_file(file, dir_ / ("husong.db" + std::string{suffix}));
        store_ = db::open_sqlite(dir_ / "husong.db").value();
    }
    [[nodiscard]] db::Store& store() { return *store_; }

private:
    TempDir dir_;
    std::unique_ptr<db::Store> store_;
};

struct Losses {
    std::size_t lost = 0;
    std::size_t doubled = 0;
    bool operator==(const Losses&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Losses& losses) {
    return out << losses.lost << " acknowledged and lost, " << losses.doubled << " stored twice";
}

Losses find_losses(const fs::path& database, const County& county, const Fleet& fleet) {
    Look look{database};
    const auto stored = stored_wire_identities(look.store(), county);
    Losses losses;
    for (const std::string& record : fleet.acknowledged()) losses.lost += stored.contains(record) ? 0 : 1;
    losses.doubled = stored.size() - std::set<std::string>(stored.begin(), stored.end()).size();
    return losses;
}

// What is there when late data is folded too.
struct Outcome {
    std::multiset<std::string> records;
    std::multiset<std::string> contents;
    std::multiset<std::string> findings;
};

Outcome settle(const fs::path& database, const County& county) {
    const auto store = db::open_sqlite(database).value();
    ingest::World world;
    ingest::Intake intake{
        *store, world, {}, [] { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }};
    intake.start().value();
    intake.drain();
    intake.stop();
    return {stored_wire_identities(*store, county), stored_identities(*store, county),
            canonical_findings(*store)};
}

struct KilledServer : ::testing::Test {
    TempDir dir;
    Time morning = yesterday_morning();
    int kills_with_answers_missing = 0;

    County prepare(const fs::path& database) const {
        return put_wire_county_into(*db::open_sqlite(database).value(), morning);
    }

    // Each message once, to a server that lives to the end.
    Outcome run_calmly(std::uint64_t seed) const {
        const fs::path database = dir / "calm.db";
        const County county = prepare(database);
        const WireJourney journey = make_wire_journey(county, morning, seed, killed_journey_minutes);
        Fleet fleet{journey, Temper::calm, seed};
        finish(database, fleet);
        return settle(database, county);
    }

    // One life that is not disturbed: all is told and answered, then it is asked to stop.
    static void finish(const fs::path& database, Fleet& fleet) {
        ServerProcess server{database};
        ASSERT_TRUE(server.await_ready()) << server.output();
        fleet.connect(server.terminal_port());
        EXPECT_TRUE(fleet.talk(server.terminal_port(), never, never));
        EXPECT_TRUE(fleet.is_done());
        fleet.disconnect();
        EXPECT_TRUE(server.stop());
    }

    void live_until_killed(const fs::path& database, Fleet& fleet, std::mt19937_64& random) {
        ServerProcess server{database};
        ASSERT_TRUE(server.await_ready()) << server.output();
        fleet.connect(server.terminal_port());
        const bool by_answers = random() % 2 == 0;
        ASSERT_TRUE(fleet.talk(server.terminal_port(), by_answers ? random() % (2 * answers_a_life) : never,
                               by_answers ? never : random() % (2 * bytes_a_life)));
        EXPECT_FALSE(fleet.is_done()) << "there is nothing left to disturb";
        if (random() % 2 == 0) spin(random() % longest_spin);
        server.kill();
        const std::uint64_t cut_off_before = fleet.cut_off();
        fleet.disconnect();
        if (fleet.cut_off() > cut_off_before) ++kills_with_answers_missing;
    }
};

class KilledServers : public KilledServer, public ::testing::WithParamInterface<std::uint64_t> {};

TEST_P(KilledServers, LoseNothingAcknowledgedDoubleNothingAndChangeNoFinding) {
    const std::uint64_t seed = GetParam();
    const Outcome calm = run_calmly(seed);
    const fs::path database = dir / "killed.db";
    const County county = prepare(database);
    const WireJourney journey = make_wire_journey(county, morning, seed, killed_journey_minutes);
    Fleet fleet{journey, Temper::restless, seed};
    std::mt19937_64 random{seed};
    for (int kill = 0; kill < kills; ++kill) {
        SCOPED_TRACE(kill);
        ASSERT_NO_FATAL_FAILURE(live_until_killed(database, fleet, random));
        ASSERT_EQ(find_losses(database, county, fleet), Losses{});
        if (kill % (kills / kills_at_start) != 0) continue;
        ServerProcess server{database};
        spin(random() % longest_start_spin);
        server.kill();
        ASSERT_EQ(find_losses(database, county, fleet), Losses{}) << "killed while it started";
    }
    finish(database, fleet);
    EXPECT_EQ(find_losses(database, county, fleet), Losses{});
    EXPECT_EQ(fleet.acknowledged(), journey.told);
    EXPECT_EQ(fleet.refused(), 0U);
    EXPECT_GT(fleet.serial_wraps(), 10U);
    EXPECT_GE(kills_with_answers_missing, kills / 4);

    const Outcome killed = settle(database, county);
    EXPECT_EQ(killed.records, (std::multiset<std::string>{journey.told.begin(), journey.told.end()}));
    EXPECT_EQ(killed.contents, calm.contents);
    EXPECT_FALSE(calm.findings.empty());
    EXPECT_EQ(killed.findings, calm.findings);
}

INSTANTIATE_TEST_SUITE_P(Mornings, KilledServers, ::testing::Values(1, 2, 3));

}  // namespace
}  // namespace husong::test
