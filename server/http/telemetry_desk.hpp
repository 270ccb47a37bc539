// Where what phones tell waits for its commit. It goes through the telemetry lane, like terminals' records:
// however much phones tell, a human act does not wait behind it.
#pragma once

#include "server/ingest/intake.hpp"
#include "server/tracking/record.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

namespace husong::http {

// Of one device; beyond it is told to come again. Two batches of the largest kind.
inline constexpr std::size_t most_records_waiting = 1'000;

class TelemetryDesk final : public ingest::CommitListener {
public:
    using Offer = std::function<bool(std::vector<ingest::Entry>&)>;  // ingest::Intake::offer
    struct Told {
        std::size_t stored = 0;
        std::size_t duplicates = 0;
    };
    using Done = std::function<void(const Result<Told>&)>;

    explicit TelemetryDesk(Offer offer) : offer_{std::move(offer)} {}

    // Stores one device's records, all or none; there is at least one. `done` is called once: after their
    // commit, or at once when they are not taken. Errors: unavailable (no room, or no commits now), conflict
    // (no transaction takes them). Any thread.
    void take(std::vector<tracking::Record> records, Done done);

    // CommitListener. While commits fail everybody who waits is told so; records that were taken may be
    // stored all the same, and are duplicates when they are told again.
    void committed(const ingest::Committed& commit) override;
    void health_changed(const ingest::Health& health) override;

private:
    struct Waiting {
        std::int64_t device = 0;
        std::size_t records = 0;
        Done done;
    };

    [[nodiscard]] Result<std::uint64_t> enter(Waiting waiting);
    [[nodiscard]] std::optional<Waiting> leave(std::uint64_t number);

    Offer offer_;
    std::mutex mutex_;  // guards what follows
    std::uint64_t last_number_ = 0;
    std::unordered_map<std::uint64_t, Waiting> waiting_;               // by the number their ticket carries
    std::unordered_map<std::int64_t, std::size_t> records_of_device_;  // of these
    bool ready_ = false;
};

}  // namespace husong::http
