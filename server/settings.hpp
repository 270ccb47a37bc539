// Every number an operator may change: one row each, read from the command line or a configuration file.
#pragma once

#include "server/http/server.hpp"
#include "server/ingest/intake.hpp"
#include "server/net/settings.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace husong {

struct Settings {
    std::filesystem::path database = "var/husong.db";
    ingest::IntakeSettings intake;
    net::NetSettings terminals;
    http::ServerSettings http;
    bool driver_texts = true;
    std::string log_level = "info";
};

// Reads argv and, with --config, a file. Prints help, version or the error (of a file with its line) and says
// with which code to exit; none: go on with `settings`.
[[nodiscard]] std::optional<int> read_settings(int argc, char** argv, Settings& settings);

}  // namespace husong
