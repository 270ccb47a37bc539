// What the log says of the program's life: with what it starts, when commits fail and go on, why it stops.
#pragma once

#include "db/store.hpp"
#include "server/ingest/intake.hpp"
#include "server/settings.hpp"

namespace husong {

// One line: version, schema, and the settings by which one program differs from another.
void log_start(const Settings& settings, const db::Store& store);
// How many vehicles are registered; of none it warns: then every plate is unknown.
void log_register(const registry::Registry& registry);
void log_stopping(int signal);
void log_stopped();

// Says when commits begin to fail and when they go on.
class HealthLog final : public ingest::CommitListener {
public:
    void committed(const ingest::Committed&) override {}
    void health_changed(const ingest::Health& health) override;
};

}  // namespace husong
