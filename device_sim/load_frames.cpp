#include "device_sim/load_frames.hpp"

#include <algorithm>
#include <cmath>

namespace husong::device_sim {

namespace {

// Offsets in an unescaped 2013 frame: 12 bytes of header, then the body.
constexpr std::size_t header_bytes = 12, serial_at = 10;
constexpr std::size_t status_at = header_bytes + 4, latitude_at = header_bytes + 8,
                      longitude_at = header_bytes + 12, speed_at = header_bytes + 18,
                      course_at = header_bytes + 20, time_at = header_bytes + 22;
constexpr std::size_t odometer_at = header_bytes + 28 + 2, recorder_speed_at = odometer_at + 4 + 2;
constexpr std::size_t flow_start_at = header_bytes, flow_end_at = header_bytes + 6,
                      boarded_at = header_bytes + 12, alighted_at = header_bytes + 14;
constexpr std::size_t door_byte = status_at + 2;  // bits 8-15 of the status
constexpr std::uint8_t door_open = 1U << 5;       // bit 13

constexpr double speed_mps = 12.5;
constexpr std::uint16_t speed_wire = 450;         // 0.1 km/h
constexpr std::uint32_t longest_stop_frames = 8;  // with the door open, before each 0x1005
constexpr std::uint32_t grid_columns = 100;       // vehicles stand on a grid 300 m wide and high
constexpr std::uint32_t grid_step_e6 = 3'000;
constexpr std::uint32_t south_west_latitude_e6 = 40'650'000, south_west_longitude_e6 = 118'050'000;

void put16(ByteString& frame, std::size_t at, std::uint32_t value) {
    frame[at] = static_cast<std::uint8_t>(value >> 8);
    frame[at + 1] = static_cast<std::uint8_t>(value);
}
void put32(ByteString& frame, std::size_t at, std::uint32_t value) {
    put16(frame, at, value >> 16);
    put16(frame, at + 2, value);
}
void put_time(ByteString& frame, std::size_t at, Time time) {
    const auto bcd = jt808::to_bcd(time);
    std::copy(bcd.bytes.begin(), bcd.bytes.end(), frame.begin() + static_cast<std::ptrdiff_t>(at));
}

// The codec's frame without flags and escapes: decoded by the codec itself.
ByteString unescaped_frame(const jt808::Phone& phone, std::uint16_t message_id, const ByteString& body) {
    ByteString wire;
    jt808::append_frame(wire, jt808::make_header(jt808::Edition::v2013, phone, message_id, 0), body);
    ByteString frame;
    for (std::size_t i = 1; i + 1 < wire.size(); ++i) {
        if (wire[i] != 0x7D) {
            frame.push_back(wire[i]);
            continue;
        }
        frame.push_back(wire[++i] == 0x01 ? 0x7D : 0x7E);
    }
    return frame;
}

// Check byte, escapes and flags.
void write_wire(ByteString& frame, ByteString& wire) {
    std::uint8_t check = 0;
    for (std::size_t i = 0; i + 1 < frame.size(); ++i) check ^= frame[i];
    frame.back() = check;
    wire.clear();
    wire.push_back(jt808::flag_byte);
    for (const std::uint8_t byte : frame) {
        if (byte != 0x7D && byte != 0x7E) {
            wire.push_back(byte);
            continue;
        }
        wire.push_back(0x7D);
        wire.push_back(byte == 0x7D ? 0x01 : 0x02);
    }
    wire.push_back(jt808::flag_byte);
}

std::uint32_t stop_frames(const LoadPattern& pattern) {
    return std::min(longest_stop_frames, pattern.passenger_every / 4);
}

Time time_of(std::uint32_t n, const LoadPattern& pattern) {
    const Milliseconds late = n % 2 == 1 ? pattern.late : Milliseconds{0};
    return pattern.first_at + pattern.step * static_cast<std::int64_t>(n) - late;
}

}  // namespace

LoadFrames::LoadFrames(const std::string& phone, std::uint32_t index, bool over)
    : latitude_e6_{south_west_latitude_e6 + index / grid_columns * grid_step_e6},
      longitude_e6_{south_west_longitude_e6 + index % grid_columns * grid_step_e6},
      over_{over} {
    const auto digits = jt808::Phone::from_digits(phone, jt808::Layout::v2011_2013);
    const jt808::Phone number = digits ? *digits : jt808::Phone{};
    Fix fix;
    fix.ignition_on = true;
    fix.satellites = 11;
    fix.altitude_m = 340;
    location_ =
        unescaped_frame(number, jt808::LocationReport::id, location_body(fix, Time{}, jt808::Edition::v2013));
    flow_ = unescaped_frame(number, jt808::PassengerFlow::id, passenger_flow_body({}, Time{}));
    wire_.reserve(2 * location_.size() + 2);
}

bool LoadFrames::is_passenger_flow(std::uint32_t n, const LoadPattern& pattern) {
    return pattern.passenger_every != 0 && n % pattern.passenger_every == stop_frames(pattern);
}

std::uint32_t LoadFrames::first_on_the_road(const LoadPattern& pattern) {
    return pattern.passenger_every != 0 ? stop_frames(pattern) + 1 : 0;
}

std::span<const std::uint8_t> LoadFrames::frame(std::uint32_t n, const LoadPattern& pattern) {
    const bool flow = is_passenger_flow(n, pattern);
    if (flow)
        patch_passenger_flow(n, pattern);
    else
        patch_location(n, pattern);
    ByteString& frame = flow ? flow_ : location_;
    put16(frame, serial_at, serial_of(n));
    write_wire(frame, wire_);
    return wire_;
}

// One cycle: a stop with the door open, the count, then a stretch; east in even cycles, back west in odd
// ones.
void LoadFrames::patch_location(std::uint32_t n, const LoadPattern& pattern) {
    const std::uint32_t length = pattern.passenger_every != 0 ? pattern.passenger_every : 100;
    const std::uint32_t stop = stop_frames(pattern), in_cycle = n % length;
    const bool standing = in_cycle < stop, eastward = n / length % 2 == 0;
    const double step_s = std::chrono::duration<double>(pattern.step).count();
    const double metres_a_step = speed_mps * step_s;
    static const double degrees_a_metre =
        1 / maps::degree_lengths(maps::county_centre.latitude_deg).longitude_m;
    const std::uint32_t moved = standing ? 0 : in_cycle - stop;
    const std::uint32_t east = eastward ? moved : length - 1 - stop - moved;
    const double away_deg = metres_a_step * east * degrees_a_metre;
    put32(location_, latitude_at, latitude_e6_);
    put32(location_, longitude_at, longitude_e6_ + static_cast<std::uint32_t>(std::lround(away_deg * 1e6)));
    put16(location_, speed_at, standing ? 0 : speed_wire);
    put16(location_, recorder_speed_at, standing ? 0 : speed_wire);
    put16(location_, course_at, eastward ? 90 : 270);
    const std::uint8_t door = standing ? door_open : 0;
    location_[door_byte] = static_cast<std::uint8_t>((location_[door_byte] & ~door_open) | door);
    put_time(location_, time_at, time_of(n, pattern));
    put32(location_, odometer_at, 2'000'000 + static_cast<std::uint32_t>(n * metres_a_step / 100));
}

void LoadFrames::patch_passenger_flow(std::uint32_t n, const LoadPattern& pattern) {
    const std::uint16_t people = over_ ? pattern.people_when_over : pattern.people;
    const bool boarding = n / pattern.passenger_every % 2 == 0;
    put_time(flow_, flow_start_at, time_of(n - stop_frames(pattern), pattern));
    put_time(flow_, flow_end_at, time_of(n, pattern));
    put16(flow_, boarded_at, boarding ? people : 0);
    put16(flow_, alighted_at, boarding ? 0 : people);
}

}  // namespace husong::device_sim
