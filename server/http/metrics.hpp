// Counters in the text form that Prometheus reads.
#pragma once

#include "server/base/durations.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace husong::ingest {
struct IntakeCounters;
}

namespace husong::net {
class NetCounters;
}

namespace husong::http {

struct DispatchCounters;
class Troubles;

class Metrics {
public:
    // The name without "husong_". A label, if any, as it is written: class="2xx".
    void counter(std::string_view name, std::string_view help, std::uint64_t value,
                 std::string_view label = {});
    void gauge(std::string_view name, std::string_view help, double value, std::string_view label = {});
    // In seconds.
    void histogram(std::string_view name, std::string_view help, const Durations& durations,
                   std::string_view label);
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    void describe(std::string_view name, std::string_view help, std::string_view type);

    std::string text_;
    std::string described_;  // the metric described last: its labels follow each other
};

void add(Metrics& metrics, const ingest::IntakeCounters& counters);
void add(Metrics& metrics, const DispatchCounters& counters);
void add(Metrics& metrics, const Troubles& troubles);
void add(Metrics& metrics, const net::NetCounters& counters);

}  // namespace husong::http
