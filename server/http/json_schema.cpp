#include "server/http/json_schema.hpp"

#include "server/base/time.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace husong::http {

namespace json = boost::json;

namespace {

constexpr std::string_view reference_prefix = "#/components/schemas/";

constexpr std::array<std::string_view, 19> known_keywords{
    "$ref",     "type",        "properties", "required",  "additionalProperties",
    "items",    "enum",        "const",      "format",    "minimum",
    "maximum",  "minLength",   "oneOf",      "maxLength", "minItems",
    "maxItems", "description", "example",    "default"};

[[noreturn]] void bad_schema(std::string_view name, std::string_view what) {
    throw std::logic_error(fmt::format("schema {}: {}", name, what));
}

std::string_view text_of(const json::value& value) {
    return {value.as_string().data(), value.as_string().size()};
}

// Walks a schema's text once at start: a keyword that is never checked would be a promise nobody keeps.
void verify(const json::object& schema, std::string_view name, const json::object& components) {
    for (const auto& member : schema) {
        const std::string_view keyword{member.key().data(), member.key().size()};
        const json::value& value = member.value();
        if (std::find(known_keywords.begin(), known_keywords.end(), keyword) == known_keywords.end())
            bad_schema(name, keyword);
        if (keyword == "$ref" && (!text_of(value).starts_with(reference_prefix) ||
                                  !components.contains(text_of(value).substr(reference_prefix.size()))))
            bad_schema(name, text_of(value));
        if (keyword == "format" && text_of(value) != "date-time") bad_schema(name, text_of(value));
        if (keyword == "additionalProperties" && value != json::value(false)) bad_schema(name, keyword);
        if (keyword == "items") verify(value.as_object(), name, components);
        if (keyword == "properties")
            for (const auto& property : value.as_object())
                verify(property.value().as_object(), name, components);
        if (keyword == "oneOf")
            for (const json::value& branch : value.as_array()) verify(branch.as_object(), name, components);
    }
}

class Checker {
public:
    explicit Checker(const json::object& components) : components_{components} {}

    std::optional<Violation> check(const json::object& schema, const json::value& value,
                                   const std::string& at);

private:
    using Check = std::optional<Violation> (Checker::*)(const json::object&, const json::value&,
                                                        const std::string&);

    std::optional<Violation> check_type(const json::object& schema, const json::value& value,
                                        const std::string& at);
    std::optional<Violation> check_fixed(const json::object& schema, const json::value& value,
                                         const std::string& at);
    std::optional<Violation> check_number(const json::object& schema, const json::value& value,
                                          const std::string& at);
    std::optional<Violation> check_text(const json::object& schema, const json::value& value,
                                        const std::string& at);
    std::optional<Violation> check_items(const json::object& schema, const json::value& value,
                                         const std::string& at);
    std::optional<Violation> check_members(const json::object& schema, const json::value& value,
                                           const std::string& at);
    std::optional<Violation> check_branches(const json::object& schema, const json::value& value,
                                            const std::string& at);
    const json::object& resolve(const json::object& schema) const;
    bool may_be(const json::object& branch, const json::value& value) const;

