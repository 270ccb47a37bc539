#include "tests/property/recorded_county.hpp"

#include "db/import.hpp"
#include "device_sim/record.hpp"
#include "tests/property/rule_stories.hpp"
#include "tests/support/temp_dir.hpp"
#include "tools/husongctl/finding_lines.hpp"
#include "tools/husongctl/replay.hpp"
#include "tools/husongctl/stored_log.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <sstream>

namespace husong::test {

namespace {

namespace fs = std::filesystem;
using ctl::RecordLog;

constexpr int school_days = 2;
constexpr auto told_again_until = std::chrono::hours{44}, falls_due_until = std::chrono::hours{8};

// Few vehicles of which much goes wrong.
device_sim::Scenario scenario() {
    using device_sim::CounterFamily;
    device_sim::Scenario told;
    told.county = {.seed = 4 + seed(), .schools = 2, .vehicles = 6, .overloaded = 1, .expired = 1};
    told.county.non_commercial = told.county.unregistered = 0;
    told.county.capacities = {19, 36};
    told.start = parse_time("2026-09-01T06:30:00+08:00").value();  // the stories are of this morning
    told.runs = {{device_sim::Direction::to_school, std::chrono::seconds{0}},
                 {device_sim::Direction::home, std::chrono::hours{10}}};
    told.stagger = std::chrono::minutes{20};
    told.record.interval = std::chrono::seconds{45};
    told.faults.outlier_per_mille = told.faults.no_fix_per_mille = 3;
    device_sim::RecordPlan& plan = told.record;
    plan.loads = {.full_per_mille = 400, .over_per_mille = 250, .absent_per_mille = 100};
    plan.counters = {{},
                     {.family = CounterFamily::sticking, .repeat_per_mille = 100, .lost_per_mille = 100},
                     {.family = CounterFamily::crowded, .miss_per_mille = 300}};
    plan.counts = {.escort_per_mille = 500,
                   .gate_per_mille = 500,
                   .typing_error_per_mille = 100,
                   .stops_per_mille = 700};
    plan.crew = {.sign_in_forgotten_per_mille = 150,
                 .other_driver_per_mille = 150,
                 .escort_missing_per_mille = 150,
                 .escort_leaves_per_mille = 150,
                 .walk_round_forgotten_per_mille = 150,
                 .marked_per_mille = 600,
                 .mark_forgotten_per_mille = 50,
                 .swept_untold_per_mille = 150,
                 .swept_falsely_per_mille = 100};
    plan.pupils = {.left_behind_per_mille = 150,
                   .marked_off_by_habit_per_mille = 500,
                   .roll_call_per_mille = 500,
                   .safe_home_per_mille = 900,
                   .not_home_per_mille = 500,
                   .excused_per_mille = 700};
    plan.late = {.per_mille = 300};
    return told;
}

std::string bytes_of(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

registry::RegistryRows read_register(const fs::path& folder) {
    registry::RegistryRows rows;
    for (const db::RegisterInfo& info : db::importable_registers()) {
        const fs::path file = folder / (std::string{info.name} + ".csv");
        if (!fs::exists(file)) continue;
        const auto parsed = db::parse_register(info.name, bytes_of(file), rows);
        EXPECT_EQ(parsed.value().problem_count, 0U) << file;
    }
    return rows;
}

LogLines read_lines(const fs::path& file) {
    LogLines lines;
    std::ifstream in{file, std::ios::binary};
    for (std::string line; std::getline(in, line);) lines.push_back(ctl::parse_log_line(line).value());
    return lines;
}

// Of its own: some that always hold, some that begin and end while buses wait and drive.
std::vector<registry::Versioned<registry::LocalRule>> own_rules(Time begin) {
    using std::chrono::hours;
    using std::chrono::minutes;
    const auto rule = [](std::string parameter, std::string value, Time from, Time until = end_of_time) {
        return registry::Versioned<registry::LocalRule>{
            {std::move(parameter), std::move(value), "细则", "第九条", "县教发〔2026〕3 号"},
            from,
            until,
            {},
            0};
    };
    return {rule("sweep_minutes", "2", begin, begin + minutes{57}),
            rule("sweep_minutes", "4", begin + hours{11}, begin + hours{26}),
            rule("gate_check_minutes", "6", begin + minutes{30}),
            rule("roll_call_minutes", "7", {}, begin + hours{25}),
            rule("safe_home_minutes", "35", begin + hours{12}),
            rule("parked_away_minutes", "12", begin + minutes{70}, begin + hours{30}),
            rule("escort_missing_seconds", "60", {}, begin + minutes{45}),
            rule("count_confirm_seconds", "45", begin + minutes{40}),
            rule("day_driving_minutes", "150", begin, begin + hours{3}),
            rule("driver_edu_days", "45", begin + hours{30})};
}

RecordedCounty record_county() {
    const TempDir folder;
    device_sim::record(scenario(), {school_days, folder.path()}).value();
    RecordedCounty county{read_register(folder / "register"), read_lines(folder / "records.log"), {}};
    const RuleStories stories = rule_stories();
    add_rows(county.rows, stories.rows);
    county.rows.local_rules = own_rules(scenario().start.value());
    county.lines.insert(county.lines.end(), stories.records.begin(), stories.records.end());
    const auto received = [](const ctl::LogLine& line) { return line.record.received_at; };
    std::ranges::stable_sort(county.lines, {}, received);
    county.end = received(county.lines.back()) + told_again_until + falls_due_until;
    return county;
}

struct Crashed {};

// Ends a life after a drawn number of commits: out of the intake's own call, as a crash would, so that what
// it would have done next is left undone.
class Life final : public ingest::CommitListener {
public:
    explicit Life(std::size_t commits) : commits_left_{commits} {}
    // From then on, when late data waits in that world.
    void wait_for_late_data(Time from, const ingest::World& world, const std::vector<VehicleId>& vehicles) {
        from_ = from;
        late_waits_ = [&world, &vehicles] {
            return std::ranges::any_of(vehicles, [&](VehicleId each) { return world.provisional(each); });
        };
    }
    void committed(const ingest::Committed& commit) override {
        if (commit.at < from_ || commits_left_ == 0 || (commits_left_ > 1 && --commits_left_ > 0)) return;
        if (!late_waits_ || late_waits_()) throw Crashed{};
    }

private:
    std::size_t commits_left_;  // 0: it dies in bed
    Time from_{};
    std::function<bool()> late_waits_;
};

class Folding {
public:
    Folding(const std::string& log, const FoldedBy& by)
        : log_{RecordLog::parse(log, "log").value()}, by_{by}, random_{by.draw} {
        const auto admin = store_->admin().value();
        admin->put_rows(recorded_county().rows, log_.received_at(0)).value();
        vehicles_ = ctl::identify(log_, *store_).value();
        settings_ = ctl::replay_settings(by.batch);
        settings_.checkpoint_every = std::chrono::minutes{15};  // as the server has it
    }

    Folded run() {
        while (!live()) ++folded_.crashes;
        const auto reader = store_->reader().value();
        folded_.findings = ctl::finding_lines(*reader, nullptr).value();
        std::ostringstream log;
        ctl::write_stored_log(*reader, log).value();
        folded_.log = log.str();
        return std::move(folded_);
    }

private:
    // Deadlines and re-folds commit too: so that all of the crashes come, less than would fit.
    std::size_t commits_of_a_life() {
        if (folded_.crashes >= by_.crashes) return 0;
        if (is_while_late()) return 1;
        const std::size_t all = log_.size() / by_.batch;
        return 1 + random_() % (2 * all / (by_.crashes + 1));
    }
    [[nodiscard]] bool is_while_late() const { return by_.while_late_from != Time{}; }
    // What was not answered is told again. False: it crashed.
    bool live() {
        Life life{commits_of_a_life()};
        ctl::Replay replay{*store_, std::max(clock_, log_.received_at(0)), settings_};
        if (is_while_late()) life.wait_for_late_data(by_.while_late_from, replay.world(), vehicles_);
        try {
            replay.load(life).value();
            for (; told_ < log_.size(); told_ = std::min(log_.size(), told_ + by_.batch)) {
                const std::size_t end = std::min(log_.size(), told_ + by_.batch);
                clock_ = log_.received_at(told_);
                replay.turn_clock(clock_).value();
                auto entries = ctl::entries_of(log_, told_, end, vehicles_);
                clock_ = log_.received_at(end - 1);
                replay.take(entries, clock_).value();
            }
            replay.turn_clock(recorded_county().end).value();
        } catch (const Crashed&) {
            return false;
        }
        folded_.duplicates = replay.counters().records_duplicate;
        folded_.refolds = replay.counters().refolds;
        return true;
    }

    TempDir folder_;
    std::unique_ptr<db::Store> store_ =
        db::open_sqlite(folder_ / "husong.db", {.vfs = {}, .synchronous = "OFF"}).value();
    RecordLog log_;
    FoldedBy by_;
    std::mt19937 random_;
    std::vector<VehicleId> vehicles_;
    ingest::IntakeSettings settings_;
    std::size_t told_ = 0;  // records, answered
    Time clock_{};
    Folded folded_;
};

}  // namespace

std::uint32_t seed() { return static_cast<std::uint32_t>(std::max(1, GTEST_FLAG_GET(random_seed))); }

const RecordedCounty& recorded_county() {
    static const RecordedCounty county = record_county();
    return county;
}

std::string text_of(const LogLines& lines) {
    std::string text;
    for (const ctl::LogLine& line : lines) text += ctl::format_log_line(line) + "\n";
    return text;
}

Folded fold(const std::string& log, const FoldedBy& by) { return Folding{log, by}.run(); }

}  // namespace husong::test
