#include "server/http/schedule_links.hpp"

#include "server/access/secret.hpp"
#include "server/http/url.hpp"

#include <fmt/core.h>

namespace husong::http {

namespace {

constexpr std::size_t key_digits = 32;

std::string_view folder_of(reports::CalendarOf kind) {
    return kind == reports::CalendarOf::school ? "schools" : "lines";
}

}  // namespace

Result<std::string> calendar_key(reports::CalendarOf kind, std::string_view code, db::Reader& reader) {
    const auto secret = reader.server_secret("calendar");
    if (!secret) return secret.error();
    return access::hash_secret(fmt::format("{}/{}/{}", *secret, folder_of(kind), code)).substr(0, key_digits);
}

Result<std::string> calendar_path(reports::CalendarOf kind, std::string_view code, db::Reader& reader) {
    const auto key = calendar_key(kind, code, reader);
    if (!key) return key.error();
    return fmt::format("/calendar/{}/{}/{}.ics", folder_of(kind), percent_encode(code), *key);
}

}  // namespace husong::http
