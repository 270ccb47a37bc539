// An intake over a real store that fails when it is told to, and what it says.
#pragma once

#include "server/ingest/intake.hpp"
#include "tests/support/county.hpp"
#include "tests/support/failing_store.hpp"
#include "tests/support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

namespace husong::ingest {
using test::County;

// Keeps what it hears.
class Listener final : public CommitListener {
public:
    void committed(const Committed& commit) override {
        const std::scoped_lock lock{mutex_};
        answers_.insert(answers_.end(), commit.answers.begin(), commit.answers.end());
        for (const auto& change : commit.changes) changed_.insert(change.head.id);
        corrected_.insert(commit.corrected.begin(), commit.corrected.end());
        broken_ += commit.broken.size();
    }
    [[nodiscard]] bool heard_correction_of(FindingId id) const {
        const std::scoped_lock lock{mutex_};
        return corrected_.contains(id);
    }
    [[nodiscard]] bool heard_change_of(FindingId id) const {
        const std::scoped_lock lock{mutex_};
        return changed_.contains(id);
    }
    [[nodiscard]] std::size_t answered() const { return answers().size(); }
    [[nodiscard]] std::size_t broken() const {
        const std::scoped_lock lock{mutex_};
        return broken_;
    }
    // In the order of their commits.
    [[nodiscard]] std::vector<Ticket> answers() const {
        const std::scoped_lock lock{mutex_};
        return answers_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<Ticket> answers_;
    std::set<FindingId> changed_;
    std::set<FindingId> corrected_;
    std::size_t broken_ = 0;
};

class IntakeTest : public testing::Test {
protected:
    IntakeTest() : store_{db::open_sqlite(dir_ / "husong.db").value()}, county_{County::put_into(*store_)} {}

    void start(const IntakeSettings& settings = {}) {
        failing_ = std::make_unique<test::FailingStore>(
            *store_, [this](std::string_view call) { return fails_(call); });
        world_ = std::make_unique<World>();
        intake_ = std::make_unique<Intake>(*failing_, *world_, settings,
                                           [this] { return from_millis(now_.load()); });
        intake_->add_listener(listener_);
        intake_->start().value();
    }
    void restart() {
        intake_->stop();
        start();
    }

    void tell(tracking::Record record) {
        Entry entry{.what = std::move(record), .ticket = {.serial = ++serial_}};
        ASSERT_TRUE(intake_->offer(entry));
    }
    [[nodiscard]] std::vector<tracking::Record> history(VehicleId vehicle) {
        return store_->reader().value()->history(vehicle, Time{}, end_of_time, 1'000).value();
    }
    [[nodiscard]] std::vector<rules::Finding> findings() {
        db::FindingQuery all;
        all.open_only = false;
        return store_->reader().value()->findings(all).value();
    }

    test::TempDir dir_;
    std::unique_ptr<db::Store> store_;
    County county_;
    std::atomic<std::int64_t> now_{to_millis(test::school_day + 1h)};
    std::function<bool(std::string_view)> fails_ = [](std::string_view) { return false; };
    std::unique_ptr<test::FailingStore> failing_;
    std::unique_ptr<World> world_;
    Listener listener_;
    std::unique_ptr<Intake> intake_;
    std::uint16_t serial_ = 0;
};

}  // namespace husong::ingest
