// The simulator's county made known to a server: its registers imported, its terminals enrolled, its devices
// and a policeman given their secrets.
#pragma once

#include "db/store.hpp"
#include "device_sim/doors.hpp"

namespace husong::integration {

inline constexpr std::string_view police_name = "police";
inline constexpr std::string_view police_password = "a password for tests";

// The secrets of phones and of those who tell sightings; terminals have to register. Throws when the store
// refuses.
device_sim::Secrets make_known(const device_sim::County& county, db::Store& store);

// The vehicle as registered, or as first sighted.
VehicleId id_of(const device_sim::Vehicle& vehicle, db::Reader& reader);

}  // namespace husong::integration
