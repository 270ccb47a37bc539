// CSV as the register's import reads it: RFC 4180 with \n.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace husong::device_sim {

class CsvWriter {
public:
    explicit CsvWriter(std::string header) : text_{std::move(header) + "\n"} {}

    void row(std::initializer_list<std::string_view> fields) {
        bool first = true;
        for (const auto field : fields) {
            if (!first) text_ += ',';
            first = false;
            add(field);
        }
        text_ += '\n';
    }
    std::string text() && { return std::move(text_); }

private:
    void add(std::string_view field) {
        if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
            text_ += field;
            return;
        }
        text_ += '"';
        for (const char c : field) {
            if (c == '"') text_ += '"';
            text_ += c;
        }
        text_ += '"';
    }

    std::string text_;
};

}  // namespace husong::device_sim
