// What handlers work with. All of it outlives every request; what several threads use is safe to.
#pragma once

#include "server/base/time.hpp"
#include "server/gate/settings.hpp"
#include "server/history/line_histories.hpp"
#include "server/http/device_rates.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace husong::ingest {
class World;
struct Act;
}  // namespace husong::ingest
namespace husong::planning {
class PlanningDesk;
}
namespace husong::live {
class Hub;
}
namespace husong::rules {
struct VerdictSettings;
}

namespace husong::http {

class ReadPool;
class SignInDesk;
class Receipts;
class TelemetryDesk;

struct Services {
    const ingest::World& world;
    std::function<bool(ingest::Act)> submit;  // ingest::Intake::submit
    const rules::VerdictSettings& verdict;
    live::Hub& hub;
    ReadPool& reads;
    SignInDesk& desk;
    Receipts& receipts;
    TelemetryDesk& telemetry;
    planning::PlanningDesk& plannings;
    std::function<void(const std::string&)> end_streams;  // of a session (Caller::session); any thread
    std::function<Time()> clock;
    Time started_at{};
    std::string home = "冀H";     // put in front of plates typed without it
    bool secure_cookies = false;  // behind TLS: the session cookie travels nowhere else
    std::string document;         // the API's own description, as JSON
    gate::GateSettings gate{};
    mutable DeviceRates device_rates{usual_device_rate};
    mutable DeviceRates guardian_rates{usual_guardian_rate};  // by the link's hash
    mutable history::LineHistories histories{};
};

}  // namespace husong::http
