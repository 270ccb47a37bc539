#include "db/csv.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <iconv.h>
#include <optional>

namespace husong::db {

namespace {

constexpr std::size_t longest_file_bytes = 64UL * 1024 * 1024;  // a county's register has a few hundred kB

class Parser {
public:
    explicit Parser(std::string_view text) : text_{text} {}

    Result<std::vector<CsvRow>> run() {
        std::vector<CsvRow> rows;
        while (at_ < text_.size()) {
            auto row = take_row();
            if (!row) return row.error();
            if (!row->blank()) rows.push_back(std::move(*row));
        }
        return rows;
    }

private:
    Result<CsvRow> take_row() {
        CsvRow row;
        row.line = line_;
        do {
            auto cell = next_is('"') ? take_quoted() : take_plain();
            if (!cell) return cell.error();
            row.cells.push_back(std::move(*cell));
        } while (take(','));
        if (!take_line_end()) return mistake("a quoted cell goes on after its closing quote");
        return row;
    }

    Result<std::string> take_plain() {
        const std::size_t end = std::min(text_.find_first_of(",\r\n\"", at_), text_.size());
        std::string cell{text_.substr(at_, end - at_)};
        at_ = end;
        if (next_is('"')) return mistake("a quote stands inside a cell that is not quoted");
        return cell;
    }

    Result<std::string> take_quoted() {
        const Error open = mistake("a quote is not closed");
        std::string cell;
        take('"');
        for (;;) {
            const std::size_t end = text_.find_first_of("\"\n", at_);
            if (end == std::string_view::npos) return open;
            cell.append(text_.substr(at_, end - at_));
            at_ = end;
            if (take('\n')) {
                cell.push_back('\n');
                begin_line();
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
        begin_line();
        return true;
    }

    void begin_line() {
        ++line_;
        line_start_ = at_;
    }
    [[nodiscard]] bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
    bool take(char c) {
        if (!next_is(c)) return false;
        ++at_;
        return true;
    }
    [[nodiscard]] Error mistake(std::string_view what) const {
        return {ErrorCode::malformed,
                fmt::format("line {}, byte {}: {}", line_, at_ - line_start_ + 1, what)};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t line_start_ = 0;
};

// The text converted to UTF-8, or nothing when it is not of that encoding.
std::optional<std::string> convert(std::string_view bytes, const char* encoding) {
    const iconv_t handle = iconv_open("UTF-8", encoding);
    if (handle == iconv_t(-1)) return std::nullopt;  // NOLINT(performance-no-int-to-ptr): iconv's own sign
    std::string utf8(bytes.size() * 2 + 4, '\0');    // two bytes of GB18030 become three, four stay four
    char* from = const_cast<char*>(bytes.data());    // iconv's signature; it does not write there
    char* to = utf8.data();
    std::size_t left = bytes.size();
    std::size_t room = utf8.size();
    const bool converted = iconv(handle, &from, &left, &to, &room) != std::size_t(-1);
    iconv_close(handle);
    if (!converted) return std::nullopt;
    utf8.resize(utf8.size() - room);
    return utf8;
}

}  // namespace

Result<std::vector<CsvRow>> parse_csv(std::string_view text) {
    if (text.size() > longest_file_bytes)
        return Error{ErrorCode::malformed, "the file is larger than 64 MiB"};
    return Parser{text}.run();
}

Result<std::string> as_utf8(std::string_view bytes) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
    if (auto utf8 = convert(bytes, "UTF-8")) return std::move(*utf8);
    if (auto utf8 = convert(bytes, "GB18030")) return std::move(*utf8);
    return Error{ErrorCode::malformed, "the file is neither UTF-8 nor GB18030"};
}

}  // namespace husong::db
