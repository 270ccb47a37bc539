#include "server/ingest/intake.hpp"

#include "server/ingest/loop.hpp"

#include <utility>

namespace husong::ingest {

Intake::Intake(db::Store& store, World& world, const IntakeSettings& settings, Clock clock)
    : loop_{std::make_unique<Loop>(store, world, settings, std::move(clock))} {}

Intake::~Intake() { stop(); }

void Intake::add_listener(CommitListener& listener) { loop_->add_listener(listener); }
Result<> Intake::start() { return loop_->start(); }
void Intake::stop() { loop_->stop(); }
void Intake::drain() { loop_->drain(); }
Result<> Intake::load() { return loop_->load(); }
Result<> Intake::settle() { return loop_->settle(); }

bool Intake::offer(std::vector<Entry>& entries) {
    const bool taken = loop_->lanes().offer(entries);
    if (!taken) loop_->counters().telemetry_refused.fetch_add(1, std::memory_order_relaxed);
    return taken;
}

bool Intake::offer(Entry& entry) {
    const bool taken = loop_->lanes().offer({&entry, 1});
    if (!taken) loop_->counters().telemetry_refused.fetch_add(1, std::memory_order_relaxed);
    return taken;
}

bool Intake::submit(Act act) { return loop_->lanes().submit(std::move(act)); }

const IntakeCounters& Intake::counters() const {
    loop_->counters().waiting_entries.store(loop_->lanes().waiting(), std::memory_order_relaxed);
    return loop_->counters();
}
const IntakeSettings& Intake::settings() const { return loop_->settings(); }

}  // namespace husong::ingest
