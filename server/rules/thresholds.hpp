// The thresholds by which rules judge at each instant: the law's and the catalogue's, and from when to when
// the county has set its own (register local_rules). Made once for a version of the register, then immutable.
#pragma once

#include "server/registry/registry.hpp"
#include "server/rules/local_parameters.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::rules {

// What the county set, and where that stands.
struct OwnThreshold {
    const LocalParameter* parameter = nullptr;
    int value = 0;
    std::string source;  // 《…》第九条，县教发〔2026〕3 号
};

class Thresholds {
public:
    Thresholds(const registry::Registry& registry, const tracking::TrackingSettings& tracking,
               const RuleSettings& rules);

    [[nodiscard]] tracking::SettingsInTime tracking() const { return tracking_; }
    [[nodiscard]] const tracking::TrackingSettings& tracking_at(Time at) const {
        return tracking::settings_at(tracking_, at);
    }
    [[nodiscard]] const RuleSettings& rules_at(Time at) const { return sets_[place_of(at)].rules; }
    [[nodiscard]] std::span<const OwnThreshold> own_at(Time at) const { return sets_[place_of(at)].own; }

private:
    struct Set {
        RuleSettings rules;
        std::vector<OwnThreshold> own;
    };
    [[nodiscard]] std::size_t place_of(Time at) const {
        return static_cast<std::size_t>(&tracking::stretch_at(tracking_, at) - tracking_.data());
    }

    std::vector<tracking::SettingsFrom> tracking_;
    std::vector<Set> sets_;  // of the same stretches
};

using ThresholdsPtr = std::shared_ptr<const Thresholds>;

// Of one instant alone, for who asks once.
std::vector<OwnThreshold> own_thresholds_at(const registry::Registry& registry, Time at);
// When those of a rule changed last until then; the beginning of time: never.
Time own_thresholds_changed(const registry::Registry& registry, RuleId rule, Time until);
// From when on an edit made the county's own rules that judge records others; end_of_time: nowhere.
Time own_rules_differ_from(const registry::RegistryRows& before, const registry::RegistryRows& after);
RuleSettings with_own(const RuleSettings& rules, std::span<const OwnThreshold> own);

// Adds to a finding's sentence what the county set of the rule's thresholds: ；本县规定：清车确认 3
// 分钟（…）.
void cite(std::string& detail, std::span<const OwnThreshold> own, RuleId rule);

}  // namespace husong::rules
