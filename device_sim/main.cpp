// husong-sim: the simulated county, its terminals and the load generator.
#include "device_sim/boarding_county.hpp"
#include "device_sim/county_files.hpp"
#include "device_sim/holiday_files.hpp"
#include "device_sim/load.hpp"
#include "device_sim/player.hpp"
#include "device_sim/record.hpp"
#include "device_sim/schedule_files.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

namespace {

using namespace husong;
using namespace husong::device_sim;

std::atomic<bool> stop_asked{false};
static_assert(std::atomic<bool>::is_always_lock_free, "set in a signal handler");

int fail(const Error& error) {
    std::cerr << "husong-sim: " << error.what << "\n";
    return 1;
}

Result<std::string> read_text(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return Error{ErrorCode::not_found, fmt::format("cannot read {}", path)};
    return text.str();
}

Time now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

Result<Scenario> read_scenario(const std::string& path) {
    const auto text = read_text(path);
    if (!text) return text.error();
    return parse_scenario(*text);
}

struct CountyArguments {
    CountyPlan plan;
    std::string date, out, scenario;
    bool lawful = false;
};

int make_county_files(const CountyArguments& given) {
    CountyPlan plan = given.plan;
    Scenario scenario;  // without runs
    if (!given.scenario.empty()) {
        auto read = read_scenario(given.scenario);
        if (!read) return fail(read.error());
        scenario = std::move(*read);
        plan = scenario.county;
        if (scenario.start) plan.today = china_date(*scenario.start);
    }
    if (given.lawful) plan.overloaded = plan.expired = plan.non_commercial = plan.unregistered = 0;
    if (!given.date.empty()) {
        const auto date = parse_date(given.date);
        if (!date) return fail(date.error());
        plan.today = *date;
    }
    if (plan.today == Date{}) plan.today = china_date(now());
    const County county = make_county(plan);
    // A county made for another day has its schedule on that day.
    const Time live =
        plan.today == china_date(now()) ? now() : china_midnight(plan.today) + std::chrono::hours{12};
    std::vector<TextFile> files = county_files(county);
    std::ranges::move(schedule_files(county, scenario, scenario.start.value_or(live)),
                      std::back_inserter(files));
    std::ranges::move(holiday_files(county), std::back_inserter(files));
    const auto written = write_files(files, given.out);
    return written ? 0 : fail(written.error());
}

void add_county(CLI::App& app, CountyArguments& given) {
    CLI::App* command =
        app.add_subcommand("county", "write an invented county as files for the register's import");
    command->add_option("--out", given.out, "folder to write to")->required();
    command->add_option("--scenario", given.scenario,
                        "take the county of this scenario instead of the numbers below");
    command->add_option("--seed", given.plan.seed, "same seed, same county")->capture_default_str();
    command->add_option("--schools", given.plan.schools)->check(CLI::Range(1, 200))->capture_default_str();
    command->add_option("--vehicles", given.plan.vehicles)
        ->check(CLI::Range(3, 20'000))
        ->capture_default_str();
    command->add_flag("--lawful", given.lawful, "no vehicle overloaded, expired, private or unregistered");
    command->add_option("--date", given.date, "the day on which papers are valid; default: today");
}

struct BoardingArguments {
    BoardingPlan plan;
    std::string date, out;
};

int make_boarding_files(BoardingArguments& given) {
    given.plan.today = china_date(now());
    if (!given.date.empty()) {
        const auto date = parse_date(given.date);
        if (!date) return fail(date.error());
        given.plan.today = *date;
    }
    const auto written = write_files(boarding_county_files(given.plan), given.out);
    return written ? 0 : fail(written.error());
}

void add_boarding(CLI::App& app, BoardingArguments& given) {
    CLI::App* command = app.add_subcommand(
        "boarding", "write an invented county of boarding schools as files for the register's import");
    command->add_option("--out", given.out, "folder to write to")->required();
    command->add_option("--seed", given.plan.seed, "same seed, same county")->capture_default_str();
    command->add_option("--schools", given.plan.schools)->check(CLI::Range(1, 400))->capture_default_str();
    command->add_option("--boarders", given.plan.boarders)
        ->check(CLI::Range(0, 200'000))
        ->capture_default_str();
    command->add_option("--places", given.plan.places, "where they live")
        ->check(CLI::Range(1, 5'000))
        ->capture_default_str();
    command->add_option("--vehicles", given.plan.vehicles)
        ->check(CLI::Range(1, 5'000))
        ->capture_default_str();
    command->add_option("--date", given.date, "of the first of its two terms, or before; default: today");
}

struct RunArguments {
    PlayOptions play;
    std::string scenario, secrets, truth;
    std::int64_t seconds_live = 0;
};

// The same form as the load generator's: id,secret.
Result<Secrets> read_secrets(const std::string& path) {
    Secrets secrets;
    if (path.empty()) return secrets;
    const auto text = read_text(path);
    if (!text) return text.error();
    const auto rows = parse_credentials(*text);
    if (!rows) return rows.error();
    for (const Credential& row : *rows) secrets.insert_or_assign(row.phone, row.auth_code);
    return secrets;
}

void print_report(const PlayReport& report) {
    const TerminalTotals& terminals = report.terminals;
    const boost::json::object line{{"frames_sent", terminals.frames_sent},
                                   {"positions_acknowledged", terminals.positions},
                                   {"door_counts_acknowledged", terminals.door_counts},
                                   {"resent", terminals.resent},
                                   {"refused", terminals.refused},
                                   {"answered_badly", terminals.answered_badly},
                                   {"driver_texts", terminals.driver_texts},
                                   {"links_given_up", terminals.links_given_up},
                                   {"online_at_end", report.online_at_end},
                                   {"undrained_at_end", report.undrained_at_end},
                                   {"http_sent", report.http_sent},
                                   {"http_refused", report.http_refused},
                                   {"http_failed", report.http_failed}};
    std::cout << boost::json::serialize(line) << std::endl;
}

int run_scenario(RunArguments& given) {
    const auto scenario = read_scenario(given.scenario);
    if (!scenario) return fail(scenario.error());
    auto secrets = read_secrets(given.secrets);
    if (!secrets) return fail(secrets.error());
    given.play.secrets = std::move(*secrets);
    given.play.duration =
        given.seconds_live > 0 ? std::chrono::seconds{given.seconds_live} : scenario->duration;
    given.play.stop = &stop_asked;
    std::ofstream truth;
    if (!given.truth.empty()) {
        truth.open(given.truth);
        given.play.on_load = [&truth](const Vehicle& vehicle, Time at, Load load) {
            truth << boost::json::serialize(boost::json::object{{"at", to_iso(at)},
                                                                {"plate", vehicle.plate},
                                                                {"colour", vehicle.colour},
                                                                {"pupils", load.pupils},
                                                                {"adults", load.adults}})
                  << "\n";
        };
    }
    const Time live = scenario->start.value_or(now());
    const auto report = play(county_of(*scenario, live), *scenario, live, given.play);
    if (!report) return fail(report.error());
    print_report(*report);
    return 0;
}

void add_run(CLI::App& app, RunArguments& given) {
    CLI::App* command = app.add_subcommand("run", "play a scenario against a server");
    command->add_option("--scenario", given.scenario, "a file of device_sim/scenarios")->required();
    command->add_option("--host", given.play.host)->capture_default_str();
    command->add_option("--port", given.play.port, "of the terminals' TCP door")->required();
    command->add_option("--http-port", given.play.http_port,
                        "for phones and sightings; without it they stay silent");
    command->add_option("--speed", given.play.speed, "simulated seconds a second")
        ->check(CLI::Range(0.01, 1000.0))
        ->capture_default_str();
    command->add_option("--for", given.seconds_live, "simulated seconds; default: the scenario's duration_s");
    command->add_option("--secrets", given.secrets,
                        "CSV: terminal's phone or device's id, auth code or secret");
    command->add_option("--truth", given.truth, "write who really was aboard, one JSON object a change");
}

struct RecordArguments {
    RecordOptions options;
    std::string scenario;
    std::optional<std::uint64_t> seed;
    std::int64_t interval_s = 0;
};

int record_scenario(RecordArguments& given) {
    auto scenario = read_scenario(given.scenario);
    if (!scenario) return fail(scenario.error());
    if (given.seed) scenario->county.seed = *given.seed;
    if (given.interval_s > 0) scenario->record.interval = std::chrono::seconds{given.interval_s};
    const auto totals = record(*scenario, given.options);
    if (!totals) return fail(totals.error());
    const boost::json::object line{{"vehicles", totals->vehicles},
                                   {"runs", totals->runs},
                                   {"runs_over", totals->runs_over},
                                   {"left_behind", totals->left_behind},
                                   {"records", totals->records}};
    std::cout << boost::json::serialize(line) << std::endl;
    return 0;
}

void add_record(CLI::App& app, RecordArguments& given) {
    CLI::App* command = app.add_subcommand(
        "record", "play school days without a server: register, record log and what was true");
    command->add_option("--scenario", given.scenario, "a file of device_sim/scenarios")->required();
    command->add_option("--out", given.options.out, "folder for register, records.log, truth.jsonl")
        ->required();
    command->add_option("--seed", given.seed, "in place of the scenario's");
    command->add_option("--days", given.options.days, "school days")
        ->check(CLI::Range(1, 400))
        ->capture_default_str();
    command
        ->add_option("--interval", given.interval_s,
                     "seconds between two positions, in place of the scenario's")
        ->check(CLI::Range(1, 600));
}

struct LoadArguments {
    LoadOptions options;
    std::string terminals_file;
    std::int64_t duration_s = 60, late_s = 0, patience_s = 5, drain_s = 30;
};

int run_load_command(LoadArguments& given) {
    const auto text = read_text(given.terminals_file);
    if (!text) return fail(text.error());
    auto credentials = parse_credentials(*text);
    if (!credentials) return fail(credentials.error());
    given.options.credentials = std::move(*credentials);
    given.options.duration = std::chrono::seconds{given.duration_s};
    given.options.late = std::chrono::seconds{given.late_s};
    given.options.patience = std::chrono::seconds{given.patience_s};
    given.options.drain = std::chrono::seconds{given.drain_s};
    const auto report = run_load(given.options);
    if (!report) return fail(report.error());
    std::cout << to_json(*report) << std::endl;
    return report->is_whole() ? 0 : 2;
}

void add_load(CLI::App& app, LoadArguments& given) {
    CLI::App* command = app.add_subcommand("load", "send a measured load and print one line of JSON");
    LoadOptions& options = given.options;
    command->add_option("--terminals-file", given.terminals_file, "CSV: phone,auth_code")->required();
    command->add_option("--host", options.host, "an IPv4 address")->capture_default_str();
    command->add_option("--port", options.port, "of the terminals' TCP door")->required();
    command->add_option("--terminals", options.terminals, "that send")->capture_default_str();
    command->add_option("--idle", options.idle, "further ones that only stay connected")
        ->capture_default_str();
    command->add_option("--rate", options.rate, "frames a second, all together")->capture_default_str();
    command->add_option("--seconds", given.duration_s)->check(CLI::PositiveNumber)->capture_default_str();
    command->add_option("--passenger-share", options.passenger_share, "of the frames: 0x1005")
        ->check(CLI::Range(0.0, 0.25))
        ->capture_default_str();
    command->add_option("--over-share", options.over_share, "of the vehicles: counted over capacity")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command->add_option("--people", options.people, "board an ordinary vehicle")->capture_default_str();
    command->add_option("--people-when-over", options.people_when_over)->capture_default_str();
    command->add_option("--late", given.late_s, "every second frame tells of so many seconds ago");
    command->add_option("--patience", given.patience_s, "seconds until the first repetition")
        ->capture_default_str();
    command->add_option("--drain", given.drain_s, "seconds to wait for the last answers")
        ->capture_default_str();
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGINT, [](int) { stop_asked = true; });
    std::signal(SIGTERM, [](int) { stop_asked = true; });
    CLI::App app{"husong-sim: the simulated county and the load generator"};
    app.require_subcommand(1);
    CountyArguments county;
    BoardingArguments boarding;
    RunArguments run;
    RecordArguments recorded;
    LoadArguments load;
    add_county(app, county);
    add_boarding(app, boarding);
    add_run(app, run);
    add_record(app, recorded);
    add_load(app, load);
    CLI11_PARSE(app, argc, argv);
    if (app.got_subcommand("county")) return make_county_files(county);
    if (app.got_subcommand("boarding")) return make_boarding_files(boarding);
    if (app.got_subcommand("run")) return run_scenario(run);
    if (app.got_subcommand("record")) return record_scenario(recorded);
    return run_load_command(load);
}
