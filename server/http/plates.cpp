#include "server/http/plates.hpp"

#include <algorithm>

namespace husong::http {

using registry::Plate;
using registry::PlateColour;

namespace {

constexpr std::size_t least_fragment = 3;  // fewer are on half the county's plates

// The vehicle that the store will take this one for when it is told: Writer::identify().
std::optional<VehicleId> find_uncoloured(const Plate& plate, const registry::Registry& registry) {
    const auto known = registry.find_all_colours(plate.text);
    if (known.size() != 1 || registry.plate_of(known.front())->colour != PlateColour::other)
        return std::nullopt;
    if (registry::normalise_plate_part(plate.text)) return std::nullopt;
    const auto& rows = registry.rows().vehicles;
    const bool registered =
        std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.value.id == known.front(); });
    return registered ? std::nullopt : std::optional{known.front()};
}

}  // namespace

std::vector<PlateColour> registered_colours(std::string_view normalised, const registry::Registry& registry,
                                            Time now) {
    std::vector<PlateColour> colours;
    for (const VehicleId vehicle : registry.find_all_colours(normalised))
        if (registry.vehicle(vehicle, now)) colours.push_back(registry.plate_of(vehicle)->colour);
    return colours;
}

Result<Plate> read_plate(std::string_view text, std::string_view colour, const registry::Registry& registry,
                         std::string_view home, Time now) {
    auto normalised = registry::normalise_plate(text, home);
    if (!normalised) return normalised.error();
    Plate plate{std::move(*normalised), PlateColour::other};
    if (const auto told = registry::parse_colour(colour)) plate.colour = registry::colour_group(*told);
    if (plate.colour != PlateColour::other) return plate;

    const auto registered = registered_colours(plate.text, registry, now);
    if (registered.size() == 1) {
        plate.colour = registered.front();
        return plate;
    }
    const auto known = registry.find(plate);
    return known ? *registry.plate_of(*known) : plate;
}

Result<SeenPlate> read_seen_plate(std::string_view text, std::string_view colour,
                                  const registry::Registry& registry, std::string_view home, Time now) {
    if (auto part = registry::normalise_plate_part(text, home)) {
        const auto told = registry::parse_colour(colour);
        return SeenPlate{{std::move(*part), registry::colour_group(told.value_or(PlateColour::other))}, true};
    }
    auto whole = read_plate(text, colour, registry, home, now);
    if (!whole) return whole.error();
    return SeenPlate{std::move(*whole), false};
}

std::optional<VehicleId> find_exactly(const Plate& plate, const registry::Registry& registry) {
    const auto& identities = registry.rows().identities;
    if (const auto found = identities.find(plate); found != identities.end()) return found->second;
    return find_uncoloured(plate, registry);
}

std::vector<PlateColour> other_colours(const Plate& plate, const registry::Registry& registry) {
    std::vector<PlateColour> colours;
    for (const VehicleId vehicle : registry.find_all_colours(plate.text)) {
        const PlateColour colour = registry.plate_of(vehicle)->colour;
        if (colour != plate.colour && colour != PlateColour::other) colours.push_back(colour);
    }
    return colours;
}

std::vector<VehicleId> vehicles_holding(const Plate& part, const registry::Registry& registry,
                                        std::size_t limit, const Listed& listed) {
    std::vector<VehicleId> found;
    for (const auto& [plate, vehicle] : registry.rows().identities) {
        if (found.size() == limit) break;
        if (part.colour != PlateColour::other && part.colour != plate.colour) continue;
        if (registry::plate_holds(plate.text, part.text) && listed(vehicle)) found.push_back(vehicle);
    }
    return found;
}

std::vector<VehicleId> vehicles_like(std::string_view typed, const registry::Registry& registry,
                                     std::string_view home, std::size_t limit, const Listed& listed) {
    const auto part = registry::normalise_plate_part(typed, home);
    if (part && part->find('?') != std::string::npos)
        return vehicles_holding({*part, PlateColour::other}, registry, limit, listed);
    const std::string beginning = registry::normalise_plate_prefix(typed, home);
    std::string_view fragment = beginning;
    if (fragment.starts_with(home)) fragment.remove_prefix(home.size());

    std::vector<VehicleId> found;
    const auto collect = [&](auto matches) {
        for (const auto& [plate, vehicle] : registry.rows().identities) {
            if (found.size() == limit) return;
            if (matches(plate.text) && listed(vehicle)) found.push_back(vehicle);
        }
    };
    collect([&](const std::string& text) { return text.starts_with(beginning); });
    if (fragment.size() >= least_fragment)
        collect([&](const std::string& text) {
            return !text.starts_with(beginning) && text.find(fragment) != std::string::npos;
        });
    return found;
}

}  // namespace husong::http
