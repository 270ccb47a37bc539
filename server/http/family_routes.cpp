// The page behind a guardian's link.
#include "server/http/route.hpp"

namespace husong::http {

std::span<const Route> family_routes() { return {}; }

}  // namespace husong::http
