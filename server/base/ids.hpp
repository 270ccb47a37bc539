// Ids that cannot be mixed up. A value of 0 means "none".
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace husong {

template <class Tag>
struct Id {
    std::int64_t value = 0;
    constexpr explicit operator bool() const { return value != 0; }
    constexpr auto operator<=>(const Id&) const = default;
};

using VehicleId = Id<struct VehicleTag>;    // a plate and colour, registered or not (db table `vehicle`)
using TerminalId = Id<struct TerminalTag>;  // an enrolled terminal
using SchoolId = Id<struct SchoolTag>;
using OperatorId = Id<struct OperatorTag>;
using DriverId = Id<struct DriverTag>;
using AccountId = Id<struct AccountTag>;
using FindingId = Id<struct FindingTag>;

}  // namespace husong

template <class Tag>
struct std::hash<husong::Id<Tag>> {
    std::size_t operator()(husong::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
