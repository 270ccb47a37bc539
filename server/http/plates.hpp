// Plates at the API's edge.
#pragma once

#include "server/registry/registry.hpp"

namespace husong::http {

// A plate as somebody typed it. Colour not told ("" or "other"): that of the one registered vehicle with
// these characters, if there is exactly one; else that of the only one known at all. Errors: malformed: no
// plate at all.
[[nodiscard]] Result<registry::Plate> read_plate(std::string_view text, std::string_view colour,
                                                 const registry::Registry& registry, std::string_view home,
                                                 Time now);

// The colours in which these characters are registered.
std::vector<registry::PlateColour> registered_colours(std::string_view normalised,
                                                      const registry::Registry& registry, Time now);

}  // namespace husong::http
