// 0x0200 and 0x0704 as on the wire: integers in wire units, additional items raw, in order.
#pragma once

#include "server/base/byte_reader.hpp"
#include "server/jt808/bcd_time.hpp"
#include "server/jt808/edition.hpp"
#include "server/jt808/view.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace husong::jt808 {

struct LocationReport {
    static constexpr std::uint16_t id = 0x0200;
    std::uint32_t alarm = 0;      // bit n as in alarm_bits (bits.hpp)
    std::uint32_t status = 0;     // bit n as in status_bits
    std::uint32_t latitude = 0;   // 1e-6 degrees, magnitude: the sign is status bit 2
    std::uint32_t longitude = 0;  // 1e-6 degrees, magnitude: the sign is status bit 3
    std::uint16_t altitude = 0;   // m, two's complement in the field
    std::uint16_t speed = 0;      // 0.1 km/h
    std::uint16_t direction = 0;  // degrees clockwise from north
    BcdTime time{};
    View items{};  // to walk with ItemRange (location_items.hpp), to build with append_item

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.u32("alarm", m.alarm);
        a.u32("status", m.status);
        a.u32("latitude", m.latitude);
        a.u32("longitude", m.longitude);
        a.u16("altitude", m.altitude);
        a.u16("speed", m.speed);
        a.u16("direction", m.direction);
        a.time("time", m.time);
        a.items(m.items);
    }
};

enum class BatchKind : std::uint8_t {
    normal,
    blind_area,  // history, sent after an outage
};

// 0x0704: locations of the past. Since 2013.
struct BatchReport {
    static constexpr std::uint16_t id = 0x0704;
    static constexpr std::array<std::string_view, 2> kind_names{"normal", "blind"};
    std::uint16_t count = 0;  // as declared
    BatchKind kind = BatchKind::normal;
    View locations{};  // to walk with BatchRange, to build with append_location

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.u16("count", m.count);
        a.choice("type", m.kind, kind_names);
        a.locations(m.locations);
    }
};

// The bodies of a batch's locations, as many as are really there.
class BatchRange {
public:
    explicit BatchRange(const BatchReport& batch) : in_{batch.locations} {}
    // The next 0x0200 body; nothing at the end or where a length runs past it.
    std::optional<Bytes> next();
    // After next() gave nothing: the last length ran past the end.
    [[nodiscard]] bool overrun() const { return !in_.ok(); }

private:
    ByteReader in_;
};

// Appends one location with its length, as BatchReport::locations wants it.
void append_location(std::vector<std::uint8_t>& locations, const LocationReport& report);

}  // namespace husong::jt808
