#include "server/settings_file.hpp"

#include <fmt/core.h>

#include <map>
#include <sstream>

namespace husong {

std::vector<CLI::ConfigItem> SettingsFile::from_config(std::istream& input) const {
    const auto file = app_.get_config_ptr()->as<std::string>();
    std::vector<CLI::ConfigItem> found;
    std::map<std::string, std::size_t> line_of;
    std::string text;
    for (std::size_t line = 1; std::getline(input, text); ++line) {
        const auto refuse = [&](const std::string& why) {
            throw CLI::ConfigError{fmt::format("{}:{}: {}", file, line, why), CLI::ExitCodes::ConfigError};
        };
        std::istringstream alone{text};
        for (CLI::ConfigItem& item : ConfigBase::from_config(alone)) {
            if (const std::string flaw = flaw_of_item(item); !flaw.empty()) refuse(flaw);
            const auto [first, is_new] = line_of.emplace(item.name, line);
            if (!is_new) refuse(fmt::format("{} stands in line {} already", item.name, first->second));
            found.push_back(std::move(item));
        }
    }
    return found;
}

std::string SettingsFile::flaw_of_item(const CLI::ConfigItem& item) const {
    if (item.name == "++" || item.name == "--") return "there are no [sections]";
    if (item.inputs.size() != 1)
        return fmt::format("{} takes one value; text with spaces stands in quotes", item.fullname());
    return flaw_(item.fullname(), item.inputs.front());
}

}  // namespace husong
