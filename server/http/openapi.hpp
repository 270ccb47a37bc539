// The API's own description (OpenAPI 3.1), made from the route tables and the schemas that requests and
// answers are held to.
#pragma once

#include "server/http/json_schema.hpp"
#include "server/http/message.hpp"
#include "server/http/router.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <span>

namespace husong::http {

// Every schema of the API.
std::span<const NamedSchema> api_schemas();

boost::json::object openapi_document(const Router& router, const Schemas& schemas);

// Holds a request's parameters to the route's row. The first violation, or none.
std::optional<Violation> check_parameters(const Route& route, const Request& request, const Schemas& schemas);

}  // namespace husong::http
