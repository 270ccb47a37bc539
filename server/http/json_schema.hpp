// The part of JSON Schema 2020-12 that the API's document uses, and the check of a value against it. Requests
// are held to it by the dispatcher, answers by the tests, so that document and behaviour cannot drift apart.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace husong::http {

// One of components/schemas: its name and its text.
struct NamedSchema {
    std::string_view name;
    std::string_view text;
};

struct Violation {
    std::string field;  // records[3].at; empty: the whole value
    std::string what;   // one sentence
};

class Schemas {
public:
    // Throws when a text is no JSON, uses a keyword that check() does not know, or names a schema that is not
    // there.
    explicit Schemas(std::span<const NamedSchema> schemas);

    // The first violation, or none. Throws on a name that is not there.
    [[nodiscard]] std::optional<Violation> check(std::string_view name,
                                                 const boost::json::value& value) const;

    // The same for a schema that stands elsewhere and may refer to these; `at` names the value.
    [[nodiscard]] std::optional<Violation> check(const boost::json::object& schema,
                                                 const boost::json::value& value, std::string_view at) const;

    // All of them, as components/schemas of the document.
    [[nodiscard]] const boost::json::object& components() const { return components_; }

private:
    boost::json::object components_;
};

}  // namespace husong::http
