// Schemas of what the police read: the check of a vehicle, findings and their evidence.
#pragma once

#include "server/http/openapi.hpp"

namespace husong::http {

std::span<const NamedSchema> police_schemas();
std::span<const NamedSchema> finding_schemas();

}  // namespace husong::http
