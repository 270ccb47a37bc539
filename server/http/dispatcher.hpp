// From a request to its answer: finds the route, lets the caller in, holds the request to its schema, runs
// the handler where it belongs, and finishes the answer.
#pragma once

#include "server/http/json_schema.hpp"
#include "server/http/router.hpp"
#include "server/http/services.hpp"
#include "server/http/static_files.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

namespace husong::http {

// Counters of the answers, for /metrics.
struct DispatchCounters {
    std::array<std::atomic<std::uint64_t>, 6> answers_by_class{};  // [2]: 200 … 299
    std::atomic<std::uint64_t> refused_busy{0};                    // the read pool's queue was full
    std::atomic<std::uint64_t> failed{0};                          // a handler threw
};

class Dispatcher {
public:
    // All of it outlives the requests.
    Dispatcher(const Services& services, const Router& router, const Schemas& schemas,
               const StaticFiles& files);

    // Answers once, on any thread; at once for what needs no store.
    void dispatch(Request request, Answer answer);

    [[nodiscard]] const DispatchCounters& counters() const { return *counters_; }

private:
    class Pending;
    void route(Request request, const Answer& answer);
    void run(const Route& route, Request& request, db::Reader& reader, const Answer& answer);
    [[nodiscard]] Response page(const Request& request) const;

    const Services& services_;
    const Router& router_;
    const Schemas& schemas_;
    const StaticFiles& files_;
    std::shared_ptr<DispatchCounters> counters_;  // an answer may be given after the dispatcher went
};

}  // namespace husong::http
