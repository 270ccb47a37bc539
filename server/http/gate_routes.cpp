// The pages of a school's gate.
#include "server/http/route.hpp"

namespace husong::http {

std::span<const Route> gate_routes() { return {}; }

}  // namespace husong::http
