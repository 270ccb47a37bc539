// Finds the route of a request.
#pragma once

#include "server/http/route.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace husong::http {

class Router {
public:
    // Later tables follow earlier ones; two routes with the same verb and pattern are a bug and throw.
    explicit Router(const std::vector<std::span<const Route>>& tables);

    struct Found {
        const Route* route = nullptr;        // nullptr: the path is known, the verb is not
        std::vector<std::string> arguments;  // decoded, in the pattern's order
        std::string verbs;                   // known for this path: "GET, HEAD, POST"
    };
    // None: no route has such a path, or an argument is not decodable.
    [[nodiscard]] std::optional<Found> find(Verb verb, std::string_view path) const;

    // Of a request there, in bytes.
    [[nodiscard]] std::uint64_t longest_body(Verb verb, std::string_view path) const;

    [[nodiscard]] const std::vector<const Route*>& routes() const { return routes_; }

private:
    std::vector<const Route*> routes_;
};

}  // namespace husong::http
