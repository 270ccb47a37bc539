// The additional items of 0x0200: one row each in a table that decodes, encodes and describes them.
#pragma once

#include "server/base/byte_reader.hpp"
#include "server/jt808/edition.hpp"

#include <array>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace husong::jt808 {

struct Item {
    std::uint8_t id = 0;
    Bytes value{};
};

// Walks the items of a report by their lengths, known or not, in order. Allocates nothing.
class ItemRange {
public:
    explicit ItemRange(Bytes items) : in_{items} {}
    // Nothing at the end, or where a length runs past it.
    std::optional<Item> next();
    // After next() gave nothing: the last item runs past the end. Those before it are good.
    [[nodiscard]] bool overrun() const { return !in_.ok(); }

private:
    ByteReader in_;
};

// How the bytes of one field of an item are meant.
enum class ItemFieldKind : std::uint8_t {
    number,
    bits,
    in_or_out,           // 0 in, 1 out
    too_short_or_long,   // 0 too short, 1 too long
    signed_temperature,  // °C: see carriage_temperature_c
    wheels,              // one byte a wheel, 0xFF for none
    time,                // BCD[6]
    text,
    bytes,
};

struct ItemField {
    std::string_view name;
    std::uint8_t width = 0;  // bytes
    ItemFieldKind kind = ItemFieldKind::number;
};

inline constexpr std::size_t largest_item_fields = 20;

struct ItemRow {
    std::uint8_t id;
    EditionSet editions;
    // Fields that may be missing at the end. An id with another length is a maker's own: it stays raw.
    std::uint8_t optional_fields;
    std::string_view zh;
    std::string_view en;
    std::array<ItemField, largest_item_fields> fields{};  // none: always raw

    [[nodiscard]] bool fits(std::size_t length) const;
};

std::span<const ItemRow> item_table();  // by ascending id; an id with several forms has several rows

// The row whose id and length the item has; null when it is not to be interpreted.
const ItemRow* find_item(const Item& item);

// The big-endian number of at most 4 bytes at the front of a value that fits its row.
std::uint32_t leading_number(const Item& item, std::size_t width);

// Item 0x06: terminals write the sign as the highest bit or as two's complement. The reading that lies in
// -60 to 100 °C; nothing when none does.
std::optional<int> carriage_temperature_c(std::uint16_t wire);

// Appends one item, as LocationReport::items wants it. The second form writes the fields of the id's first
// row in order, as many as given: append_item(items, 0x11, {4, 9001}).
void append_item(std::vector<std::uint8_t>& items, std::uint8_t id, Bytes value);
void append_item(std::vector<std::uint8_t>& items, std::uint8_t id,
                 std::initializer_list<std::uint32_t> fields);

}  // namespace husong::jt808
