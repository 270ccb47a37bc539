#include "server/jt808/location_report.hpp"

#include "server/jt808/fields.hpp"

namespace husong::jt808 {

std::optional<Bytes> BatchRange::next() {
    if (in_.left() == 0) return std::nullopt;
    const Bytes body = in_.bytes(in_.u16());
    if (!in_.ok()) return std::nullopt;
    return body;
}

void append_location(std::vector<std::uint8_t>& locations, const LocationReport& report) {
    constexpr std::size_t basic_bytes = 28;
    ByteWriter{locations}.u16(static_cast<std::uint16_t>(basic_bytes + report.items.size()));
    BodyWriter to{locations};
    LocationReport::fields(to, report);
}

}  // namespace husong::jt808
