#include "server/journal.hpp"

#include <spdlog/spdlog.h>

namespace husong {

void log_start(const Settings& settings, const db::Store& store) {
    spdlog::info(
        "husongd {} starts: database {}, schema {}, pages {}, positions kept {} days, raw messages {} days, "
        "log level {}, secure cookies {}, driver texts {}, home {}",
        HUSONG_VERSION, settings.database.string(), store.schema_version(),
        settings.http.pages.empty() ? "none" : settings.http.pages.string(),
        settings.intake.keep_positions.count(), settings.intake.keep_raw.count(), settings.log_level,
        settings.http.secure_cookies ? "on" : "off", settings.driver_texts ? "on" : "off",
        settings.http.home);
}

void log_register(const registry::Registry& registry) {
    const auto vehicles = registry.rows().vehicles.size();
    if (vehicles > 0) return spdlog::info("register: {} vehicles", vehicles);
    spdlog::warn(
        "register: no vehicles; every plate is answered as not registered until husongctl imports them");
}

void log_stopping(int signal) { spdlog::info("husongd stops: asked by signal {}", signal); }
void log_stopped() { spdlog::info("husongd has stopped"); }

void HealthLog::health_changed(const ingest::Health& health) {
    if (health.ready)
        spdlog::info("store: commits go on");
    else
        spdlog::error("store: no commits, answers stop: {}", health.cause);
}

}  // namespace husong
