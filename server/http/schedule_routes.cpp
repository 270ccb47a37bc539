// The published schedule: as data, and as calendars.
#include "server/http/route.hpp"

namespace husong::http {

std::span<const Route> schedule_routes() { return {}; }

}  // namespace husong::http
