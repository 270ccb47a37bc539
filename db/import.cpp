#include "db/import.hpp"

#include "db/csv.hpp"
#include "db/json_rows.hpp"
#include "db/rows_before.hpp"
#include "server/base/controls.hpp"
#include "server/registry/plate_shape.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace husong::db {

namespace {

using registry::RegistryRows;

constexpr std::size_t longest_cell_bytes = 500;
constexpr std::size_t no_column = 0;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

template <class All, class U>
bool contains(const All& all, const U& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

// What is wrong with any text, whatever the column.
std::string reason_against(std::string_view text) {
    if (text.size() > longest_cell_bytes) return fmt::format("is longer than {} bytes", longest_cell_bytes);
    if (has_controls(text)) return "holds a control character";
    return {};
}

std::string name_of(RowPlace place) {
    if (place.entry == 0) return fmt::format("line {}", place.line);
    return fmt::format("line {}, entry {}", place.line, place.entry);
}

// Columns are places of a CSV line; in a JSON file the field's name says where.
Problem problem_at(RowPlace place, std::size_t column, std::string_view name, std::string reason) {
    return {place.line, place.entry == 0 ? column : no_column, std::string{name}, std::move(reason),
            place.entry};
}

template <class T>
Flaw validity_flaw(const registry::Versioned<T>& row) {
    return {"valid_until", row.valid_from < row.valid_until ? "" : "valid_until is before valid_from"};
}

// Reads the rows of one register's file.
template <class T>
class RegisterParser {
public:
    RegisterParser(const ImportTable<T>& table, ParsedRegister& parsed, const KnownRows& known)
        : table_{table}, parsed_{parsed}, at_{known.at} {
        if (known.rows) known_ = drafts_by_key(table, *known.rows);
    }

    void run(const TextTable& text, RegistryRows& rows) {
        if (text.fault) add_fault(*text.fault);
        if (text.rows.empty() && !text.fault) parsed_.add({1, no_column, {}, "the file has no header"});
        if (text.rows.empty() || !read_header(text)) {
            parsed_.keys_complete = false;
            return;
        }
        for (std::size_t i = 1; i < text.rows.size(); ++i) read_row(text.rows[i]);
        check_overlaps();
        if (parsed_.problem_count == 0) append_to(rows);
    }

private:
    struct Line {
        RowPlace place;
        Draft<T> draft;
        bool keeps_later = false;  // the known rows that follow it stay
    };

    void add_fault(const TextFault& fault) {
        const char* not_read = fault.column != no_column ? "; what follows was not read" : "";
        parsed_.keys_complete = false;
        parsed_.add({fault.line, fault.column, {}, fault.reason + not_read});
    }

    // False: the columns are not those of the register.
    bool read_header(const TextTable& text) {
        const TextRow& header = text.rows.front();
        const std::size_t before = parsed_.problem_count;
        for (std::size_t i = 0; i < header.cells.size(); ++i) {
            const std::string_view name = trimmed(header.cells[i]);
            const RowPlace place = text.names_at.empty() ? header.place : text.names_at[i];
            const Field<T>* field = find_field(name);
            if (!field)
                parsed_.add(problem_at(place, i + 1, name, "no such column in this register"));
            else if (contains(columns_, field))
                parsed_.add(problem_at(place, i + 1, name, "the column is there twice"));
            columns_.push_back(field);
            parsed_.columns.emplace_back(field ? field->info.name : name);
        }
        for (const Field<T>& field : table_.fields)
            if (field.info.required && !contains(columns_, &field))
                parsed_.add(problem_at(header.place, no_column, field.info.name, "the column is missing"));
        return parsed_.problem_count == before;
    }

    [[nodiscard]] const Field<T>* find_field(std::string_view name) const {
        for (const Field<T>& field : table_.fields)
            if (field.info.name == name || field.info.name_zh == name) return &field;
        return nullptr;
    }

    void read_row(const TextRow& row) {
        if (row.cells.size() != columns_.size()) {
            parsed_.keys_complete = false;
            return parsed_.add(problem_at(
                row.place, std::min(row.cells.size(), columns_.size()) + 1, name_of_column(row.cells.size()),
                fmt::format("has {} cells, the header has {}", row.cells.size(), columns_.size())));
        }
        Line line{row.place, {}};
        const auto bad = read_cells(row, line.draft);
        if (bad.empty()) keep_untold(row, line);
        note_names(row.place, bad, line.draft);
        if (bad.empty() && finish(row, line.draft)) lines_.push_back(std::move(line));
    }

    [[nodiscard]] bool tells(const TextRow& row, std::string_view name) const {
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (columns_[i]->info.name == name) return row.tells(i);
        return false;
    }

    // What the row does not tell stays as it is known; the period only of a row that has not ended.
    void keep_untold(const TextRow& row, Line& line) const {
        const auto known = known_.find(table_.key(line.draft));
        if (known == known_.end()) return;
        const bool dated = tells(row, "valid_from") || line.draft.row.valid_from != Time{};
        const Time at = dated ? line.draft.row.valid_from : at_;
        const Draft<T>& before = *nearest<T>(known->second, at);
        if (table_.alone && before.row.valid_from != at) return;
        const bool in_force = at < before.row.valid_until;
        for (const Field<T>& field : table_.fields) {
            const std::string_view name = field.info.name;
            const bool is_period = name == "valid_from" || name == "valid_until";
            if (tells(row, name) || contains(table_.key_fields, name) || (is_period && !in_force)) continue;
            // What an export wrote is read: no reason to expect.
            if (const std::string text = field.cell.write(before); !text.empty())
                field.cell.read(text, line.draft);
        }
        line.keeps_later = in_force && !tells(row, "valid_until");
    }

    // Returns the columns whose cells are wrong.
    std::vector<std::string_view> read_cells(const TextRow& row, Draft<T>& draft) {
        std::vector<std::string_view> bad;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const FieldInfo& info = columns_[i]->info;
            std::string reason = read_cell(*columns_[i], trimmed(row.cells[i]), draft);
            if (reason.empty()) continue;
            bad.push_back(info.name);
            parsed_.add(problem_at(row.place, i + 1, info.name, std::move(reason)));
        }
        return bad;
    }

    // What the row is about and what it refers to, as far as it can be read.
    void note_names(RowPlace place, const std::vector<std::string_view>& bad, const Draft<T>& draft) {
        const auto good = [&](std::string_view field) { return !contains(bad, field); };
        if (std::all_of(table_.key_fields.begin(), table_.key_fields.end(), good))
            parsed_.keys.push_back(table_.key(draft));
        else
            parsed_.keys_complete = false;
        const auto refer = [&](std::string_view field, std::string_view target, std::string key) {
            if (!key.empty())
                parsed_.references.push_back({target, std::move(key), problem_in(place, field, {})});
        };
        for (const Link<T>& link : table_.links)
            if (good(link.field))
                for (std::string& key : link.keys(draft.row.value))
                    refer(link.field, link.register_name, std::move(key));
        if (table_.assign && !table_.any_vehicle && good("plate") && good("colour"))
            refer("plate", vehicles_table.name, vehicle_key(draft.plate));
    }

    // False: the cells do not go together.
    bool finish(const TextRow& row, Draft<T>& draft) {
        const bool has_plate = !draft.plate.text.empty();
        const Flaw flaws[] = {{"plate", has_plate ? registry::colour_flaw(draft.plate) : std::string{}},
                              validity_flaw(draft.row),
                              table_.finish ? table_.finish(draft) : Flaw{}};
        bool good = true;
        for (const Flaw& flaw : flaws) {
            if (flaw.reason.empty()) continue;
            good = false;
            const bool kept = known_.contains(table_.key(draft)) && !tells(row, flaw.field);
            const char* why = kept ? "; the file does not tell it, so that it stays as it is known" : "";
            parsed_.add(problem_in(row.place, flaw.field, flaw.reason + why));
        }
        return good;
    }

    [[nodiscard]] Problem problem_in(RowPlace place, std::string_view name, std::string reason) const {
        return parsed_.problem_of(place, name, std::move(reason));
    }

    // The column at which a row of so many cells leaves its header.
    [[nodiscard]] std::string name_of_column(std::size_t index) const {
        return index < columns_.size() ? std::string{columns_[index]->info.name} : std::string{};
    }

    static std::string read_cell(const Field<T>& field, std::string_view text, Draft<T>& draft) {
        if (text.empty()) return field.info.required ? "is empty" : std::string{};
        std::string reason = reason_against(text);
        return reason.empty() ? field.cell.read(text, draft) : reason;
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
                    parsed_.add(problem_in(
                        lines[i]->place, "valid_from",
                        fmt::format("'{}' holds at the same time as {}", key, name_of(lines[i - 1]->place))));
        }
    }

