// Schemas of what is read: the check of a vehicle, findings and their evidence, the published schedule,
// coordinated holidays.
#pragma once

#include "server/http/openapi.hpp"

namespace husong::http {

std::span<const NamedSchema> police_schemas();
std::span<const NamedSchema> finding_schemas();
std::span<const NamedSchema> schedule_schemas();
std::span<const NamedSchema> holiday_schemas();
std::span<const NamedSchema> holiday_answer_schemas();
std::span<const NamedSchema> holiday_planning_schemas();

}  // namespace husong::http
