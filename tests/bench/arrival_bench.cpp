// How right the arrival estimates are: arrival_bench [SEED [LINES [DAYS]]] makes a county's runs and compares
// what is said of them with the truth. Seeds below 100 are for tuning, others for judging.
#include "server/tracking/arrival.hpp"
#include "server/tracking/arrival_accuracy.hpp"
#include "server/tracking/arrival_replay.hpp"
#include "tests/bench/arrival_county.hpp"
#include "tests/bench/timetable_shift.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <thread>

namespace husong::bench {
namespace {

using namespace tracking;

constexpr int warm_up_days = 20;
constexpr std::array<double, 6> leave_quantiles{0.2, 0.1, 0.05, 0.02, 0.01, 0.005};
constexpr std::array<double, 5> checked_quantiles{0.02, 0.1, 0.35, 0.5, 0.9};

enum Method : std::size_t {
    timetable_shift,
    shift_told_early,
    without_history,
    said_without,
    median,
    said,
    said_by_own_times,
    methods
};
constexpr std::array<const char*, methods> method_names{"timetable shifted by today's delay (as before)",
                                                        "… told 10 % and 15 s earlier",
                                                        "this, without history, median",
                                                        "this, without history, the instant a page says",
                                                        "this, median",
                                                        "this, the instant a page says",
                                                        "… by the product's own arrival times"};

struct PlaceLog {
    std::array<std::vector<Prediction>, methods> predictions;
    std::array<std::vector<LeaveAdvice>, leave_quantiles.size() + 1> advice;  // the last: as before
    std::vector<std::pair<Time, std::array<Time, checked_quantiles.size()>>> quantiles;
};

struct RunResult {
    std::array<Accuracy, methods> accuracy;
    std::array<std::vector<Leaver>, leave_quantiles.size() + 1> leavers;
    std::array<std::size_t, leave_quantiles.size() + 1> caught{};  // of them there before it left again
    std::array<std::size_t, checked_quantiles.size()> below{};
    std::size_t checked = 0;
    std::array<std::size_t, 8> reasons{};  // samples under way by what could be said; the last: estimated
    std::size_t intervals = 0, held = 0;   // without history
    std::size_t asked = 0, answered = 0, answered_before = 0;  // places within the horizon
};

struct LineMemory {
    std::vector<RunTimes> runs;
    std::deque<DrivenRun> drives;
};

void remember(LineMemory& memory, const Run& run) {
    const TripTrace trace = trace_trip(run.plan, run.records, {});
    RunTimes times = run_times("", run.plan, trace, DayClass::weekday);
    for (std::size_t i = 0; i < times.places.size(); ++i) times.places[i].riders = run.riders[i];
    memory.runs.push_back(std::move(times));
    memory.drives.push_front({good_fixes(run.records), trace.visits});
    if (memory.drives.size() > runs_for_way) memory.drives.pop_back();
}

// Everybody who looks at one run, every half minute.
class Watcher {
public:
    Watcher(const Run& run, const LineMemory& memory, Random& random)
        : run_{run}, heard_{run.records}, logs_(run.plan.places.size()) {
        const std::vector<DrivenRun> drives{memory.drives.begin(), memory.drives.end()};
        history_ = learn_history(run.plan, memory.runs, DayClass::weekday);
        history_.way = learn_way(run.plan, drives);
        nothing_ = learn_history(run.plan, {}, DayClass::weekday);
        for (std::size_t i = 0; i < logs_.size(); ++i)
            walks_.push_back(std::chrono::minutes{2 + static_cast<int>(random() % 11)});
    }

