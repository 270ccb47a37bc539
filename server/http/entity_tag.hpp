// An answer that a client may have already.
#pragma once

#include "server/http/message.hpp"

namespace husong::http {

// With its ETag, of its body or of what is told of it; 304 without a body when the request names that tag.
// Clients keep it but ask again each time.
Response tagged(const Request& request, Response response);
Response tagged(const Request& request, Response response, std::string_view content);

}  // namespace husong::http
