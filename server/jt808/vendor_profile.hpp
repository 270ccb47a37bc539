// What the items of one maker and model mean (profiles/README.md). Without one they stay raw.
#pragma once

#include "server/base/result.hpp"
#include "server/jt808/location_items.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::jt808 {

struct ProfileItem {
    std::uint8_t id = 0;
    std::optional<std::uint8_t> length;  // none: any
    ItemFieldKind kind = ItemFieldKind::bytes;
    std::string name;

    [[nodiscard]] ItemField field(std::size_t width) const {
        return {name, static_cast<std::uint8_t>(width), kind};
    }
};

struct VendorProfile {
    std::string maker;  // as 0x0100 tells it
    std::string model;  // empty: all of this maker
    std::vector<ProfileItem> items;

    // Null: it says nothing of an item with this id and length.
    [[nodiscard]] const ProfileItem* find(const Item& item) const;
};

// Errors: malformed, naming file, line and field.
[[nodiscard]] Result<VendorProfile> parse_profile(std::string_view text, std::string_view file);

// The one of maker and model, else the maker's; null: none.
const VendorProfile* find_profile(std::span<const VendorProfile> profiles, std::string_view maker,
                                  std::string_view model);

}  // namespace husong::jt808
