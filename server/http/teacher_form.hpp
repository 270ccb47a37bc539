// What a class teacher typed into the form of a part of her class.
#pragma once

#include "server/http/message.hpp"
#include "server/http/teacher_deed.hpp"
#include "server/pages/teacher.hpp"

#include <span>
#include <vector>

namespace husong::http {

struct TypedGroup {
    std::vector<pages::PupilPart> parts;  // of the pupils that the form showed, with what is wrong with them
    std::vector<WayTold> told;            // what can be stored
};

// `pupils`: of the whole class, as known now; pupils without a part in the form, or of whom nothing was
// chosen, are told nothing of.
TypedGroup read_group(const Request& request, std::span<const ways::PupilWays> pupils,
                      const registry::Registry& registry);

// Everything that is kept from before, told anew; `faults` names what cannot be, by the pupil's number.
std::vector<WayTold> told_as_before(std::span<const ways::PupilWays> pupils,
                                    const registry::Registry& registry, Time now,
                                    std::vector<pages::FormFault>& faults);

}  // namespace husong::http
