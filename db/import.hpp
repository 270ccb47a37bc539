// Registers from CSV or JSON files: every cell checked against the field table, all rows or none.
#pragma once

#include "db/store.hpp"
#include "db/text_table.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::db {

// What a column may be called, and what stands in it. Forms, validation and the manual read the same table.
struct FieldInfo {
    std::string_view name;
    std::string_view name_zh;
    bool required = false;  // a row without it is wrong
    std::string_view meaning;
};

struct RegisterInfo {
    std::string_view name;  // "vehicles", of the file vehicles.csv
    std::string_view name_zh;
    std::vector<FieldInfo> fields;
};

// All registers, in the order in which they are imported.
std::span<const RegisterInfo> importable_registers();

struct Problem {
    std::size_t line = 0;    // from 1
    std::size_t column = 0;  // from 1; 0: the row as a whole
    std::string field;       // the column's name
    std::string reason;
    std::size_t entry =
        0;  // which object of a JSON file, from 1; 0: the file is CSV, or no single object is wrong
};

// Every bad row of a register that a county has is named; beyond this, of a file that is none, memory is
// kept.
inline constexpr std::size_t most_problems_named = 100'000;

// A cell that names a thing of another register.
struct Reference {
    std::string_view register_name;
    std::string key;
    Problem place;  // its reason is empty
};

struct ParsedRegister {
    std::string name;
    std::size_t row_count = 0;
    std::vector<Problem> problems;  // by line, at most most_problems_named
    std::size_t problem_count = 0;  // all of them

    // For check_references().
    std::vector<std::string> keys;  // of the things the rows are about
    bool keys_complete = true;      // no row is there whose thing could not be read
    std::vector<Reference> references;

    // For check_sense().
    std::vector<std::string> columns;  // by place in the file, each by the register's own name of it
    std::vector<RowPlace> places;      // of the rows that it gave, in their order; line 0: kept, not told

    [[nodiscard]] Problem problem_of(RowPlace place, std::string_view field, std::string reason) const;
    void add(Problem problem);
    void sort_problems();
};

enum class FileForm { csv, json };

// The registers before an import.
struct KnownRows {
    const registry::RegistryRows* rows = nullptr;  // nullptr: nothing is known
    Time at;                                       // of a row that tells no valid_from
};

// Reads one register's file and, when there is no problem, appends its rows, so that one put_rows() applies
// several files, all or none. JSON is a list of objects whose names are those of CSV's columns.
// A column that is not told leaves what the known row of that thing says: the one that holds at the told
// valid_from, else the next to it. Without a told valid_until the known rows that follow it stay, too.
// Errors: not_found (no such register).
[[nodiscard]] Result<ParsedRegister> parse_register(std::string_view name, std::string_view bytes,
                                                    registry::RegistryRows& rows,
                                                    FileForm form = FileForm::csv,
                                                    const KnownRows& known = {});

// Adds a problem for each cell that names a thing which neither these files nor the rows known before have.
void check_references(std::span<ParsedRegister> files, const registry::RegistryRows& known);

// One line a problem: "line 3, column 5 (approved_persons): 'x' is not a whole number".
std::string to_text(const Problem& problem);

}  // namespace husong::db
