#include "db/json_rows.hpp"

#include "db/csv.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace husong::db {

namespace {

namespace json = boost::json;
using Failure = json::error_code;

constexpr std::size_t most_columns = 64;       // the widest register has a third
constexpr std::size_t most_entries = 200'000;  // a county has 90,000 pupils

// Takes the parser's events. The text is given to the parser line by line, so that an event is of the line at
// hand.
class RowBuilder {
public:
    static constexpr std::size_t max_object_size = most_columns + 1;  // so that the words are ours
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = 200;
    static constexpr std::size_t max_string_size = longest_file_bytes;

    std::size_t line = 1;
    std::string wrong;  // what is of another form; empty: nothing so far

    [[nodiscard]] TextTable take() {
        for (TextRow& row : table_.rows) {
            row.cells.resize(columns());
            if (row.place.entry > 0) row.told.resize(columns());
        }
        return std::move(table_);
    }

    bool on_document_begin(Failure&) { return true; }
    bool on_document_end(Failure&) { return true; }

    bool on_array_begin(Failure& failure) {
        if (depth_++ == 0) return true;
        return refuse_inner(failure);
    }
    bool on_array_end(std::size_t, Failure&) {
        --depth_;
        return true;
    }
    bool on_object_begin(Failure& failure) {
        if (depth_ == 0) return refuse("is not a list of objects", failure);
        if (depth_++ > 1) return refuse_inner(failure);
        if (table_.rows.empty()) table_.rows.push_back({{line, 0}, {}, {}});
        if (table_.rows.size() > most_entries)
            return refuse(fmt::format("has more than {} entries", most_entries), failure);
        table_.rows.push_back({{line, table_.rows.size()}, {}, {}});
        return true;
    }
    bool on_object_end(std::size_t, Failure&) {
        --depth_;
        return true;
    }

    bool on_key_part(json::string_view part, std::size_t, Failure&) { return gather(part); }
    bool on_key(json::string_view part, std::size_t, Failure& failure) {
        gather(part);
        const std::string name = std::exchange(text_, {});
        auto& names = table_.rows.front().cells;
        column_ = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
        if (column_ == names.size()) {
            if (names.size() == most_columns)
                return refuse(fmt::format("has more than {} names", most_columns), failure);
            names.push_back(name);
            table_.names_at.push_back({line, table_.rows.size() - 1});
        }
        auto& told = table_.rows.back().told;
        if (told.size() <= column_) told.resize(column_ + 1);
        if (told[column_]) return refuse(fmt::format("has '{}' twice", name), failure);
        told[column_] = true;
        return true;
    }

    bool on_string_part(json::string_view part, std::size_t, Failure&) { return gather(part); }
    bool on_string(json::string_view part, std::size_t, Failure& failure) {
        return gather(part) && put(failure);
    }
    bool on_number_part(json::string_view part, Failure&) { return gather(part); }
    bool on_int64(std::int64_t, json::string_view part, Failure& failure) {
        return gather(part) && put(failure);
    }
    bool on_uint64(std::uint64_t, json::string_view part, Failure& failure) {
        return gather(part) && put(failure);
    }
    bool on_double(double, json::string_view part, Failure& failure) { return gather(part) && put(failure); }
    bool on_bool(bool value, Failure& failure) { return gather(value ? "yes" : "no") && put(failure); }
    bool on_null(Failure& failure) { return put(failure); }
    bool on_comment_part(json::string_view, Failure&) { return true; }
    bool on_comment(json::string_view, Failure&) { return true; }

private:
    [[nodiscard]] std::size_t columns() const {
        return table_.rows.empty() ? 0 : table_.rows.front().cells.size();
    }

    bool gather(json::string_view part) {
        text_.append(part.data(), part.size());
        return true;
    }

    bool put(Failure& failure) {
        std::string value = std::exchange(text_, {});
        if (depth_ != 2)
            return refuse(depth_ == 0 ? "is not a list of objects" : "has an entry that is no object",
                          failure);
        auto& cells = table_.rows.back().cells;
        if (cells.size() <= column_) cells.resize(column_ + 1);
        cells[column_] = std::move(value);
        return true;
    }

    bool refuse_inner(Failure& failure) {
        if (depth_ <= 2) return refuse("has an entry that is no object", failure);
        return refuse(fmt::format("has a list or an object in '{}'", table_.rows.front().cells[column_]),
                      failure);
    }

    // False, so that the parser stops; the code only says that it did.
    bool refuse(std::string reason, Failure& failure) {
        wrong = std::move(reason);
        failure = json::make_error_code(json::error::syntax);
        return false;
    }

    TextTable table_;
    std::size_t depth_ = 0;   // 1: in the list, 2: in an object of it
    std::size_t column_ = 0;  // of the value to come
    std::string text_;        // of the name or value that is being read
};

class LineFeed {
public:
    // The reason when the text is not what it should be up to the line's end, else empty.
    std::string feed(std::string_view text, std::size_t number, bool more) {
        if (parser_.done()) {
            const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
            return blank ? std::string{} : "goes on after its end";
        }
        RowBuilder& rows = parser_.handler();
        rows.line = number;
        Failure failure;
        const std::size_t read = parser_.write_some(more, text.data(), text.size(), failure);
        if (!rows.wrong.empty()) return rows.wrong;
        if (failure) return fmt::format("is not JSON: {}", failure.message());
        return parser_.done() ? feed(text.substr(read), number, more) : std::string{};
    }

    TextTable take() { return parser_.handler().take(); }

private:
    json::basic_parser<RowBuilder> parser_{json::parse_options{}};
};

}  // namespace

TextTable read_json_rows(std::string_view bytes) {
    if (bytes.size() > longest_file_bytes) return {{}, {}, TextFault{1, 0, "the file is larger than 64 MiB"}};
    const Utf8 utf8 = as_utf8(bytes);
    if (utf8.wrong_line > 0)
        return {{}, {}, TextFault{utf8.wrong_line, 0, "the text is neither UTF-8 nor GB18030"}};
    LineFeed lines;
    std::string_view rest = utf8.text;
    for (std::size_t number = 1;; ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const bool more = end < rest.size();
        const std::string reason = lines.feed(rest.substr(0, end + (more ? 1 : 0)), number, more);
        if (!reason.empty()) {
            TextTable table = lines.take();
            table.fault = TextFault{number, 0, fmt::format("the file {}; what follows was not read", reason)};
            return table;
        }
        if (!more) break;
        rest.remove_prefix(end + 1);
    }
    TextTable table = lines.take();
    if (table.rows.empty()) table.fault = TextFault{1, 0, "the list is empty"};
    return table;
}

}  // namespace husong::db
