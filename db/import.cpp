#include "db/import.hpp"

#include "db/csv.hpp"
#include "db/import_tables.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace husong::db {

namespace {

using registry::RegistryRows;

constexpr std::size_t longest_cell_bytes = 500;
constexpr std::size_t no_column = 0;

class Problems {
public:
    explicit Problems(ParsedRegister& parsed) : parsed_{parsed} {}
    void add(Problem problem) {
        if (++parsed_.problem_count <= most_problems_shown) parsed_.problems.push_back(std::move(problem));
    }
    [[nodiscard]] bool none() const { return parsed_.problem_count == 0; }

private:
    ParsedRegister& parsed_;
};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// What is wrong with any text, whatever the column.
std::string reason_against(std::string_view text) {
    if (text.size() > longest_cell_bytes) return fmt::format("is longer than {} bytes", longest_cell_bytes);
    const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; };
    if (std::any_of(text.begin(), text.end(), is_control)) return "holds a control character";
    return {};
}

// Reads the rows of one register's file.
template <class T>
class RegisterParser {
public:
    RegisterParser(const ImportTable<T>& table, ParsedRegister& parsed) : table_{table}, problems_{parsed} {}

    void run(const std::vector<CsvRow>& csv, RegistryRows& rows) {
        if (csv.empty()) return problems_.add({1, no_column, {}, "the file has no header"});
        read_header(csv.front());
        if (!problems_.none()) return;
        for (std::size_t i = 1; i < csv.size(); ++i) read_row(csv[i]);
        check_overlaps();
        if (problems_.none()) append_to(rows);
    }

private:
    struct Line {
        std::size_t number = 0;
        Draft<T> draft;
    };

    void read_header(const CsvRow& header) {
        for (std::size_t i = 0; i < header.cells.size(); ++i) {
            const std::string_view name = trimmed(header.cells[i]);
            const Field<T>* field = find_field(name);
            if (!field)
                problems_.add({header.line, i + 1, std::string{name}, "no such column in this register"});
            else if (std::find(columns_.begin(), columns_.end(), field) != columns_.end())
                problems_.add({header.line, i + 1, std::string{name}, "the column is there twice"});
            columns_.push_back(field);
        }
        for (const Field<T>& field : table_.fields)
            if (field.info.required && std::find(columns_.begin(), columns_.end(), &field) == columns_.end())
                problems_.add(
                    {header.line, no_column, std::string{field.info.name}, "the column is missing"});
    }

    [[nodiscard]] const Field<T>* find_field(std::string_view name) const {
        for (const Field<T>& field : table_.fields)
            if (field.info.name == name || field.info.name_zh == name) return &field;
        return nullptr;
    }

