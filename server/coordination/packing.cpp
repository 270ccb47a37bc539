#include "server/coordination/packing.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace husong::coordination {

namespace {

// Which of the ascending sizes become levels, so that the sum of what vehicles have beyond their level is
// least: the best last level for each count of levels and of sizes.
std::vector<int> levels_of(const std::map<int, int>& vehicles_by_seats, std::size_t most) {
    std::vector<std::pair<int, int>> sizes{vehicles_by_seats.begin(), vehicles_by_seats.end()};
    const std::size_t count = sizes.size();
    const std::size_t levels = std::min(most, count);
    // lost(a, b): sizes a to b-1 at the level of a.
    const auto lost = [&](std::size_t a, std::size_t b) {
        long sum = 0;
        for (std::size_t i = a; i < b; ++i) sum += long{sizes[i].second} * (sizes[i].first - sizes[a].first);
        return sum;
    };
    constexpr long never = 1L << 40;
    std::vector<std::vector<long>> best(levels + 1, std::vector<long>(count + 1, never));
    std::vector<std::vector<std::size_t>> begins(levels + 1, std::vector<std::size_t>(count + 1, 0));
    best[0][0] = 0;
    for (std::size_t n = 1; n <= levels; ++n)
        for (std::size_t end = 1; end <= count; ++end)
            for (std::size_t from = 0; from < end; ++from) {
                const long sum = best[n - 1][from] + lost(from, end);
                if (sum >= best[n][end]) continue;
                best[n][end] = sum;
                begins[n][end] = from;
            }
    std::vector<int> chosen;
    for (std::size_t n = levels, end = count; n > 0; --n) {
        end = begins[n][end];
        chosen.push_back(sizes[end].first);
    }
    return chosen;
}

// Riders of the places still to be seated, the farthest last.
class Waiting {
public:
    explicit Waiting(const Line& line) {
        for (std::size_t i = 0; i < line.places.size(); ++i) {
            if (line.places[i].riders > 0) loads_.push_back({i, line.places[i].riders});
            riders_ += line.places[i].riders;
        }
    }
    [[nodiscard]] int riders() const { return riders_; }
    std::vector<Load> take(int seats) {
        std::vector<Load> taken;
        while (seats > 0 && !loads_.empty()) {
            Load& farthest = loads_.back();
            const int riders = std::min(seats, farthest.riders);
            taken.push_back({farthest.place, riders});
            seats -= riders;
            riders_ -= riders;
            farthest.riders -= riders;
            if (farthest.riders == 0) loads_.pop_back();
        }
        return taken;
    }

private:
    std::vector<Load> loads_;
    int riders_ = 0;
};

}  // namespace

std::vector<VehicleClass> vehicle_classes(std::span<const Vehicle> vehicles, std::size_t sizes) {
    std::map<Stages, std::map<int, int>> by_stages;
    for (const Vehicle& vehicle : vehicles)
        if (vehicle.seats > 0) ++by_stages[vehicle.stages][vehicle.seats];
    std::vector<VehicleClass> classes;
    for (const auto& [stages, by_seats] : by_stages)
        for (const int seats : levels_of(by_seats, sizes)) classes.push_back({seats, stages});
    std::ranges::stable_sort(classes, std::ranges::greater{}, &VehicleClass::seats);
    return classes;
}

std::optional<std::size_t> class_of(const Vehicle& vehicle, std::span<const VehicleClass> classes) {
    for (std::size_t i = 0; i < classes.size(); ++i)
        if (classes[i].stages == vehicle.stages && classes[i].seats <= vehicle.seats) return i;
    return std::nullopt;
}

std::vector<Run> pack_line(const Case& question, std::size_t line, int most_seats,
                           std::span<const int> sizes) {
    std::vector<Run> runs;
    Waiting waiting{question.lines[line]};
    while (most_seats > 0 && waiting.riders() > 0) {
        int seats = most_seats;
        for (const int size : sizes)
            if (size >= waiting.riders() && size < seats) seats = size;
        Run run;
        run.line = line;
        run.loads = waiting.take(seats);
        for (const Load& load : run.loads) run.riders += load.riders;
        run.seats = seats;
        run.way = question.lines[line].places[run.loads.front().place].from_school;
        runs.push_back(std::move(run));
    }
    return runs;
}

std::vector<Run> pack_school(const Case& question, std::size_t school, std::size_t choice,
                             std::span<const VehicleClass> classes) {
    std::set<int, std::greater<>> suitable;
    for (const VehicleClass& kind : classes)
        if (carries(kind, question.schools[school].stages, 1)) suitable.insert(kind.seats);
    if (choice >= suitable.size()) return {};
    const std::vector<int> sizes{suitable.begin(), suitable.end()};
    std::vector<Run> runs;
    for (std::size_t line = 0; line < question.lines.size(); ++line) {
        if (question.lines[line].school != school) continue;
        const auto packed = pack_line(question, line, sizes[choice], sizes);
        runs.insert(runs.end(), packed.begin(), packed.end());
    }
    std::ranges::stable_sort(runs, std::ranges::greater{}, &Run::way);
    return runs;
}

}  // namespace husong::coordination
