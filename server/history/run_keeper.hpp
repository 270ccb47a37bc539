// Keeps what each run leaves behind that is over: when it was at its places, and how right what was said of
// it was. A thread of its own reads; the writer only takes the rows, a few runs a turn.
#pragma once

#include "db/store.hpp"
#include "server/history/line_histories.hpp"
#include "server/ingest/intake.hpp"
#include "server/ingest/world.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace husong::history {

class RunKeeper {
public:
    static constexpr std::size_t runs_a_turn = 20;
    static constexpr Milliseconds turn_every = std::chrono::minutes{1};
    static constexpr std::chrono::days looked_back{14};  // older runs are not made, or made again

    using Clock = std::function<Time()>;

    // All of it outlives the keeper. Errors: unavailable.
    [[nodiscard]] static Result<std::unique_ptr<RunKeeper>> open(db::Store& store, ingest::Intake& intake,
                                                                 const ingest::World& world, Clock clock);
    ~RunKeeper();  // stop()
    RunKeeper(const RunKeeper&) = delete;
    RunKeeper& operator=(const RunKeeper&) = delete;

    // A thread that takes a turn each minute, while the intake runs.
    void start();
    // Ends the turn at hand without waiting for the writer. Idempotent.
    void stop();

    // One turn: the oldest runs that are over and not kept. How many were kept. Errors: unavailable, when the
    // store fails or nobody commits; the next turn finds the same runs again.
    [[nodiscard]] Result<std::size_t> turn();

private:
    struct Work;  // one run on its way
    RunKeeper(std::unique_ptr<db::Reader> reader, ingest::Intake& intake, const ingest::World& world,
              Clock clock);
    [[nodiscard]] Result<std::vector<Work>> find_work(const registry::Registry& registry);
    [[nodiscard]] Result<> make(Work& work, const registry::Registry& registry);
    // Waits until the writer has committed it, or the keeper is stopped.
    [[nodiscard]] Result<> commit(std::function<Result<>(ingest::Transaction&)> apply);
    void run();

    std::unique_ptr<db::Reader> reader_;
    ingest::Intake& intake_;
    const ingest::World& world_;
    Clock clock_;
    LineHistories histories_;

    struct Waiting;  // shared with an act that may come back when the keeper is gone
    std::shared_ptr<Waiting> waiting_;
    std::thread thread_;
};

}  // namespace husong::history
