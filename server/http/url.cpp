#include "server/http/url.hpp"

namespace husong::http {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string with_blanks(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c == '+') c = ' ';
    return out;
}

// Takes what stands before the separator off the front; all of it when there is none.
std::string_view take_until(std::string_view& text, char separator) {
    const auto end = text.find(separator);
    const auto part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return part;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

Result<std::string> percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i]);
            continue;
        }
        const int high = i + 1 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) return Error{ErrorCode::malformed, "a % without two hexadecimal digits"};
        out.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    return out;
}

Result<Fields> parse_form(std::string_view text) {
    Fields fields;
    while (!text.empty()) {
        std::string_view value = take_until(text, '&');
        const std::string_view name = take_until(value, '=');
        if (name.empty() && value.empty()) continue;
        if (fields.size() == most_fields) return Error{ErrorCode::malformed, "more than 64 fields"};
        auto decoded_name = percent_decode(with_blanks(name));
        if (!decoded_name) return decoded_name.error();
        auto decoded_value = percent_decode(with_blanks(value));
        if (!decoded_value) return decoded_value.error();
        fields.emplace_back(std::move(*decoded_name), std::move(*decoded_value));
    }
    return fields;
}

std::vector<std::string_view> split_path(std::string_view path) {
    std::vector<std::string_view> segments;
    if (path.starts_with('/')) path.remove_prefix(1);
    while (!path.empty()) segments.push_back(take_until(path, '/'));
    return segments;
}

std::string_view cookie_value(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        std::string_view value = take_until(header, ';');
        if (trimmed(take_until(value, '=')) == name) return trimmed(value);
    }
    return {};
}

}  // namespace husong::http
