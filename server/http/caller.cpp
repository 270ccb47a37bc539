#include "server/http/caller.hpp"

#include "server/access/secret.hpp"
#include "server/http/services.hpp"
#include "server/http/url.hpp"

#include <fmt/core.h>

namespace husong::http {

namespace {

using Key = Door::Key;

constexpr std::string_view bearer = "Bearer ";

// Device and secret of the header; nothing when it has another form.
std::optional<std::pair<std::string_view, std::string_view>> split_bearer(std::string_view header) {
    if (!header.starts_with(bearer)) return std::nullopt;
    header.remove_prefix(bearer.size());
    const auto colon = header.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == header.size()) return std::nullopt;
    return std::pair{header.substr(0, colon), header.substr(colon + 1)};
}

Response nobody_known(bool as_device, std::string_view header) {
    if (!as_device) return problem(Problem{401, "nobody is signed in", {}});
    const char* detail =
        split_bearer(header)
            ? "no such device, or its secret is wrong"
            : "Authorization must be: Bearer DEVICE:SECRET, as husongctl device add gives them";
    Response response = problem(Problem{401, detail, {}});
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

bool changes_something(Verb verb) { return verb != Verb::get; }

// The account whose live session the cookie names; nobody when there is none.
Result<Caller> find_account(const Request& request, db::Reader& reader) {
    const std::string_view token = cookie_value(request.headers.cookie, session_cookie);
    if (token.empty()) return Caller{};
    std::string hash = access::hash_secret(token);
    const auto session = reader.session(hash);
    if (!session) return session.error();
    if (!*session || (*session)->expires_at <= request.received_at) return Caller{};
    auto account = reader.account((*session)->account);
    if (!account) return account.error();
    if (!*account || (*account)->disabled) return Caller{};
    return Caller{.account = std::move(*account),
                  .device = {},
                  .session = std::move(hash),
                  .session_ends = (*session)->expires_at};
}

Result<Caller> find_bearer(const Request& request, db::Reader& reader) {
    const auto token = split_bearer(request.headers.authorization);
    if (!token) return Caller{};
    auto device = find_device(token->first, token->second, reader);
    if (!device && device.error().code == ErrorCode::denied) return Caller{};
    if (!device) return device.error();
    return Caller{.account = {}, .device = std::move(*device), .session = {}, .session_ends = {}};
}

// The access table's row, and for a device what its own key adds to it.
bool may(const Caller& caller, const Door& door) {
    if (!access::may(caller.role(), door.resource, door.action)) return false;
    if (!caller.device) return true;
    if (door.resource == access::Resource::sighting) return caller.device->may_sight;
    return caller.device->may_report_positions || caller.device->may_count;
}

// A browser sends the cookie for any site that asks; only our own pages know how to ask.
std::optional<Response> refuse_forged(const Route& route, const Request& request, const Caller& caller) {
    if (!route.form && request.headers.csrf != "1")
        return problem(Problem{403, "the header X-Husong: 1 is missing", {}});
    if (route.form && !access::secret_matches("form " + caller.session, request.form_field("token")))
        return problem(Problem{403, "this form is not of your session; load the page again", {}});
    return std::nullopt;
}

}  // namespace

Result<access::DeviceKey> find_device(std::string_view name, std::string_view secret, db::Reader& reader) {
    auto device = reader.device_key(name);
    if (!device) return device.error();
    const std::string_view hash = *device ? std::string_view{(*device)->secret_hash} : std::string_view{};
    if (!access::secret_matches(secret, hash))
        return Error{ErrorCode::denied, "no such device, or its secret is wrong"};
    return std::move(**device);
}

std::string session_cookie_of(std::string_view token, std::chrono::seconds lifetime,
                              const Services& services) {
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", session_cookie, token,
                       lifetime.count(), services.secure_cookies ? "; Secure" : "");
}

std::string form_token(std::string_view session) {
    return access::hash_secret("form " + std::string{session});
}

namespace {

std::optional<Response> keep_out(const Route& route, Request& request, db::Reader& reader) {
    const Key key = route.door.key;
    if (key == Key::none || key == Key::own) return std::nullopt;

    const std::string_view header = request.headers.authorization;
    const bool as_device = key == Key::device || (key == Key::either && !header.empty());
    Result<Caller> caller = as_device ? find_bearer(request, reader) : find_account(request, reader);
    if (!caller) return problem(caller.error());
    if (!caller->account && !caller->device)
        return route.sign_in.empty()
                   ? nobody_known(as_device, header)
                   : redirect_to(std::string{route.sign_in} +
                                 (route.door.action == access::Action::create ? "?lost=1" : ""));
    if (caller->account && changes_something(route.verb))
        if (auto forged = refuse_forged(route, request, *caller)) return forged;
    if (key != Key::account && caller->account && !caller->account->scope.empty() && !route.door.of_scope)
        return problem(Problem{403, "this account is limited to one school, operator or person", {}});
    if (key != Key::account && !may(*caller, route.door))
        return problem(Problem{403, "this is not for your role", {}});
    request.caller = std::move(*caller);
    return std::nullopt;
}

}  // namespace

std::optional<Response> refuse(const Route& route, Request& request, db::Reader& reader) {
    auto refused = keep_out(route, request, reader);
    const bool for_eyes = !route.sign_in.empty() && refused && refused->status == 403;
    return for_eyes ? closed_page(403) : std::move(refused);
}

}  // namespace husong::http
