#include "server/settings.hpp"

#include "server/registry/plate_shape.hpp"
#include "server/settings_file.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

namespace husong {

namespace {

// One row: name, where it is kept (its value is the default), unit, meaning.
class Rows {
public:
    explicit Rows(CLI::App& app) : app_{app} {}

    template <class T>
    CLI::Option& row(const std::string& name, T& value, const std::string& meaning) {
        return *app_.add_option("--" + name, value, meaning)->capture_default_str();
    }
    template <class Rep, class Period>
    CLI::Option& row(const std::string& name, std::chrono::duration<Rep, Period>& value,
                     const std::string& meaning) {
        const std::string unit = unit_name<Period>();
        return *app_.add_option_function<Rep>(
                        "--" + name,
                        [&value](Rep count) { value = std::chrono::duration<Rep, Period>{count}; }, meaning)
                    ->default_str(std::to_string(value.count()))
                    ->type_name(unit);
    }

private:
    template <class Period>
    static std::string unit_name() {
        if constexpr (std::ratio_equal_v<Period, std::milli>) return "MS";
        if constexpr (std::ratio_equal_v<Period, std::ratio<60>>) return "MINUTES";
        if constexpr (std::ratio_equal_v<Period, std::ratio<3600>>) return "HOURS";
        if constexpr (std::ratio_equal_v<Period, std::ratio<86400>>) return "DAYS";
        return "S";
    }