    void read_row(const CsvRow& row) {
        if (row.cells.size() != columns_.size())
            return problems_.add(
                {row.line, std::min(row.cells.size(), columns_.size()) + 1, name_of_column(row.cells.size()),
                 fmt::format("has {} cells, the header has {}", row.cells.size(), columns_.size())});
        Draft<T> draft;
        bool good = true;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            std::string reason = read_cell(*columns_[i], trimmed(row.cells[i]), draft);
            if (reason.empty()) continue;
            good = false;
            problems_.add({row.line, i + 1, std::string{columns_[i]->info.name}, std::move(reason)});
        }
        if (!good) return;
        std::string reason = table_.finish(draft);
        if (reason.empty() && draft.row.valid_from >= draft.row.valid_until)
            return problems_.add(problem_in(row.line, "valid_until", "valid_until is before valid_from"));
        if (!reason.empty()) return problems_.add({row.line, no_column, {}, std::move(reason)});
        lines_.push_back({row.line, std::move(draft)});
    }

    // Told by the register's own name of the column, wherever in the file it is.
    [[nodiscard]] Problem problem_in(std::size_t line, std::string_view name, std::string reason) const {
        const auto found = std::find_if(columns_.begin(), columns_.end(),
                                        [&](const Field<T>* field) { return field->info.name == name; });
        const bool there = found != columns_.end();
        return {line, there ? static_cast<std::size_t>(found - columns_.begin()) + 1 : no_column,
                std::string{name}, std::move(reason)};
    }

    // The column at which a row of so many cells leaves its header.
    [[nodiscard]] std::string name_of_column(std::size_t index) const {
        return index < columns_.size() ? std::string{columns_[index]->info.name} : std::string{};
    }

    static std::string read_cell(const Field<T>& field, std::string_view text, Draft<T>& draft) {
        if (text.empty()) return field.info.required ? "is empty" : std::string{};
        std::string reason = reason_against(text);
        return reason.empty() ? field.read(text, draft) : reason;
    }

    void check_overlaps() {
        std::map<std::string, std::vector<const Line*>> by_key;
        for (const Line& line : lines_) by_key[table_.key(line.draft)].push_back(&line);
        for (auto& [key, lines] : by_key) {
            std::stable_sort(lines.begin(), lines.end(), [](const Line* a, const Line* b) {
                return a->draft.row.valid_from < b->draft.row.valid_from;
            });
            for (std::size_t i = 1; i < lines.size(); ++i)
                if (lines[i]->draft.row.valid_from < lines[i - 1]->draft.row.valid_until)
                    problems_.add(problem_in(
                        lines[i]->number, "valid_from",
                        fmt::format("'{}' holds at the same time as line {}", key, lines[i - 1]->number)));
        }
    }

    // A plate's id is the store's to give; until then a negative one stands for it.
    static VehicleId provisional_id(RegistryRows& rows, const registry::Plate& plate) {
        const auto next = -static_cast<std::int64_t>(rows.identities.size()) - 1;
        return rows.identities.emplace(plate, VehicleId{next}).first->second;
    }

    void append_to(RegistryRows& rows) {
        for (Line& line : lines_) {
            if (table_.assign) table_.assign(line.draft.row.value, provisional_id(rows, line.draft.plate));
            (rows.*table_.rows).push_back(std::move(line.draft.row));
        }
    }

    const ImportTable<T>& table_;
    Problems problems_;
    std::vector<const Field<T>*> columns_;  // by place in the file
    std::vector<Line> lines_;
};

std::vector<RegisterInfo> make_infos() {
    std::vector<RegisterInfo> infos;
    for_each_import_table([&](const auto& table) {
        RegisterInfo info{table.name, table.name_zh, {}};
        for (const auto& field : table.fields) info.fields.push_back(field.info);
        infos.push_back(std::move(info));
    });
    return infos;
}

}  // namespace

std::span<const RegisterInfo> importable_registers() {
    static const std::vector<RegisterInfo> infos = make_infos();
    return infos;
}

Result<ParsedRegister> parse_register(std::string_view name, std::string_view bytes, RegistryRows& rows) {
    const auto text = as_utf8(bytes);
    if (!text) return text.error();
    const auto csv = parse_csv(*text);
    if (!csv) return csv.error();

    ParsedRegister parsed;
    parsed.row_count = csv->empty() ? 0 : csv->size() - 1;
    bool found = false;
    for_each_import_table([&]<class T>(const ImportTable<T>& table) {
        if (table.name != name) return;
        found = true;
        RegisterParser<T>{table, parsed}.run(*csv, rows);
    });
    if (!found) return Error{ErrorCode::not_found, fmt::format("there is no register '{}'", name)};
    std::stable_sort(parsed.problems.begin(), parsed.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.line < b.line; });
    return parsed;
}

std::string to_text(const Problem& problem) {
    std::string place = fmt::format("line {}", problem.line);
    if (problem.column != no_column) place += fmt::format(", column {}", problem.column);
    if (!problem.field.empty()) place += fmt::format(" ({})", problem.field);
    return fmt::format("{}: {}", place, problem.reason);
}

}  // namespace husong::db