    RunResult watch() && {
        for (Time now = run_.plan.places.front().due - std::chrono::minutes{20}; now < run_.arrived.back();
             now += prediction_every)
            look(now);
        judge_all();
        return std::move(result_);
    }

private:
    void look(Time now) {
        const TripTrace trace = trace_trip(run_.plan, heard_.by(now), {});
        const ArrivalEstimates with = estimate_arrivals(run_.plan, trace, history_, now);
        const ArrivalEstimates without = estimate_arrivals(run_.plan, trace, nothing_, now);
        const bool live = !with.reason;
        if (now >= run_.left.front())
            ++result_.reasons.at(with.reason ? static_cast<std::size_t>(*with.reason) : 7);
        for (std::size_t i = 1; i < logs_.size(); ++i) {
            const auto before = shift_timetable(run_.plan, trace, i, now);
            count_answers(i, now, with.of(i) && live, before.has_value());
            if (before) keep(timetable_shift, i, now, before->at);
            if (before) keep(shift_told_early, i, now, before->at - (before->at - now) / 10 - 15s);
            if (before) logs_[i].advice.back().push_back({now, before->at - before->spread - walks_[i]});
            if (!before && trace.phase < TripPhase::under_way)
                logs_[i].advice.back().push_back(
                    {now, run_.plan.places[i].due - std::chrono::minutes{2} - walks_[i]});
            if (const auto* own = without.of(i); own && !without.reason) {
                keep(without_history, i, now, own->median);
                keep(said_without, i, now, own->said());
                within(*own, now, run_.arrived[i]);
            }
            if (const auto* own = with.of(i)) tell(i, now, *own, live);
        }
    }

    // The interval that a page shows as long as there is no history.
    void within(const PlaceArrival& arrival, Time now, Time arrived) {
        if (arrived < now || arrived - now >= prediction_horizon) return;
        ++result_.intervals;
        result_.held += arrived >= arrival.early() && arrived <= arrival.late() ? 1 : 0;
    }

    void count_answers(std::size_t place, Time now, bool answered, bool before) {
        const Milliseconds ahead = run_.arrived[place] - now;
        if (now < run_.left.front() || ahead < 0ms || ahead >= prediction_horizon) return;
        ++result_.asked;
        result_.answered += answered ? 1 : 0;
        result_.answered_before += before ? 1 : 0;
    }

    void tell(std::size_t place, Time now, const PlaceArrival& arrival, bool live) {
        for (std::size_t k = 0; k < leave_quantiles.size(); ++k) {
            ArrivalSettings settings;
            settings.leave_quantile = leave_quantiles.at(k);
            logs_[place].advice.at(k).push_back({now, leave_home_at(arrival, walks_[place], settings)});
        }
        if (!live) return;
        keep(median, place, now, arrival.median);
        keep(said, place, now, arrival.said());
        std::array<Time, checked_quantiles.size()> all{};
        for (std::size_t k = 0; k < all.size(); ++k) all.at(k) = arrival.at(checked_quantiles.at(k));
        logs_[place].quantiles.emplace_back(now, all);
    }

    void keep(Method method, std::size_t place, Time now, Time arrives) {
        const Prediction prediction{now, arrives};
        if (is_to_keep({}, prediction)) logs_[place].predictions.at(method).push_back(prediction);
    }

    void judge_all() {
        const TripTrace trace = trace_trip(run_.plan, run_.records, {});
        for (std::size_t i = 1; i < logs_.size(); ++i) {
            const Time arrived = run_.arrived[i];
            PlaceLog& log = logs_[i];
            for (std::size_t m = 0; m < said_by_own_times; ++m)
                result_.accuracy.at(m) += judge(log.predictions.at(m), arrived);
            if (const auto own = trace.visits[i].arrived)
                result_.accuracy[said_by_own_times] += judge(log.predictions[said], *own);
            for (std::size_t k = 0; k < log.advice.size(); ++k)
                if (const auto leaver = follow(log.advice.at(k), walks_[i], arrived)) {
                    result_.leavers.at(k).push_back(*leaver);
                    result_.caught.at(k) += leaver->there <= run_.left[i] ? 1 : 0;
                }
            for (const auto& [at, quantiles] : log.quantiles) {
                if (arrived - at >= prediction_horizon || at > arrived) continue;
                ++result_.checked;
                for (std::size_t k = 0; k < quantiles.size(); ++k)
                    result_.below.at(k) += arrived <= quantiles.at(k) ? 1 : 0;
            }
        }
    }