    CLI::App& app_;
};

// The log's library takes a word it does not know for "off".
std::string one_of_the_levels(const std::string& level) {
    for (const char* known : {"trace", "debug", "info", "warn", "error", "off"})
        if (level == known) return {};
    return "'" + level + "' is not one of trace, debug, info, warn, error, off";
}

// Made for coaches and lorries; taken over for school transport.
std::string long_enough(const std::string& days) {
    constexpr int six_months_days = 183;
    int given = 0;
    if (CLI::detail::lexical_cast(days, given) && given >= six_months_days) return {};
    return "monitoring data is kept 6 months, at least 183 days (道路运输车辆动态监督管理办法); '" + days +
           "' is less";
}

std::string province_and_city(const std::string& home) {
    constexpr std::size_t province_bytes = 3;  // one Chinese character
    const bool city = home.size() == province_bytes + 1 && home.back() >= 'A' && home.back() <= 'Z';
    if (city && registry::plate_flaw(home + "12345").empty()) return {};
    return "'" + home + "' is not a province and a city's letter, as 冀H";
}

void add_doors(Rows& rows, Settings& s) {
    rows.row("db", s.database, "the database file; made when it is not there");
    rows.row("web", s.http.pages, "the built pages (web/dist); installed ones are found");
    rows.row("planner", s.http.planner, "husongctl, which plans terms; the one beside this program is found");
    rows.row("http-address", s.http.address, "where pages and API are served");
    rows.row("http-port", s.http.port, "its port; 0: the system picks one");
    rows.row("terminal-address", s.terminals.address, "where terminals connect (JT/T 808 over TCP)");
    rows.row("terminal-port", s.terminals.port, "its port; 0: the system picks one");
    rows.row("metrics-port", s.http.metrics_port, "loopback port of /metrics; 0: the system picks one");
    rows.row("http-connections", s.http.most_connections, "HTTP connections at once")
        .check(CLI::PositiveNumber);
    rows.row("device-rate", s.http.device_rate,
             "batches a second that one phone may tell; above it 429; 0: no limit");
    rows.row("secure-cookies", s.http.secure_cookies,
             "true behind TLS: the session cookie travels nowhere else");
    rows.row("home", s.http.home, "the county's own plates begin so; put in front of plates typed without it")
        .check(province_and_city);
    rows.row("log-level", s.log_level, "trace, debug, info, warn, error or off").check(one_of_the_levels);
}

void add_terminals(Rows& rows, Settings& s) {
    rows.row("max-connections", s.terminals.max_connections, "terminals connected at once")
        .check(CLI::PositiveNumber);
    rows.row("max-unauthenticated", s.terminals.max_unauthenticated, "of these, not authenticated yet")
        .check(CLI::PositiveNumber);
    rows.row("max-unauthenticated-per-address", s.terminals.max_unauthenticated_per_address,
             "of these, from one address; 0: no limit");
    rows.row("max-per-address", s.terminals.max_per_address, "from one address; 0: no limit");
    rows.row("authenticate-within", s.terminals.authenticate_within,
             "an unauthenticated connection is closed after");
    rows.row("idle-limit", s.terminals.idle_limit,
             "a silent connection is closed after (jt808: 3 heartbeats)");
    rows.row("frames-per-second", s.terminals.frames_per_second,
             "of one terminal; above it is not read for a while");
    rows.row("driver-texts", s.driver_texts,
             "tell the driver by 0x8300 when his vehicle is probably over capacity or his run has changed");
}

void add_intake(Rows& rows, Settings& s) {
    rows.row("telemetry-capacity", s.intake.telemetry_capacity,
             "records waiting; when full, sockets are not read")
        .check(CLI::PositiveNumber);
    rows.row("act-capacity", s.intake.act_capacity, "human acts waiting; beyond it they are refused")
        .check(CLI::PositiveNumber);
    rows.row("batch-entries", s.intake.batch_entries, "records in one commit at most")
        .check(CLI::PositiveNumber);
    rows.row("gather", s.intake.gather, "under load a commit begins this long after the last one began");
    rows.row("checkpoint-every", s.intake.checkpoint_every, "of device time, a vehicle's state is stored");
    rows.row("refold-every", s.intake.refold_every,
             "a vehicle with late data is folded again at most this often");
    rows.row("refold-share", s.intake.refold_share,
             "of the writer's time for that while others wait (0 to 1)")
        .check(CLI::Range(0.0, 1.0));
    rows.row("keep-positions", s.intake.keep_positions,
             "positions and counts are kept (rules: at least 6 months)")
        .check(long_enough);
    rows.row("keep-raw", s.intake.keep_raw, "raw messages are kept");
}

void add_all(CLI::App& app, Settings& settings) {
    Rows rows{app};
    add_doors(rows, settings);
    add_terminals(rows, settings);
    add_intake(rows, settings);
}

// By the rules of the command line; a file is refused at the line that breaks them.
std::string flaw_of(const std::string& name, const std::string& value) {
    CLI::App app;
    app.set_help_flag();
    Settings unused;
    add_all(app, unused);
    if (app.get_option_no_throw("--" + name) == nullptr) return "there is no setting '" + name + "'";
    try {
        app.parse(std::vector<std::string>{"--" + name + "=" + value});
    } catch (const CLI::ParseError& error) {
        return error.what();
    }
    return {};
}

// Where `cmake --install` and the package put them, beside the program's own folder.
std::filesystem::path installed_pages() {
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    auto pages = program.parent_path().parent_path() / "share/husong/web";
    if (std::filesystem::is_regular_file(pages / "index.html", failure)) return pages;
    return {};
}

// As built, and as the package puts it.
std::filesystem::path planner_beside() {
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    auto planner = program.parent_path() / "husongctl";
    return std::filesystem::is_regular_file(planner, failure) ? planner : std::filesystem::path{};
}

}  // namespace

std::optional<int> read_settings(int argc, char** argv, Settings& settings) {
    CLI::App app{"Husong (护送): a county's student-transport tracking server"};
    app.set_config("--config", "",
                   "read settings from this file, one a line: name = value; the command line wins");
    app.config_formatter(std::make_shared<SettingsFile>(app, flaw_of));
    app.set_version_flag("--version", HUSONG_VERSION);
    settings.http.pages = installed_pages();
    settings.http.planner = planner_beside();
    add_all(app, settings);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
    if (!settings.driver_texts) {
        settings.terminals.driver_text = nullptr;
        settings.terminals.run_text = nullptr;
    }
    return std::nullopt;
}

}  // namespace husong