    const json::object& components_;
};

bool is_of_type(const json::value& value, std::string_view type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_bool();
    if (type == "null") return value.is_null();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    return type == "number" && value.is_number();
}

std::string member_path(const std::string& at, std::string_view name) {
    return at.empty() ? std::string{name} : fmt::format("{}.{}", at, name);
}

// Characters as people count them: UTF-8 bytes that do not continue one.
std::size_t length_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::optional<Violation> Checker::check(const json::object& schema_or_reference, const json::value& value,
                                        const std::string& at) {
    static constexpr std::array<Check, 7> checks{
        &Checker::check_type,  &Checker::check_fixed,   &Checker::check_number,  &Checker::check_text,
        &Checker::check_items, &Checker::check_members, &Checker::check_branches};
    const json::object& schema = resolve(schema_or_reference);
    for (const Check one : checks)
        if (auto violation = (this->*one)(schema, value, at)) return violation;
    return std::nullopt;
}

const json::object& Checker::resolve(const json::object& schema) const {
    const json::value* reference = schema.if_contains("$ref");
    if (!reference) return schema;
    return components_.at(text_of(*reference).substr(reference_prefix.size())).as_object();
}

std::optional<Violation> Checker::check_type(const json::object& schema, const json::value& value,
                                             const std::string& at) {
    const json::value* type = schema.if_contains("type");
    if (!type) return std::nullopt;
    if (type->is_string()) {
        if (is_of_type(value, text_of(*type))) return std::nullopt;
        return Violation{at, fmt::format("must be of type {}", text_of(*type))};
    }
    for (const json::value& one : type->as_array())
        if (is_of_type(value, text_of(one))) return std::nullopt;
    return Violation{at, fmt::format("must be of one of the types {}", json::serialize(*type))};
}

std::optional<Violation> Checker::check_fixed(const json::object& schema, const json::value& value,
                                              const std::string& at) {
    if (const json::value* only = schema.if_contains("const"); only && *only != value)
        return Violation{at, fmt::format("must be {}", json::serialize(*only))};
    const json::value* values = schema.if_contains("enum");
    if (!values) return std::nullopt;
    const json::array& allowed = values->as_array();
    if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return std::nullopt;
    return Violation{at, fmt::format("must be one of {}", json::serialize(allowed))};
}

std::optional<Violation> Checker::check_number(const json::object& schema, const json::value& value,
                                               const std::string& at) {
    if (!value.is_number()) return std::nullopt;
    const double number = value.to_number<double>();
    if (const json::value* least = schema.if_contains("minimum");
        least && !(number >= least->to_number<double>()))
        return Violation{at, fmt::format("must be at least {}", json::serialize(*least))};
    if (const json::value* most = schema.if_contains("maximum");
        most && !(number <= most->to_number<double>()))
        return Violation{at, fmt::format("must be at most {}", json::serialize(*most))};
    return std::nullopt;
}

std::optional<Violation> Checker::check_text(const json::object& schema, const json::value& value,
                                             const std::string& at) {
    if (!value.is_string()) return std::nullopt;
    const std::size_t length = length_of(text_of(value));
    if (const json::value* least = schema.if_contains("minLength");
        least && length < least->to_number<std::size_t>())
        return Violation{at, fmt::format("must have at least {} characters", json::serialize(*least))};
    if (const json::value* most = schema.if_contains("maxLength");
        most && length > most->to_number<std::size_t>())
        return Violation{at, fmt::format("must have at most {} characters", json::serialize(*most))};
    if (schema.contains("format") && !parse_time(text_of(value)))
        return Violation{at, "must be a time like 2026-09-01T07:15:30+08:00"};
    return std::nullopt;
}

std::optional<Violation> Checker::check_items(const json::object& schema, const json::value& value,
                                              const std::string& at) {
    if (!value.is_array()) return std::nullopt;
    const json::array& items = value.as_array();
    if (const json::value* least = schema.if_contains("minItems");
        least && items.size() < least->to_number<std::size_t>())
        return Violation{at, fmt::format("must have at least {} items", json::serialize(*least))};
    if (const json::value* most = schema.if_contains("maxItems");
        most && items.size() > most->to_number<std::size_t>())
        return Violation{at, fmt::format("must have at most {} items", json::serialize(*most))};
    const json::value* each = schema.if_contains("items");
    if (!each) return std::nullopt;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (auto violation = check(each->as_object(), items[i], fmt::format("{}[{}]", at, i)))
            return violation;
    return std::nullopt;
}

std::optional<Violation> Checker::check_members(const json::object& schema, const json::value& value,
                                                const std::string& at) {
    if (!value.is_object()) return std::nullopt;
    const json::object& members = value.as_object();
    if (const json::value* required = schema.if_contains("required"))
        for (const json::value& name : required->as_array())
            if (!members.contains(name.as_string()))
                return Violation{member_path(at, text_of(name)), "is missing"};
    const json::value* properties = schema.if_contains("properties");
    if (!properties) return std::nullopt;
    for (const auto& member : members) {
        const std::string path = member_path(at, {member.key().data(), member.key().size()});
        if (const json::value* known = properties->as_object().if_contains(member.key())) {
            if (auto violation = check(known->as_object(), member.value(), path)) return violation;
        } else if (schema.contains("additionalProperties")) {
            return Violation{path, "is not known here"};
        }
    }
    return std::nullopt;
}

// Branches are told apart by their constants (kind), so that the violation is the one of the branch that was
// meant.
std::optional<Violation> Checker::check_branches(const json::object& schema, const json::value& value,
                                                 const std::string& at) {
    const json::value* branches = schema.if_contains("oneOf");
    if (!branches) return std::nullopt;
    for (const json::value& branch : branches->as_array())
        if (may_be(resolve(branch.as_object()), value)) return check(branch.as_object(), value, at);
    return Violation{at, "is none of the kinds that are known here"};
}

bool Checker::may_be(const json::object& branch, const json::value& value) const {
    const json::value* properties = branch.if_contains("properties");
    if (!properties || !value.is_object()) return is_of_type(value, text_of(branch.at("type")));
    for (const auto& property : properties->as_object()) {
        const json::value* only = property.value().as_object().if_contains("const");
        if (!only) continue;
        const json::value* told = value.as_object().if_contains(property.key());
        if (!told || *told != *only) return false;
    }
    return true;
}

}  // namespace

Schemas::Schemas(std::span<const NamedSchema> schemas) {
    for (const NamedSchema& schema : schemas) {
        boost::system::error_code wrong;
        const json::value parsed = json::parse(schema.text, wrong);
        if (wrong || !parsed.is_object()) bad_schema(schema.name, "is no JSON object");
        components_[schema.name] = parsed;
    }
    for (const auto& member : components_)
        verify(member.value().as_object(), {member.key().data(), member.key().size()}, components_);
}

std::optional<Violation> Schemas::check(std::string_view name, const json::value& value) const {
    return check(components_.at(name).as_object(), value, {});
}

std::optional<Violation> Schemas::check(const json::object& schema, const json::value& value,
                                        std::string_view at) const {
    return Checker{components_}.check(schema, value, std::string{at});
}

}  // namespace husong::http
