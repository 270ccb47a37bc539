#include "server/ingest/world.hpp"

#include <mutex>
#include <utility>

namespace husong::ingest {

World::World()
    : commands_{std::make_shared<const std::vector<db::TerminalCommand>>()},
      registry_{std::make_shared<const registry::Registry>(registry::RegistryRows{})},
      thresholds_{std::make_shared<const rules::Thresholds>(*registry_, tracking::TrackingSettings{},
                                                            rules::RuleSettings{})},
      credentials_{std::make_shared<const Credentials>()} {}

registry::RegistryPtr World::registry() const {
    const std::scoped_lock lock{versions_mutex_};
    return registry_;
}

rules::ThresholdsPtr World::thresholds() const {
    const std::scoped_lock lock{versions_mutex_};
    return thresholds_;
}

std::shared_ptr<const Credentials> World::credentials() const {
    const std::scoped_lock lock{versions_mutex_};
    return credentials_;
}

CommandsPtr World::commands() const {
    const std::scoped_lock lock{versions_mutex_};
    return commands_;
}

const World::Slot* World::slot(VehicleId vehicle) const {
    const auto at = static_cast<std::size_t>(vehicle.value);
    return at < slots_.size() ? slots_[at].get() : nullptr;
}

World::Slot& World::slot_for(VehicleId vehicle) {
    const auto at = static_cast<std::size_t>(vehicle.value);
    if (at >= slots_.size()) slots_.resize(at + 1);
    if (!slots_[at]) slots_[at] = std::make_unique<Slot>();
    return *slots_[at];
}

std::optional<rules::VehicleFold> World::state(VehicleId vehicle) const {
    const std::shared_lock lock{mutex_};
    const Slot* found = slot(vehicle);
    return found != nullptr && found->known ? std::optional{found->state} : std::nullopt;
}

std::optional<tracking::VehicleState> World::track(VehicleId vehicle) const {
    const std::shared_lock lock{mutex_};
    const Slot* found = slot(vehicle);
    return found != nullptr && found->known ? std::optional{found->state.track} : std::nullopt;
}

bool World::provisional(VehicleId vehicle) const {
    const std::shared_lock lock{mutex_};
    const Slot* found = slot(vehicle);
    return found != nullptr && found->provisional;
}

Health World::health() const {
    const std::shared_lock lock{mutex_};
    return health_;
}

void World::publish(const std::vector<Published>& states) {
    const std::unique_lock lock{mutex_};
    for (const Published& published : states) {
        Slot& into = slot_for(published.vehicle);
        into.state = published.state;
        into.known = true;
    }
}

void World::publish(const std::vector<db::TerminalCredentials>& changed) {
    if (changed.empty()) return;
    auto all = std::make_shared<Credentials>(*credentials());
    for (const db::TerminalCredentials& key : changed) all->insert_or_assign(key.phone, key);
    const std::scoped_lock lock{versions_mutex_};
    credentials_ = std::move(all);
}

void World::publish(registry::RegistryPtr registry, rules::ThresholdsPtr thresholds,
                    std::shared_ptr<const Credentials> credentials) {
    const std::scoped_lock lock{versions_mutex_};
    registry_.swap(registry);  // what was before ends outside the lock
    thresholds_.swap(thresholds);
    credentials_.swap(credentials);
}

void World::publish(CommandsPtr commands) {
    const std::scoped_lock lock{versions_mutex_};
    commands_.swap(commands);
}

void World::mark_provisional(VehicleId vehicle, bool provisional) {
    const std::unique_lock lock{mutex_};
    slot_for(vehicle).provisional = provisional;
}

bool World::set_health(bool ready, const std::string& cause, Time now) {
    const std::unique_lock lock{mutex_};
    if (ready == health_.ready && cause == health_.cause) return false;
    health_ = {ready, cause, now};
    return true;
}

const rules::VehicleFold* World::peek(VehicleId vehicle) const {
    const Slot* found = slot(vehicle);
    return found != nullptr && found->known ? &found->state : nullptr;
}

}  // namespace husong::ingest
