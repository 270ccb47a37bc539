// People aboard as it is shown: figures, what they rest on, how old that is.
#pragma once

#include "server/registry/registry.hpp"
#include "server/tracking/vehicle_state.hpp"

#include <optional>
#include <string>

namespace husong::rules {

struct LoadView {
    std::optional<int> people;  // exact: a person counted them and nothing has changed since
    std::optional<int> lower;
    std::optional<int> upper;
    std::optional<int> pupils;
    std::optional<int> adults;  // driver and escorts included
    std::optional<int> approved_persons;
    std::optional<int> approved_pupils;
    enum class Basis : std::uint8_t { none, counter, head_count } basis = Basis::none;
    std::string basis_zh;            // 照管员 16:08 清点
    std::optional<Time> counted_at;  // the latest human count
    std::optional<tracking::Source> counted_by;
    bool fresh = false;      // a person counted and nobody can have boarded since
    bool disputed = false;   // the latest human count is far below what was known before: count again
    bool both_over = false;  // … or contested by the counter, which is itself above what may be aboard
    std::optional<Time> fresh_until;
};

// `vehicle`: its row in the register, nullptr when it has none. The state's deadlines up to now have fired.
LoadView view_load(const tracking::VehicleState& state, const registry::Versioned<registry::Vehicle>* vehicle,
                   const tracking::TrackingSettings& settings);

std::string_view basis_name(LoadView::Basis basis);  // "head_count", as in the API

// 车上 43–47 人, 车上至少 12 人, 车上 43 人; empty when nothing is known: at least nobody is nothing.
std::string interval_zh(const LoadView& load);
// Why people should count again: basis_zh and what is to be done.
std::string recount_zh(const LoadView& load);
// 16:08 in China.
std::string clock_zh(Time at);

}  // namespace husong::rules
