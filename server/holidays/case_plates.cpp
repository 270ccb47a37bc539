#include "server/holidays/case_plates.hpp"

#include "server/registry/plate.hpp"

#include <algorithm>

namespace husong::holidays {

std::string plate_in(const coordination::Case& question, std::string_view typed) {
    auto plate = registry::normalise_plate(typed);
    const bool known = plate && std::ranges::find(question.vehicles, *plate, &coordination::Vehicle::plate) !=
                                    question.vehicles.end();
    return known ? std::move(*plate) : std::string{typed};
}

}  // namespace husong::holidays
