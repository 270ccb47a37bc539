// The editions of JT/T 808 and what of them a header shows.
#pragma once

#include <cstdint>

namespace husong::jt808 {

enum class Edition : std::uint8_t { v2011, v2013, v2019 };

// The two header layouts. 2011 and 2013 share one: only certain bodies tell these two apart.
enum class Layout : std::uint8_t { v2011_2013, v2019 };

constexpr Layout layout_of(Edition edition) {
    return edition == Edition::v2019 ? Layout::v2019 : Layout::v2011_2013;
}
// What a body is taken for when nothing but the header speaks.
constexpr Edition likely_edition(Layout layout) {
    return layout == Layout::v2019 ? Edition::v2019 : Edition::v2013;
}

// In which editions a message, an item or a bit exists.
struct EditionSet {
    std::uint8_t bits = 0;
    [[nodiscard]] constexpr bool has(Edition edition) const {
        return (bits >> static_cast<unsigned>(edition) & 1) != 0;
    }
    constexpr bool operator==(const EditionSet&) const = default;
};

inline constexpr EditionSet all_editions{0b111};
inline constexpr EditionSet since_2013{0b110};
inline constexpr EditionSet only_2011{0b001};
inline constexpr EditionSet only_2013{0b010};
inline constexpr EditionSet only_2019{0b100};
inline constexpr EditionSet until_2013{0b011};

}  // namespace husong::jt808
