#include "server/http/router.hpp"

#include "server/http/url.hpp"

#include <fmt/core.h>

#include <stdexcept>

namespace husong::http {

namespace {

bool is_argument(std::string_view segment) { return segment.starts_with('{'); }

// The arguments when the path fits the pattern.
std::optional<std::vector<std::string>> fit(std::string_view pattern, std::string_view path) {
    const auto wanted = split_path(pattern);
    const auto given = split_path(path);
    if (wanted.size() != given.size()) return std::nullopt;
    std::vector<std::string> arguments;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!is_argument(wanted[i])) {
            if (wanted[i] != given[i]) return std::nullopt;
            continue;
        }
        auto argument = percent_decode(given[i]);
        if (!argument || argument->empty()) return std::nullopt;
        arguments.push_back(std::move(*argument));
    }
    return arguments;
}

}  // namespace

Router::Router(const std::vector<std::span<const Route>>& tables) {
    for (const auto table : tables)
        for (const Route& route : table) {
            for (const Route* known : routes_)
                if (known->verb == route.verb && known->pattern == route.pattern)
                    throw std::logic_error(
                        fmt::format("two routes {} {}", verb_name(route.verb), route.pattern));
            routes_.push_back(&route);
        }
}

std::optional<Router::Found> Router::find(Verb verb, std::string_view path) const {
    std::optional<Found> found;
    for (const Route* route : routes_) {
        auto arguments = fit(route->pattern, path);
        if (!arguments) continue;
        if (!found) found.emplace();
        if (!found->verbs.empty()) found->verbs += ", ";
        found->verbs += route->verb == Verb::get ? "GET, HEAD" : verb_name(route->verb);
        if (route->verb != verb || found->route) continue;
        found->route = route;
        found->arguments = std::move(*arguments);
    }
    return found;
}

std::uint64_t Router::longest_body(Verb verb, std::string_view path) const {
    for (const Route* route : routes_)
        if (route->longest_body != usual_body && route->verb == verb && fit(route->pattern, path))
            return route->longest_body;
    return usual_body;
}

}  // namespace husong::http
