// Who counts heads in a vehicle, and how often their counts turned out to be wrong. Small, without heap,
// folded with the vehicle's state.
#pragma once

#include "server/tracking/record.hpp"
#include "server/tracking/settings.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace husong::tracking {

// A person, or where nobody has signed in the account or phone that told; 0: nobody.
using TellerHash = std::uint32_t;

struct Teller {
    TellerHash who = 0;
    double counts = 0;  // the latest weigh most
    double wrong = 0;   // of these
    bool operator==(const Teller&) const = default;
};

// Those who counted in this vehicle last, the latest first.
struct Tellers {
    static constexpr std::size_t capacity = 4;
    std::array<Teller, capacity> entries{};
    std::uint8_t count = 0;

    void counted(TellerHash who, const HeadCountSettings& settings);
    // A count of the same people by who knows better said otherwise.
    void was_wrong(TellerHash who);
    // How probable it is that a count of his is wrong: what is usual of such counts, until his own say more.
    // The police: 0.
    [[nodiscard]] double wrong_share(TellerHash who, Source source, const HeadCountSettings& settings) const;
    [[nodiscard]] const Teller* find(TellerHash who) const;
    bool operator==(const Tellers&) const = default;
};

}  // namespace husong::tracking
