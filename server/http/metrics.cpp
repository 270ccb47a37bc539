#include "server/http/metrics.hpp"

#include "server/http/dispatcher.hpp"
#include "server/http/troubles.hpp"
#include "server/ingest/intake.hpp"
#include "server/net/counters.hpp"

#include <fmt/core.h>

#include <array>
#include <utility>

namespace husong::http {

void Metrics::counter(std::string_view name, std::string_view help, std::uint64_t value,
                      std::string_view label) {
    describe(name, help, "counter");
    text_ += label.empty() ? fmt::format("husong_{} {}\n", name, value)
                           : fmt::format("husong_{}{{{}}} {}\n", name, label, value);
}

void Metrics::gauge(std::string_view name, std::string_view help, double value, std::string_view label) {
    describe(name, help, "gauge");
    text_ += label.empty() ? fmt::format("husong_{} {}\n", name, value)
                           : fmt::format("husong_{}{{{}}} {}\n", name, label, value);
}

void Metrics::histogram(std::string_view name, std::string_view help, const Durations& durations,
                        std::string_view label) {
    using Seconds = std::chrono::duration<double>;
    describe(name, help, "histogram");
    std::uint64_t counted = 0;
    for (std::size_t i = 0; i < Durations::limits.size(); ++i) {
        counted += durations.count(i);
        text_ += fmt::format("husong_{}_bucket{{{},le=\"{}\"}} {}\n", name, label,
                             Seconds{Durations::limits[i]}.count(), counted);
    }
    counted += durations.count(Durations::limits.size());
    text_ += fmt::format("husong_{}_bucket{{{},le=\"+Inf\"}} {}\n", name, label, counted);
    text_ += fmt::format("husong_{}_sum{{{}}} {}\n", name, label, Seconds{durations.sum()}.count());
    text_ += fmt::format("husong_{}_count{{{}}} {}\n", name, label, counted);
}

void Metrics::describe(std::string_view name, std::string_view help, std::string_view type) {
    if (described_ == name) return;
    described_ = name;
    text_ += fmt::format("# HELP husong_{} {}\n# TYPE husong_{} {}\n", name, help, name, type);
}

void add(Metrics& metrics, const ingest::IntakeCounters& counters) {
    metrics.counter("records_committed_total", "Records stored", counters.records_committed);
    metrics.counter("records_duplicate_total", "Records told before", counters.records_duplicate);
    metrics.counter("records_late_total", "Records older than what their vehicle had told",
                    counters.late_records);
    metrics.counter("records_clock_ahead_total", "Records not judged: their teller's clock is ahead",
                    counters.clock_ahead);
    metrics.counter("messages_broken_total", "Messages no transaction took", counters.broken);
    metrics.counter("batches_total", "Group commits", counters.batches);
    metrics.counter("rollbacks_total", "Commits that failed and were tried again", counters.rollbacks);
    metrics.counter("registry_loads_total", "Times the register was read", counters.registry_loads);
    metrics.counter("refolds_total", "Vehicles folded again for late data", counters.refolds);
    metrics.counter("telemetry_refused_total", "Offers refused because the lane was full",
                    counters.telemetry_refused);
    metrics.counter("acts_total", "Human acts committed", counters.acts);
    metrics.gauge("waiting_entries", "Telemetry waiting for its commit",
                  static_cast<double>(counters.waiting_entries.load()));
    const std::array steps = {std::pair{"write", &counters.writing},
                              std::pair{"commit", &counters.committing},
                              std::pair{"tell", &counters.telling},
                              std::pair{"read registry", &counters.reading_registry},
                              std::pair{"look at register", &counters.looking_at_register},
                              std::pair{"deadlines", &counters.firing_deadlines},
                              std::pair{"refold", &counters.refolding},
                              std::pair{"clean up", &counters.cleaning_up}};
    for (const auto& [step, durations] : steps)
        metrics.histogram("writer_seconds", "What the writer's thread spends on each step", *durations,
                          fmt::format("step=\"{}\"", step));
    for (const auto& [step, durations] : steps)
        metrics.gauge("writer_longest_seconds", "The longest of each since the start",
                      std::chrono::duration<double>{durations->longest()}.count(),
                      fmt::format("step=\"{}\"", step));
}

void add(Metrics& metrics, const DispatchCounters& counters) {
    for (std::size_t i = 2; i < counters.answers_by_class.size(); ++i)
        metrics.counter("http_answers_total", "Answers by class of status", counters.answers_by_class[i],
                        fmt::format("class=\"{}xx\"", i));
    metrics.counter("http_busy_total", "Requests refused because too many waited", counters.refused_busy);
    metrics.counter("http_failed_total", "Handlers that threw", counters.failed);
}

void add(Metrics& metrics, const Troubles& troubles) {
    for (std::size_t i = 0; i < trouble_names.size(); ++i)
        metrics.counter("http_troubles_total", "What is no proper request, and connections that had to end",
                        troubles.get(static_cast<Trouble>(i)), fmt::format("kind=\"{}\"", trouble_names[i]));
}

void add(Metrics& metrics, const net::NetCounters& counters) {
    for (std::size_t i = 0; i < net::net_count_size; ++i) {
        const auto count = static_cast<net::NetCount>(i);
        const net::NetCountName name = net::name_of(count);
        const std::string label = name.label.empty() ? "" : fmt::format("kind=\"{}\"", name.label);
        const std::string metric = fmt::format("terminal_{}{}", name.name, name.gauge ? "" : "_total");
        if (name.gauge)
            metrics.gauge(metric, "At the terminals' door", static_cast<double>(counters.get(count)));
        else
            metrics.counter(metric, "At the terminals' door", counters.get(count), label);
    }
}

}  // namespace husong::http
