// The fold of one vehicle: records in order → tracking state → rules → findings. Pure: no clock, no store, no
// socket.
#pragma once

#include "server/registry/registry.hpp"
#include "server/rules/finding.hpp"
#include "server/rules/rule_state.hpp"
#include "server/rules/thresholds.hpp"
#include "server/tracking/vehicle_state.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace husong::rules {

struct FoldContext {
    // With thresholds made for this register: `made` is of the same version, and not null.
    FoldContext(const registry::Registry& of, ThresholdsPtr made)
        : registry{of}, thresholds{std::move(made)} {}
    FoldContext(const registry::Registry& of, const tracking::TrackingSettings& tracking,
                const RuleSettings& rules)
        : FoldContext{of, std::make_shared<const Thresholds>(of, tracking, rules)} {}

    const registry::Registry& registry;
    ThresholdsPtr thresholds;
};

// Everything the server remembers of one vehicle: a cache of what its records and the registry say. Trivially
// small (at most 8 KB), comparable, and written out as a checkpoint.
struct VehicleFold {
    tracking::VehicleState track;
    RuleState rules;
    bool operator==(const VehicleFold&) const = default;

    // The earliest instant at which something changes although no record comes; end_of_time: never.
    [[nodiscard]] Time next_deadline() const;
};

// Folds one judged record: first every deadline ≤ its instant fires at its own, then the record.
// Precondition: record.order() > state.track.last.
void fold(VehicleFold& state, const tracking::Record& record, const FoldContext& context,
          std::vector<FindingChange>& changes);

// Fires every deadline ≤ until, in order.
void advance(VehicleFold& state, VehicleId vehicle, Time until, const FoldContext& context,
             std::vector<FindingChange>& changes);

// A checkpoint's bytes, with a format number in front. Errors of from_checkpoint: malformed, unsupported
// (another format: the caller folds from the beginning instead).
std::string to_checkpoint(const VehicleFold& state);
[[nodiscard]] Result<VehicleFold> from_checkpoint(std::string_view bytes);

// What a re-fold changes in the stored findings. `stored`: the vehicle's findings that were open at or opened
// after the checkpoint; `refolded`: all changes the re-fold produced, in order; `state`: its end, whose ids
// are made to follow. A re-folded finding that overlaps a stored one of its rule keeps that one's id; a
// stored one with no counterpart is withdrawn; episodes of a kept finding after the checkpoint are replaced.
struct Reconciliation {
    struct Kept {
        FindingHead head;
        std::uint16_t first_replaced =
            0;  // stored episodes from this ordinal on are dropped, then `changes` are put
    };
    // A re-folded finding that took over a stored one's id. Checkpoints made during the re-fold carry the
    // former id: rename() makes them follow.
    struct Renamed {
        FindingId from;
        FindingId to;
    };
    std::vector<Kept> kept;
    std::vector<FindingChange> changes;
    std::vector<FindingId> withdrawn;
    std::vector<Renamed> renamed;
};
Reconciliation reconcile(const std::vector<Finding>& stored, const std::vector<FindingChange>& refolded,
                         Time checkpoint_at, VehicleFold& state);

void rename(VehicleFold& state, const std::vector<Reconciliation::Renamed>& renamed);

}  // namespace husong::rules
