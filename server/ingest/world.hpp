// What the server knows at this moment, readable from every thread: the registry version in force, the
// terminals' keys, and the folded state of each vehicle. Written by the writer thread only, after a commit.
#pragma once

#include "db/store.hpp"
#include "server/registry/registry.hpp"
#include "server/rules/fold.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace husong::ingest {

// Terminals' keys by phone key.
using Credentials = std::unordered_map<std::string, db::TerminalCredentials>;

// Commands for terminals that were not over when the registry was read.
using CommandsPtr = std::shared_ptr<const std::vector<db::TerminalCommand>>;

// Is the store taking commits, and if not, why and since when.
struct Health {
    bool ready = false;
    std::string cause;
    Time since{};
};

class World {
public:
    World();

    [[nodiscard]] registry::RegistryPtr registry() const;
    [[nodiscard]] rules::ThresholdsPtr thresholds() const;  // of this version of the registry
    [[nodiscard]] std::shared_ptr<const Credentials> credentials() const;
    [[nodiscard]] CommandsPtr commands() const;

    // The state of one vehicle as of the last commit; none when nothing was ever told of it.
    [[nodiscard]] std::optional<rules::VehicleFold> state(VehicleId vehicle) const;
    // Of it only what is known of the vehicle itself: less to copy, where many are asked for.
    [[nodiscard]] std::optional<tracking::VehicleState> track(VehicleId vehicle) const;
    // True while late data waits to be folded: what state() says is provisional.
    [[nodiscard]] bool provisional(VehicleId vehicle) const;

    [[nodiscard]] Health health() const;

    // Writer thread only.
    struct Published {
        VehicleId vehicle;
        rules::VehicleFold state;
    };
    void publish(const std::vector<Published>& states);
    void publish(const std::vector<db::TerminalCredentials>& changed);
    void publish(registry::RegistryPtr registry, rules::ThresholdsPtr thresholds,
                 std::shared_ptr<const Credentials> credentials);
    void publish(CommandsPtr commands);
    void mark_provisional(VehicleId vehicle, bool provisional);
    bool set_health(bool ready, const std::string& cause, Time now);  // true: it changed
    // Without a lock: the writer thread is the only one that changes it.
    [[nodiscard]] const rules::VehicleFold* peek(VehicleId vehicle) const;

private:
    struct Slot {
        rules::VehicleFold state;
        bool known = false;
        bool provisional = false;
    };
    [[nodiscard]] const Slot* slot(VehicleId vehicle) const;
    Slot& slot_for(VehicleId vehicle);

    // Not std::atomic<std::shared_ptr>: libstdc++ 12 unlocks its loads without releasing them.
    mutable std::mutex versions_mutex_;  // guards the four pointers
    CommandsPtr commands_;
    registry::RegistryPtr registry_;
    rules::ThresholdsPtr thresholds_;
    std::shared_ptr<const Credentials> credentials_;
    mutable std::shared_mutex mutex_;  // guards slots_ and health_
    std::vector<std::unique_ptr<Slot>>
        slots_;  // by VehicleId::value: the store numbers vehicles from 1 without gaps
    Health health_;
};

}  // namespace husong::ingest
