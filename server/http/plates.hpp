// Plates at the API's edge.
#pragma once

#include "server/registry/registry.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace husong::http {

// A plate as somebody asks for it or tells of it. Colour not told ("" or "other"): that of the one registered
// vehicle with these characters, if there is exactly one; else that of the only vehicle with them that was
// ever heard of; else it stays `other`. Errors: malformed: no plate at all.
[[nodiscard]] Result<registry::Plate> read_plate(std::string_view text, std::string_view colour,
                                                 const registry::Registry& registry, std::string_view home,
                                                 Time now);

// A plate as a witness tells it: whole, or the part of it that he read.
struct SeenPlate {
    registry::Plate plate;
    bool partial = false;
};
[[nodiscard]] Result<SeenPlate> read_seen_plate(std::string_view text, std::string_view colour,
                                                const registry::Registry& registry, std::string_view home,
                                                Time now);

// The vehicle with this plate in this colour; else the only one with these characters, when no register knows
// it and nobody has told its colour yet.
std::optional<VehicleId> find_exactly(const registry::Plate& plate, const registry::Registry& registry);

// The other colours in which these characters are known, registered or not: other vehicles.
std::vector<registry::PlateColour> other_colours(const registry::Plate& plate,
                                                 const registry::Registry& registry);

// The colours in which these characters are registered at that time.
std::vector<registry::PlateColour> registered_colours(std::string_view normalised,
                                                      const registry::Registry& registry, Time now);

// Which vehicles a list names.
using Listed = std::function<bool(VehicleId)>;

// Vehicles that may be the one of whose plate a part was read, at most `limit`.
std::vector<VehicleId> vehicles_holding(const registry::Plate& part, const registry::Registry& registry,
                                        std::size_t limit, const Listed& listed);

// Vehicles that somebody may mean who has typed this much, at most `limit`: those whose plate begins with it,
// then, from three characters on, those that hold it anywhere: a witness often saw the end. '?' stands for a
// character that was not read.
std::vector<VehicleId> vehicles_like(std::string_view typed, const registry::Registry& registry,
                                     std::string_view home, std::size_t limit, const Listed& listed);

}  // namespace husong::http
