#include "server/history/run_keeper.hpp"

#include "server/ingest/batch.hpp"
#include "server/registry/runs.hpp"
#include "server/tracking/arrival_replay.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace husong::history {

namespace {

constexpr std::size_t most_records_of_run = 20'000;  // five hours at a position a second

const tracking::TripSettings trip_settings;

// Whether what is kept of a run is of this one: a departure's vehicle or hour may have been set right.
bool is_of(const db::RunHead& head, const registry::Departure& run) {
    return head.vehicle == run.vehicle && head.leaves_at == run.leaves_at;
}

// An unseen run has no places.
bool was_seen(const tracking::TripTrace& trace) {
    return std::ranges::any_of(trace.visits,
                               [](const tracking::PlaceVisit& visit) { return visit.arrived || visit.left; });
}

}  // namespace

struct RunKeeper::Work {
    registry::Departure run;
    tracking::TripPlan plan;
    db::KeptRun kept;
};

struct RunKeeper::Waiting {
    std::mutex mutex;
    std::condition_variable changed;
    bool stopping = false;
};

Result<std::unique_ptr<RunKeeper>> RunKeeper::open(db::Store& store, ingest::Intake& intake,
                                                   const ingest::World& world, Clock clock) {
    auto reader = store.reader();
    if (!reader) return reader.error();
    return std::unique_ptr<RunKeeper>{new RunKeeper{std::move(*reader), intake, world, std::move(clock)}};
}

RunKeeper::RunKeeper(std::unique_ptr<db::Reader> reader, ingest::Intake& intake, const ingest::World& world,
                     Clock clock)
    : reader_{std::move(reader)},
      intake_{intake},
      world_{world},
      clock_{std::move(clock)},
      waiting_{std::make_shared<Waiting>()} {}

RunKeeper::~RunKeeper() { stop(); }

void RunKeeper::start() {
    thread_ = std::thread{[this] { run(); }};
}

void RunKeeper::stop() {
    {
        const std::scoped_lock lock{waiting_->mutex};
        waiting_->stopping = true;
    }
    waiting_->changed.notify_all();
    if (thread_.joinable()) thread_.join();
}

void RunKeeper::run() {
    std::unique_lock lock{waiting_->mutex};
    while (!waiting_->stopping) {
        lock.unlock();
        if (const auto done = turn(); !done) spdlog::warn("runs are not kept: {}", done.error().what);
        lock.lock();
        waiting_->changed.wait_for(lock, turn_every, [this] { return waiting_->stopping; });
    }
}

Result<> RunKeeper::commit(std::function<Result<>(ingest::Transaction&)> apply) {
    const auto result = std::make_shared<std::optional<Result<>>>();
    const bool taken = intake_.submit({std::move(apply), [waiting = waiting_, result](const Result<>& done) {
                                           const std::scoped_lock lock{waiting->mutex};
                                           *result = done;
                                           waiting->changed.notify_all();
                                       }});
    if (!taken) return Error{ErrorCode::unavailable, "too many acts wait"};
    std::unique_lock lock{waiting_->mutex};
    waiting_->changed.wait(lock, [&] { return result->has_value() || waiting_->stopping; });
    if (!result->has_value()) return Error{ErrorCode::unavailable, "stopping"};
    return **result;
}

Result<std::vector<RunKeeper::Work>> RunKeeper::find_work(const registry::Registry& registry) {
    const Time now = clock_();
    const Time since = now - looked_back;
    const auto made = reader_->made_runs(since);
    if (!made) return made.error();
    std::map<std::string_view, const db::RunHead*> kept;
    for (const db::RunHead& head : *made) kept.emplace(head.code, &head);

    std::vector<Work> work;
    for (registry::Run& row : registry::find_runs({.from = since, .until = now}, registry)) {
        if (row.value.part.relieved) continue;  // each vehicle drove a part: nothing to learn from
        registry::Departure& run = row.value;
        const auto known = kept.find(run.code);
        if (!run.vehicle || (known != kept.end() && is_of(*known->second, run))) continue;
        tracking::TripPlan plan = tracking::plan_trip(run, registry, trip_settings);
        if (plan.places.size() < 2 || plan.until(trip_settings) + ingest::late_for_runs > now) continue;
        db::KeptRun head{.code = run.code,
                         .vehicle = run.vehicle,
                         .seen_from = plan.from(trip_settings),
                         .seen_until = plan.until(trip_settings),
                         .times = {run.line,
                                   run.direction,
                                   day_class(china_date(run.leaves_at), registry),
                                   run.leaves_at,
                                   {}},
                         .accuracy = {}};
        work.push_back({std::move(run), std::move(plan), std::move(head)});
        if (work.size() == runs_a_turn) break;
    }
    return work;
}

Result<> RunKeeper::make(Work& work, const registry::Registry& registry) {
    db::KeptRun& kept = work.kept;
    const auto records = reader_->history(kept.vehicle, kept.seen_from, kept.seen_until, most_records_of_run);
    if (!records) return records.error();
    const auto trace = tracking::trace_trip(work.plan, *records, trip_settings);
    if (!was_seen(trace)) return {};
    const auto history = histories_.of(work.run, work.plan, registry, *reader_);
    if (!history) return history.error();
    kept.times = tracking::run_times(kept.times.line, work.plan, trace, kept.times.day);
    kept.times.leaves_at = work.run.leaves_at;
    kept.accuracy = tracking::judge_run(work.plan, *records, **history, trip_settings);
    return {};
}

Result<std::size_t> RunKeeper::turn() {
    const registry::RegistryPtr registry = world_.registry();
    auto found = find_work(*registry);
    if (!found) return found.error();
    if (found->empty()) return std::size_t{0};

    // An act outlives this turn when the keeper is stopped.
    const auto work = std::make_shared<std::vector<Work>>(std::move(*found));
    auto claimed = commit([work](ingest::Transaction& transaction) -> Result<> {
        for (Work& each : *work) {
            const auto id = transaction.store().claim_run(each.kept);
            if (!id) return id.error();
            each.kept.id = *id;
        }
        return {};
    });
    if (!claimed) return claimed.error();
    for (Work& each : *work)
        if (auto made = make(each, *registry); !made) return made.error();

    const auto count = std::make_shared<std::size_t>(0);
    auto done = commit([work, count](ingest::Transaction& transaction) -> Result<> {
        *count = 0;
        std::set<Time> days;
        for (const Work& each : *work) {
            const auto kept = transaction.store().keep_run(each.kept);
            if (!kept) return kept.error();
            *count += *kept ? 1 : 0;
            days.insert(china_midnight(each.run.leaves_at));
        }
        for (const Time midnight : days)
            if (auto summed = transaction.store().sum_up_accuracy(midnight); !summed) return summed;
        return {};
    });
    if (!done) return done.error();
    return *count;
}

}  // namespace husong::history
