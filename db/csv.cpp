#include "db/csv.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iconv.h>
#include <optional>

namespace husong::db {

namespace {

class Parser {
public:
    explicit Parser(std::string_view text) : text_{text} {}

    TextTable run() {
        TextTable result;
        while (at_ < text_.size()) {
            auto row = take_row();
            if (!row) {
                result.fault = std::move(fault_);
                return result;
            }
            if (!row->blank()) result.rows.push_back(std::move(*row));
        }
        return result;
    }

private:
    // Nothing when there is a fault in it; then fault_ says which.
    std::optional<TextRow> take_row() {
        TextRow row;
        row.place.line = line_;
        do {
            fault_ = {line_, row.cells.size() + 1, {}};
            auto cell = next_is('"') ? take_quoted() : take_plain();
            if (!cell) return std::nullopt;
            row.cells.push_back(std::move(*cell));
        } while (take(','));
        if (take_line_end()) return row;
        fault_.reason = fmt::format("the quoted cell goes on after its closing quote{}",
                                    line_ == fault_.line ? "" : fmt::format(" in line {}", line_));
        return std::nullopt;
    }

    std::optional<std::string> take_plain() {
        const std::size_t end = std::min(text_.find_first_of(",\r\n\"", at_), text_.size());
        std::string cell{text_.substr(at_, end - at_)};
        at_ = end;
        if (!next_is('"')) return cell;
        fault_.reason = "a quote stands inside a cell that is not quoted";
        return std::nullopt;
    }

    std::optional<std::string> take_quoted() {
        std::string cell;
        take('"');
        for (;;) {
            const std::size_t end = text_.find_first_of("\"\n", at_);
            if (end == std::string_view::npos) {
                fault_.reason = "the quote that opens here is not closed";
                return std::nullopt;
            }
            cell.append(text_.substr(at_, end - at_));
            at_ = end;
            if (take('\n')) {
                cell.push_back('\n');
                ++line_;
                continue;
            }
            take('"');
            if (!take('"')) return cell;
            cell.push_back('"');
        }
    }

    bool take_line_end() {
        if (at_ == text_.size()) return true;
        take('\r');
        if (!take('\n') && at_ < text_.size()) return false;
        ++line_;
        return true;
    }

    [[nodiscard]] bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
    bool take(char c) {
        if (!next_is(c)) return false;
        ++at_;
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    TextFault fault_;  // of the cell that is being read
};

struct Converted {
    std::string utf8;
    std::size_t read = 0;  // bytes; less than all: the next one is not of that encoding
};

Converted convert(std::string_view bytes, const char* encoding) {
    const iconv_t handle = iconv_open("UTF-8", encoding);
    if (handle == iconv_t(-1)) return {};  // NOLINT(performance-no-int-to-ptr): iconv's own sign
    Converted result;
    result.utf8.resize(bytes.size() * 2 + 4);      // two bytes of GB18030 become three, four stay four
    char* from = const_cast<char*>(bytes.data());  // iconv's signature; it does not write there
    char* to = result.utf8.data();
    std::size_t left = bytes.size();
    std::size_t room = result.utf8.size();
    iconv(handle, &from, &left, &to, &room);
    iconv_close(handle);
    result.utf8.resize(result.utf8.size() - room);
    result.read = bytes.size() - left;
    return result;
}

std::string quoted_cell(std::string_view cell) {
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{cell};
    std::string text{'"'};
    for (const char c : cell) text.append(c == '"' ? 2 : 1, c);
    return text + '"';
}

}  // namespace

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) {
        if (&cell != &cells.front()) line += ',';
        line += quoted_cell(cell);
    }
    return line + "\r\n";
}

TextTable parse_csv(std::string_view text) {
    if (text.size() > longest_file_bytes) return {{}, {}, TextFault{1, 0, "the file is larger than 64 MiB"}};
    return Parser{text}.run();
}

Utf8 as_utf8(std::string_view bytes) {
    if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
    std::size_t read = 0;
    for (const char* encoding : {"UTF-8", "GB18030"}) {
        Converted converted = convert(bytes, encoding);
        if (converted.read == bytes.size()) return {std::move(converted.utf8), 0};
        read = std::max(read, converted.read);
    }
    const auto lines = std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(read), '\n');
    return {{}, static_cast<std::size_t>(lines) + 1};
}

TextTable read_csv(std::string_view bytes) {
    const Utf8 utf8 = as_utf8(bytes);
    if (utf8.wrong_line > 0)
        return {{}, {}, TextFault{utf8.wrong_line, 0, "the text is neither UTF-8 nor GB18030"}};
    return parse_csv(utf8.text);
}

}  // namespace husong::db
