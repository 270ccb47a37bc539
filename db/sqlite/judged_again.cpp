#include "db/sqlite/judged_again.hpp"

#include "db/sqlite/checkpoints.hpp"
#include "db/sqlite/records.hpp"
#include "server/registry/edits.hpp"
#include "server/rules/thresholds.hpp"

#include <map>
#include <utility>

namespace husong::db {

namespace {

// By one of the county's own rules everybody's records are judged.
Result<> mark_everybody(Connection& db, Time from) {
    const auto vehicles = vehicles_with_records(db);
    if (!vehicles) return vehicles.error();
    for (const VehicleId vehicle : *vehicles)
        if (auto marked = mark_dirty(db, vehicle, {from, tracking::RecordKind{}, 0}); !marked) return marked;
    return {};
}

}  // namespace

Result<> mark_judged_again(Connection& db, registry::RegistryRows before, registry::RegistryRows after,
                           Time now) {
    const registry::Registry was{std::move(before)};
    const registry::Registry is{std::move(after)};
    const Time horizon = now - tracking::fold_horizon;
    for (const auto& [vehicle, from] : registry::touched_between(was, is, horizon, now))
        if (auto marked = mark_dirty(db, vehicle, {from, tracking::RecordKind{}, 0}); !marked) return marked;
    const Time own_rules = rules::own_rules_differ_from(was.rows(), is.rows());
    return own_rules > now ? Result<>{} : mark_everybody(db, own_rules);
}

}  // namespace husong::db