    // A plate's id is the store's to give; until then a negative one stands for it.
    static VehicleId provisional_id(RegistryRows& rows, const registry::Plate& plate) {
        const auto next = -static_cast<std::int64_t>(rows.identities.size()) - 1;
        return rows.identities.emplace(plate, VehicleId{next}).first->second;
    }

    void append_to(RegistryRows& rows) {
        std::map<std::string, std::size_t> told;
        for (const Line& line : lines_) ++told[table_.key(line.draft)];
        for (Line& line : lines_) {
            const std::string key = table_.key(line.draft);
            const Time until = line.draft.row.valid_until;
            append(rows, std::move(line.draft), line.place);
            if (!line.keeps_later || told[key] > 1) continue;  // a file with several rows tells them all
            for (const Draft<T>& later : known_[key])
                if (until <= later.row.valid_from) append(rows, later, {});
        }
    }
    void append(RegistryRows& rows, Draft<T> draft, RowPlace place) {
        parsed_.places.push_back(place);
        if (table_.assign && !draft.plate.text.empty())
            table_.assign(draft.row.value, provisional_id(rows, draft.plate));
        (rows.*table_.rows).push_back(std::move(draft.row));
    }

    const ImportTable<T>& table_;
    ParsedRegister& parsed_;
    Time at_;
    std::map<std::string, Drafts<T>> known_;  // by key, by valid_from
    std::vector<const Field<T>*> columns_;    // by place in the file
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

// Told by the register's own name of the column, wherever in the file it is.
Problem ParsedRegister::problem_of(RowPlace place, std::string_view field, std::string reason) const {
    const auto found = std::find(columns.begin(), columns.end(), field);
    const auto column =
        found == columns.end() ? no_column : static_cast<std::size_t>(found - columns.begin()) + 1;
    return problem_at(place, column, field, std::move(reason));
}

void ParsedRegister::add(Problem problem) {
    if (++problem_count <= most_problems_named) problems.push_back(std::move(problem));
}

void ParsedRegister::sort_problems() {
    const auto place = [](const Problem& problem) {
        return std::tuple{problem.line, problem.column == no_column,
                          problem.column};  // the row as a whole: last
    };
    std::stable_sort(problems.begin(), problems.end(),
                     [&](const Problem& a, const Problem& b) { return place(a) < place(b); });
}

Result<ParsedRegister> parse_register(std::string_view name, std::string_view bytes, RegistryRows& rows,
                                      FileForm form, const KnownRows& known) {
    const TextTable text = form == FileForm::json ? read_json_rows(bytes) : read_csv(bytes);
    ParsedRegister parsed;
    parsed.name = name;
    parsed.row_count = text.rows.empty() ? 0 : text.rows.size() - 1;
    bool found = false;
    for_each_import_table([&]<class T>(const ImportTable<T>& table) {
        if (table.name != name) return;
        found = true;
        RegisterParser<T>{table, parsed, known}.run(text, rows);
    });
    if (!found) return Error{ErrorCode::not_found, fmt::format("there is no register '{}'", name)};
    parsed.sort_problems();
    return parsed;
}

std::string to_text(const Problem& problem) {
    std::string place = name_of({problem.line, problem.entry});
    if (problem.column != no_column) place += fmt::format(", column {}", problem.column);
    if (!problem.field.empty()) place += fmt::format(" ({})", problem.field);
    return fmt::format("{}: {}", place, problem.reason);
}

}  // namespace husong::db
