// What happens to a vehicle, second by second, and what of it a device notices. Each event carries the truth.
#pragma once

#include "maps/geometry.hpp"
#include "server/base/time.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace husong::device_sim {

// Who really is aboard.
struct Load {
    int pupils = 0;
    int adults = 0;  // driver and escort
    [[nodiscard]] int people() const { return pupils + adults; }
    bool operator==(const Load&) const = default;
};

// What the positioning module measures.
struct Fix {
    maps::Wgs84 point;  // with the receiver's error
    double altitude_m = 0;
    double speed_mps = 0;
    double course_deg = 0;
    double odometer_m = 0;
    int satellites = 0;
    bool located = true;
    bool door_open = false;
    bool ignition_on = false;
};

// What the door counter saw while the door was open: from `start` to the event's instant.
struct DoorCount {
    Time start{};
    std::uint16_t boarded = 0;
    std::uint16_t alighted = 0;
};

// Somebody aboard counted heads.
struct HeadCount {
    int pupils = 0;
    int adults = 0;
};

// Somebody at a school saw the vehicle with pupils in it.
struct Sighting {
    std::size_t school = 0;
    int pupils = 0;
    std::string by;  // gate, hotline …
};

struct Signal {  // mobile signal lost or found again
    bool available = true;
};

struct Restart {};  // the terminal starts anew, serial numbers from 0

using Happening = std::variant<Fix, DoorCount, HeadCount, Sighting, Signal, Restart>;

struct Event {
    Time at{};
    std::size_t vehicle = 0;  // index in the county
    Load aboard;              // the truth after the event
    Happening what;
};

}  // namespace husong::device_sim
