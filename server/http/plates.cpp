#include "server/http/plates.hpp"

namespace husong::http {

using registry::Plate;
using registry::PlateColour;

Result<Plate> read_plate(std::string_view text, std::string_view colour, const registry::Registry& registry,
                         std::string_view home, Time now) {
    auto normalised = registry::normalise_plate(text, home);
    if (!normalised) return normalised.error();
    Plate plate{std::move(*normalised), PlateColour::other};
    if (const auto told = registry::parse_colour(colour)) plate.colour = registry::colour_group(*told);
    if (plate.colour != PlateColour::other) return plate;

    if (const auto registered = registered_colours(plate.text, registry, now); registered.size() == 1) {
        plate.colour = registered.front();
        return plate;
    }
    const auto known = registry.find(plate);
    const Plate* only = known ? registry.plate_of(*known) : nullptr;
    return only ? *only : plate;
}

std::vector<PlateColour> registered_colours(std::string_view normalised, const registry::Registry& registry,
                                            Time now) {
    std::vector<PlateColour> colours;
    for (const VehicleId vehicle : registry.find_all_colours(normalised))
        if (registry.vehicle(vehicle, now)) colours.push_back(registry.plate_of(vehicle)->colour);
    return colours;
}

}  // namespace husong::http
