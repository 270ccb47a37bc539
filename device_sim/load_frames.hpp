// The frames of one terminal of the load generator: encoded once by the codec, then only patched, so that a
// frame costs a fraction of a microsecond. Frame n is always the same bytes: a repetition is an exact one.
#pragma once

#include "device_sim/terminal_bodies.hpp"

namespace husong::device_sim {

// How all terminals of a run behave.
struct LoadPattern {
    std::uint32_t passenger_every = 100;  // every so many frames one is a 0x1005; 0: never
    std::uint16_t people = 20;            // board at one stop and alight at the next
    std::uint16_t people_when_over = 60;  // of a vehicle over capacity
    Time first_at{};                      // device time of frame 0
    Milliseconds step{1000};  // device time from frame to frame, at least a second: no terminal tells
                              // two fixes for one second
    Milliseconds late{0};     // so much older than the one before is every second frame
};

class LoadFrames {
public:
    // 2013 edition, items 01 03 25 30 31. Serials begin at 1: 0 was the authentication's.
    LoadFrames(const std::string& phone, std::uint32_t index, bool over);

    // The escaped frame with its flags; valid until the next call.
    std::span<const std::uint8_t> frame(std::uint32_t n, const LoadPattern& pattern);
    [[nodiscard]] static bool is_passenger_flow(std::uint32_t n, const LoadPattern& pattern);
    // The first frame of a cycle that tells a closed door.
    [[nodiscard]] static std::uint32_t first_on_the_road(const LoadPattern& pattern);
    [[nodiscard]] static constexpr std::uint16_t serial_of(std::uint32_t n) {
        return static_cast<std::uint16_t>(n + 1);
    }

private:
    void patch_location(std::uint32_t n, const LoadPattern& pattern);
    void patch_passenger_flow(std::uint32_t n, const LoadPattern& pattern);

    ByteString location_, flow_;  // unescaped, header to check byte
    ByteString wire_;
    std::uint32_t latitude_e6_, longitude_e6_;  // where the vehicle drives to and fro
    bool over_;
};

}  // namespace husong::device_sim