    const Run& run_;
    SegmentHistory history_, nothing_;
    Heard heard_;
    std::vector<PlaceLog> logs_;
    std::vector<Milliseconds> walks_;
    RunResult result_;
};

struct Interval {
    double value = 0, low = 0, high = 0;
};

// Runs drawn again and again: what the same county would show another time.
template <class Figure>
Interval interval_of(const std::vector<RunResult>& runs, Figure figure) {
    constexpr int draws = 200;
    std::vector<const RunResult*> all;
    for (const RunResult& run : runs) all.push_back(&run);
    Interval interval{figure(all), 0, 0};
    Random random{7};
    std::vector<double> values;
    for (int i = 0; i < draws; ++i) {
        std::vector<const RunResult*> drawn;
        for (std::size_t k = 0; k < all.size(); ++k) drawn.push_back(all[random() % all.size()]);
        values.push_back(figure(drawn));
    }
    std::sort(values.begin(), values.end());
    interval.low = values[draws * 25 / 1'000];
    interval.high = values[draws * 975 / 1'000];
    return interval;
}

using Drawn = std::vector<const RunResult*>;

Accuracy sum_of(const Drawn& runs, std::size_t method) {
    Accuracy sum;
    for (const RunResult* run : runs) sum += run->accuracy.at(method);
    return sum;
}
Leaving leaving_of(const Drawn& runs, std::size_t which) {
    std::vector<Leaver> all;
    for (const RunResult* run : runs)
        all.insert(all.end(), run->leavers.at(which).begin(), run->leavers.at(which).end());
    return sum_up(all);
}

void print_accuracy(const std::vector<RunResult>& runs) {
    fmt::print(
        "\n| accurate, % [95 %] | 0–3 min | 3–6 | 6–10 | 10–15 | overall | predictions | unmatched |\n");
    fmt::print("|---|---|---|---|---|---|---|---|\n");
    for (std::size_t m = 0; m < methods; ++m) {
        Accuracy all;
        for (const RunResult& run : runs) all += run.accuracy.at(m);
        fmt::print("| {} |", method_names.at(m));
        std::size_t count = 0;
        for (std::size_t b = 0; b < accuracy_buckets.size(); ++b) {
            const Interval share = interval_of(
                runs, [&](const Drawn& drawn) { return 100 * sum_of(drawn, m).share(b).value_or(0); });
            fmt::print(" {:.1f} [{:.1f}–{:.1f}] |", share.value, share.low, share.high);
            count += all.buckets.at(b).all;
        }
        const Interval whole = interval_of(
            runs, [&](const Drawn& drawn) { return 100 * sum_of(drawn, m).overall().value_or(0); });
        fmt::print(" **{:.1f}** [{:.1f}–{:.1f}] | {} | {} |\n", whole.value, whole.low, whole.high, count,
                   all.unmatched);
    }
}

void print_leaving(const std::vector<RunResult>& runs) {
    fmt::print(
        "\n| leaves when told | people | there before the vehicle, % [95 %] | before it leaves, % | "
        "median wait, s [95 %] |\n");
    fmt::print("|---|---|---|---|---|\n");
    for (std::size_t k = 0; k <= leave_quantiles.size(); ++k) {
        const bool before = k == leave_quantiles.size();
        std::size_t people = 0, caught = 0;
        for (const RunResult& run : runs) {
            people += run.leavers.at(k).size();
            caught += run.caught.at(k);
        }
        const Interval share = interval_of(runs, [&](const Drawn& drawn) {
            const Leaving leaving = leaving_of(drawn, k);
            return 100.0 * static_cast<double>(leaving.in_time) / static_cast<double>(leaving.all);
        });
        const Interval wait = interval_of(runs, [&](const Drawn& drawn) {
            return static_cast<double>(leaving_of(drawn, k).median_wait.value_or(0ms).count()) / 1'000;
        });
        fmt::print("| {} | {} | {:.2f} [{:.2f}–{:.2f}] | {:.2f} | {:.0f} [{:.0f}–{:.0f}] |\n",
                   before ? std::string{"as before, less its spread"}
                          : fmt::format("quantile {} %", leave_quantiles.at(k) * 100),
                   people, share.value, share.low, share.high,
                   100.0 * static_cast<double>(caught) / static_cast<double>(people), wait.value, wait.low,
                   wait.high);
    }
}

void print_rest(const std::vector<RunResult>& runs) {
    RunResult sum;
    for (const RunResult& run : runs) {
        for (std::size_t k = 0; k < sum.below.size(); ++k) sum.below.at(k) += run.below.at(k);
        for (std::size_t k = 0; k < sum.reasons.size(); ++k) sum.reasons.at(k) += run.reasons.at(k);
        sum.checked += run.checked;
        sum.asked += run.asked;
        sum.answered += run.answered;
        sum.answered_before += run.answered_before;
        sum.intervals += run.intervals;
        sum.held += run.held;
    }
    fmt::print("\nhas come by the quantile:");
    for (std::size_t k = 0; k < sum.below.size(); ++k)
        fmt::print(" {} % → {:.1f} %", checked_quantiles.at(k) * 100,
                   100.0 * static_cast<double>(sum.below.at(k)) / static_cast<double>(sum.checked));
    fmt::print("\nwithout history, from 10 % to 90 % → {:.1f} %",
               100.0 * static_cast<double>(sum.held) / static_cast<double>(sum.intervals));
    fmt::print("\nunder way, looked at every 30 s:");
    for (std::size_t k = 0; k < sum.reasons.size(); ++k)
        if (sum.reasons.at(k) > 0)
            fmt::print(" {} {}", k == 7 ? "estimated" : no_estimate_name(static_cast<NoEstimate>(k)),
                       sum.reasons.at(k));
    fmt::print("\nplaces within 15 min that had an estimate: {:.1f} %, before {:.1f} %\n",
               100.0 * static_cast<double>(sum.answered) / static_cast<double>(sum.asked),
               100.0 * static_cast<double>(sum.answered_before) / static_cast<double>(sum.asked));
}

std::string machine() {
    std::ifstream in{"/proc/cpuinfo"};
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown processor";
}

std::vector<RunResult> measure(std::uint64_t seed, int days, const CountySettings& settings) {
    const auto lines = make_lines(seed, settings);
    std::vector<RunResult> results;
    Random random{seed};
    for (const BusLine& line : lines) {
        LineMemory memory;
        for (int day = 0; day < warm_up_days + days; ++day) {
            const Run run = drive(line, day, seed, settings);
            if (day >= warm_up_days) results.push_back(Watcher{run, memory, random}.watch());
            remember(memory, run);
        }
    }
    return results;
}

void report(const char* name, std::uint64_t seed, int days, const CountySettings& settings) {
    const auto from = std::chrono::steady_clock::now();
    const auto results = measure(seed, days, settings);
    const auto took = std::chrono::steady_clock::now() - from;
    fmt::print("\n## {}: seed {}, {} lines each way, {} days of history, {} days judged, {} runs\n", name,
               seed, settings.lines, warm_up_days, days, results.size());
    print_accuracy(results);
    print_leaving(results);
    print_rest(results);
    fmt::print("{}, {} cores, {:.0f} s\n", machine(), std::thread::hardware_concurrency(),
               std::chrono::duration<double>(took).count());
}

int run_bench(int count, char** arguments) {
    const auto argument = [&](int index, int otherwise) {
        return index < count ? std::atoi(arguments[index]) : otherwise;
    };
    CountySettings usual;
    usual.lines = argument(2, usual.lines);
    const auto seed = static_cast<std::uint64_t>(argument(1, 1));
    const int days = argument(3, 10);
    report("the usual county", seed, days, usual);
    CountySettings rough = usual;
    rough.day_spread *= 2;
    rough.stretch_spread *= 2;
    rough.halt_share *= 2;
    rough.weather_share *= 2;
    report("a county twice as unsteady", seed, days, rough);
    return EXIT_SUCCESS;
}

}  // namespace
}  // namespace husong::bench

int main(int count, char** arguments) { return husong::bench::run_bench(count, arguments); }
