// Who asks: finds out from cookie or device secret, and whether he may.
#pragma once

#include "db/store.hpp"
#include "server/http/route.hpp"

namespace husong::http {

inline constexpr std::string_view session_cookie = "husong_session";

// The cookie that carries a session's token; an empty one takes it away.
std::string session_cookie_of(std::string_view token, std::chrono::seconds lifetime,
                              const Services& services);

// Lets the caller in through the route's door, or says why not.
[[nodiscard]] std::optional<Response> refuse(const Route& route, Request& request, db::Reader& reader);

// What every form of a session's pages carries as `token`: another site cannot know it.
std::string form_token(std::string_view session);

// The device of that name, when the secret is its own. Errors: denied, unavailable.
[[nodiscard]] Result<access::DeviceKey> find_device(std::string_view name, std::string_view secret,
                                                    db::Reader& reader);

}  // namespace husong::http
