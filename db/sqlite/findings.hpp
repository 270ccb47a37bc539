// Findings with their episodes and the records these rest on.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

#include <vector>

namespace husong::db {

// When a finding was first concluded, by our clock, and whether from late data. Kept from the first put.
struct Conclusion {
    Time found_at{};
    bool late = false;
};

// What changes a finding moves its updated_at on: to the instant told, or by the least there is.

// A finding that was withdrawn and holds again is no longer withdrawn.
[[nodiscard]] Result<> put_finding(Connection& db, const rules::FindingChange& change,
                                   const Conclusion& conclusion);
[[nodiscard]] Result<> drop_episodes(Connection& db, FindingId id, std::uint16_t from_ordinal);
[[nodiscard]] Result<> put_level(Connection& db, FindingId id, rules::Level level);
[[nodiscard]] Result<> touch_finding(Connection& db, FindingId id, Time at);
[[nodiscard]] Result<std::optional<rules::Level>> level_of_finding(Connection& db, FindingId id);
[[nodiscard]] Result<> withdraw_finding(Connection& db, FindingId id, Time at, std::string_view reason);

[[nodiscard]] Result<std::vector<rules::Finding>> findings_since(Connection& db, VehicleId vehicle,
                                                                 Time since);
[[nodiscard]] Result<std::vector<rules::Finding>> open_findings(Connection& db,
                                                                std::span<const rules::RuleId> rules);
[[nodiscard]] Result<std::vector<rules::FindingHead>> confirmed_since(Connection& db, rules::RuleId rule,
                                                                      Time since);
[[nodiscard]] Result<std::vector<rules::Finding>> find_findings(Connection& db, const FindingQuery& query);
[[nodiscard]] Result<std::optional<rules::Finding>> find_finding(Connection& db, FindingId id);

}  // namespace husong::db
