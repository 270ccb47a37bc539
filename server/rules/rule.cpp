#include "server/rules/rule.hpp"

#include "server/rules/counter.hpp"
#include "server/rules/crew_papers.hpp"
#include "server/rules/holiday_rules.hpp"
#include "server/rules/load.hpp"
#include "server/rules/plans.hpp"
#include "server/rules/sightings.hpp"
#include "server/rules/trip_crew.hpp"
#include "server/rules/trip_end.hpp"
#include "server/rules/vehicle_licence.hpp"
#include "server/rules/vehicle_papers.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace husong::rules {

namespace {

// Vehicle licence, driver, escort, load, sweep, gate, holiday movement; within a group by number.
std::pair<std::size_t, std::string_view> place_in_catalogue(const Rule& rule) {
    static constexpr std::array<std::string_view, 7> groups{"VL", "DR", "ES", "LD", "SW", "GA", "HM"};
    const auto* group = std::ranges::find(groups, rule.code.substr(0, 2));
    return {static_cast<std::size_t>(group - groups.begin()), rule.code};
}

// The groups of the catalogue, each in its own file.
std::vector<Rule> in_force() {
    std::vector<Rule> rules;
    for (const auto group :
         {vehicle_licence_rules(), vehicle_papers_rules(), sighting_rules(), crew_papers_rules(),
          trip_crew_rules(), counter_rules(), load_rules(), plan_rules(), trip_end_rules(),
          holiday_date_rules(), holiday_rest_rules(), holiday_charter_rules(), holiday_return_rules(),
          holiday_way_rules(), holiday_day_rules(), holiday_vehicle_rules()})
        rules.insert(rules.end(), group.begin(), group.end());
    std::ranges::sort(rules, {}, place_in_catalogue);
    return rules;
}

// Built once; the table is asked for at every judgement.
struct Table {
    std::vector<Rule> rules = in_force();
    std::array<const Rule*, 256> by_id{};
    std::vector<const Rule*> judging, looking;

    Table() {
        for (const Rule& rule : rules) {
            by_id.at(static_cast<std::size_t>(rule.id)) = &rule;
            (rule.look != nullptr ? looking : judging).push_back(&rule);
        }
    }
};

const Table& table() {
    static const Table built;
    return built;
}

}  // namespace

Judgement violated(Level level, int excess, std::string subject, std::string detail) {
    Judgement judgement;
    judgement.outcome = Judgement::Outcome::violated;
    judgement.level = level;
    judgement.excess = excess;
    judgement.subject = std::move(subject);
    judgement.detail = std::move(detail);
    return judgement;
}

Judgement unknown() {
    Judgement judgement;
    judgement.outcome = Judgement::Outcome::unknown;
    return judgement;
}

Judgement with_severity(Severity severity, Judgement judgement) {
    judgement.severity = severity;
    return judgement;
}

std::span<const Rule> all_rules() { return table().rules; }
std::span<const Rule* const> vehicle_rules() { return table().judging; }
std::span<const Rule* const> register_rules() { return table().looking; }
const Rule& rule_of(RuleId id) {
    const Rule* rule = table().by_id.at(static_cast<std::size_t>(id));
    if (rule == nullptr)
        throw std::out_of_range{"no rule has the number " + std::to_string(static_cast<int>(id))};
    return *rule;
}
Severity severity_of(RuleId rule, const std::optional<Severity>& told) {
    return told.value_or(rule_of(rule).severity);
}

Severity severity_of(const Finding& finding) {
    const auto severity = [&](const Episode& episode) {
        return severity_of(finding.head.rule, episode.severity);
    };
    const auto gravest = std::ranges::min_element(finding.episodes, {}, severity);
    return gravest == finding.episodes.end() ? rule_of(finding.head.rule).severity : severity(*gravest);
}

std::string_view rule_code(RuleId id) { return rule_of(id).code; }

std::optional<RuleId> parse_rule(std::string_view code) {
    const auto rules = all_rules();
    const auto found =
        std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.code == code; });
    return found == rules.end() ? std::nullopt : std::optional{found->id};
}

}  // namespace husong::rules
