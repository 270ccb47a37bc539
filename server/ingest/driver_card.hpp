// From 0x0702 to the row that is kept of it: no more of a person than names the driver.
#pragma once

#include "db/store.hpp"
#include "server/ingest/telemetry.hpp"
#include "server/jt808/driver_card.hpp"

#include <string>
#include <string_view>

namespace husong::ingest {

// A certificate's number is mostly the ID-card number: what has so many digits is kept by its last four
// characters. RFID cards have at most ten digits.
inline constexpr std::size_t id_card_digits = 15;
std::string kept_number(std::string_view number);

// `serial` tells repeats from other events where no time is told.
db::DriverCard driver_card(const Teller& teller, const jt808::DriverCard& told, std::uint16_t serial,
                           Time received_at);

}  // namespace husong::ingest
