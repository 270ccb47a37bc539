// What judging costs: fold_probe DATABASE folds again, in memory, all records that a database holds, of all
// its vehicles by turns as they came in, and prints one JSON line. `husongctl fold LOG --database FILE` makes
// such a database.
#include "db/store.hpp"
#include "server/rules/fold.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace {

using namespace husong;
using Clock = std::chrono::steady_clock;

constexpr std::size_t page = 10'000;
constexpr std::size_t turns = 5;

std::vector<tracking::Record> read_records(db::Reader& reader) {
    std::vector<tracking::Record> all;
    for (const VehicleId vehicle : reader.vehicles_with_records().value()) {
        tracking::OrderKey after;
        for (;;) {
            auto records = reader.records_after(vehicle, after, page).value();
            for (tracking::Record& record : records) {
                after = record.order();
                if (record.judged()) all.push_back(std::move(record));
            }
            if (records.size() < page) break;
        }
    }
    std::ranges::sort(all, {}, [](const tracking::Record& record) {
        return std::tuple{record.received_at, record.vehicle, record.order()};
    });
    return all;
}

struct Turn {
    double seconds = 0;
    std::size_t folded = 0, positions = 0, changes = 0;
};

// A record older than what its vehicle has told is left out: it would be folded again from a checkpoint.
Turn fold_all(const std::vector<tracking::Record>& records, const rules::FoldContext& context) {
    Turn turn;
    std::unordered_map<VehicleId, rules::VehicleFold> vehicles;
    for (const tracking::Record& record : records) vehicles.try_emplace(record.vehicle);
    std::vector<rules::FindingChange> changes;
    const auto from = Clock::now();
    for (const tracking::Record& record : records) {
        rules::VehicleFold& state = vehicles.find(record.vehicle)->second;
        if (record.order() <= state.track.last) continue;
        rules::fold(state, record, context, changes);
        ++turn.folded;
        if (record.kind() == tracking::RecordKind::position) ++turn.positions;
        turn.changes += changes.size();
        changes.clear();
    }
    turn.seconds = std::chrono::duration<double>(Clock::now() - from).count();
    return turn;
}

void measure(const std::filesystem::path& file) {
    const auto store = db::open_sqlite(file).value();
    const auto reader = store->reader().value();
    const auto records = read_records(*reader);
    const registry::Registry registry{reader->load_registry().value()};
    const tracking::TrackingSettings tracking;
    const rules::RuleSettings rules;
    const rules::FoldContext context{registry, tracking, rules};

    std::array<double, turns> costs{};
    Turn turn;
    for (double& cost : costs) {
        turn = fold_all(records, context);
        if (turn.positions == 0) throw std::runtime_error{"the database holds no positions that are judged"};
        cost = turn.seconds * 1e6 / static_cast<double>(turn.positions);
    }
    std::ranges::sort(costs);
    fmt::print(
        "{{\"vehicles\": {}, \"records\": {}, \"positions\": {}, \"finding_changes\": {}, "
        "\"us_per_position\": {:.2f}, \"us_per_position_least\": {:.2f}, \"us_per_position_most\": "
        "{:.2f}}}\n",
        reader->vehicles_with_records().value().size(), turn.folded, turn.positions, turn.changes,
        costs[turns / 2], costs.front(), costs.back());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "fold_probe DATABASE\n");
        return EXIT_FAILURE;
    }
    try {
        measure(argv[1]);
    } catch (const std::exception& failure) {
        fmt::print(stderr, "fold_probe: {}\n", failure.what());
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
