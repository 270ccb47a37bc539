// The shapes of plates that are issued (GA 36-2018; tractors: NY 345). A register keeps no other; a look-up
// takes more, because at a roadside one types what one has seen of it.
#pragma once

#include "server/registry/plate.hpp"

namespace husong::registry {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Why no vehicle carries this normalised plate, whatever its colour; empty: one may.
std::string plate_flaw(std::string_view normalised);

// Why no plate of this colour is so long; empty: it is. For texts without a flaw of their own.
std::string colour_flaw(const Plate& plate);

}  // namespace husong::registry
