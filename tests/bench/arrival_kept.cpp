// What the product itself says of its arrival estimates: arrival_kept [SEED [LINES [DAYS]]] sends the runs of
// arrival_bench through intake and keeper, twenty days to learn from, and prints what is kept. To be held
// against the truth that arrival_bench prints of the same runs.
#include "server/history/run_keeper.hpp"
#include "server/ingest/telemetry.hpp"
#include "tests/bench/arrival_county.hpp"
#include "tests/support/temp_dir.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string>

namespace husong::bench {
namespace {

using registry::Direction;

constexpr int learnt_days = 20;

std::string line_code(std::size_t line) { return "L" + std::to_string(line); }

class KeptCounty {
public:
    KeptCounty(std::uint64_t seed, const CountySettings& settings, int days)
        : seed_{seed}, settings_{settings}, lines_{make_lines(seed, settings)}, days_{days} {
        put_register();
        intake_.start().value();
        keeper_ = history::RunKeeper::open(*store_, intake_, world_, clock()).value();
    }

    void live(int day) {
        std::vector<tracking::Record> told;
        for (std::size_t line = 0; line < lines_.size(); ++line)
            for (tracking::Record record : drive(lines_[line], day, seed_, settings_).records) {
                record.vehicle = vehicles_[line];
                ingest::finish(record);
                told.push_back(std::move(record));
            }
        std::ranges::stable_sort(told, {}, &tracking::Record::received_at);
        tell(told);
        now_ = to_millis(told.back().received_at + 4h);
        while (keeper_->turn().value() > 0) {
        }
    }

    // Of the runs of these days.
    [[nodiscard]] tracking::Accuracy accuracy(int from, int until) const {
        return store_->reader().value()->accuracy_between(midnight(from), midnight(until)).value();
    }

private:
    std::function<Time()> clock() {
        return [this] { return from_millis(now_.load()); };
    }
    [[nodiscard]] Time midnight(int day) const {
        return china_midnight(lines_.front().plan.places.front().due) + std::chrono::days{day};
    }

    // A minute of the county at a time, and the clock with it.
    void tell(std::span<const tracking::Record> told) {
        constexpr std::size_t most = 2'000;
        std::vector<ingest::Entry> entries;
        for (const tracking::Record& record : told) {
            const bool later = record.received_at - from_millis(now_) > 1min;
            if (!entries.empty() && (later || entries.size() == most)) offer(entries);
            if (entries.empty()) now_ = std::max(now_.load(), to_millis(record.received_at));
            entries.push_back({.what = record, .ticket = {}});
        }
        offer(entries);
    }
    void offer(std::vector<ingest::Entry>& entries) {
        if (!entries.empty() && !intake_.offer(entries)) std::abort();  // it is empty at each minute's end
        intake_.drain();
        entries.clear();
    }

    void put_register() {
        const auto admin = store_->admin().value();
        registry::RegistryRows rows;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const registry::Plate plate{"冀H" + std::to_string(10'000 + i), registry::PlateColour::yellow};
            vehicles_.push_back(admin->identify(plate).value());
            rows.identities.emplace(plate, vehicles_.back());
            put_line(i, rows);
            for (int day = 0; day < days_; ++day) put_departure(i, day, rows);
        }
        admin->put_rows(rows, Time{}).value();
        now_ = to_millis(midnight(0));
    }
    void put_line(std::size_t line, registry::RegistryRows& rows) const {
        const std::string code = line_code(line);
        auto places = lines_[line].plan.places;
        if (lines_[line].plan.direction == Direction::to_school) std::ranges::reverse(places);
        rows.schools.push_back({.value = {.code = code,
                                          .name = places[0].name,
                                          .stage = "primary",
                                          .latitude_deg = places[0].at.latitude_deg,
                                          .longitude_deg = places[0].at.longitude_deg,
                                          .gate_radius_m = places[0].radius_m}});
        rows.lines.push_back({.value = {code, code, code}});
        for (std::size_t i = 1; i < places.size(); ++i)
            rows.stops.push_back({.value = {code, static_cast<int>(i), places[i].name,
                                            places[i].at.latitude_deg, places[i].at.longitude_deg,
                                            std::chrono::round<std::chrono::minutes>(
                                                std::chrono::abs(places[i].due - places[0].due))}});
    }
    void put_departure(std::size_t line, int day, registry::RegistryRows& rows) const {
        registry::Departure departure;
        departure.code = line_code(line) + "-" + std::to_string(day);
        departure.school = departure.line = line_code(line);
        departure.direction = lines_[line].plan.direction;
        departure.leaves_at = lines_[line].plan.places.front().due + std::chrono::days{day};
        departure.vehicle = vehicles_[line];
        rows.departures.push_back({.value = departure});
    }

    std::uint64_t seed_;
    CountySettings settings_;
    std::vector<BusLine> lines_;
    int days_;
    std::vector<VehicleId> vehicles_;
    husong::test::TempDir folder_;
    std::unique_ptr<db::Store> store_ = db::open_sqlite(folder_ / "husong.db").value();
    std::atomic<std::int64_t> now_{0};
    ingest::World world_;
    ingest::Intake intake_{*store_, world_, {}, clock()};
    std::unique_ptr<history::RunKeeper> keeper_;
};

void print(const char* what, const tracking::Accuracy& accuracy) {
    fmt::print("{:<28}", what);
    for (std::size_t i = 0; i < accuracy.buckets.size(); ++i)
        fmt::print(" {:5.1f} ({})", 100 * accuracy.share(i).value_or(0), accuracy.buckets.at(i).all);
    fmt::print("  overall {:.1f}\n", 100 * accuracy.overall().value_or(0));
}

void run(std::uint64_t seed, int lines, int days) {
    CountySettings settings;
    settings.lines = lines;
    KeptCounty county{seed, settings, learnt_days + days};
    for (int day = 0; day < learnt_days + days; ++day) county.live(day);
    print("the first day, no history", county.accuracy(0, 1));
    print("after twenty days", county.accuracy(learnt_days, learnt_days + days));
}

}  // namespace
}  // namespace husong::bench

int main(int argc, char** argv) {
    const auto number = [&](int i, long fallback) {
        return argc > i ? std::strtol(argv[i], nullptr, 10) : fallback;
    };
    husong::bench::run(static_cast<std::uint64_t>(number(1, 101)), static_cast<int>(number(2, 40)),
                       static_cast<int>(number(3, 10)));
}
