// The file that --config names: "name = value" lines of TOML or INI, each answered for with its line.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>

#include <functional>
#include <istream>
#include <string>
#include <vector>

namespace husong {

class SettingsFile : public CLI::ConfigBase {
public:
    // What is wrong with a setting of this name and value; empty: nothing.
    using Flaw = std::function<std::string(const std::string& name, const std::string& value)>;

    // `app` has the option --config.
    SettingsFile(const CLI::App& app, Flaw flaw) : app_{app}, flaw_{std::move(flaw)} {}

    // Throws CLI::ConfigError: "FILE:LINE: what is wrong".
    std::vector<CLI::ConfigItem> from_config(std::istream& input) const override;

private:
    [[nodiscard]] std::string flaw_of_item(const CLI::ConfigItem& item) const;

    const CLI::App& app_;
    Flaw flaw_;
};

}  // namespace husong
