#include "db/export.hpp"

#include "db/csv.hpp"
#include "db/rows_before.hpp"
#include "server/rules/local_parameters.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

namespace husong::db {

namespace {

template <class T>
std::string as_csv(const ImportTable<T>& table, const registry::RegistryRows& rows, std::optional<Time> at) {
    const PlatesById plates = plates_in(rows);
    std::vector<std::pair<std::string, Draft<T>>> drafts;  // by key
    for (const registry::Versioned<T>& row : rows.*table.rows) {
        if (at && !row.valid_at(*at)) continue;
        Draft<T> draft = draft_of(row, plates);
        std::string key = table.key(draft);
        drafts.emplace_back(std::move(key), std::move(draft));
    }
    std::stable_sort(drafts.begin(), drafts.end(), [](const auto& a, const auto& b) {
        return std::tie(a.first, a.second.row.valid_from) < std::tie(b.first, b.second.row.valid_from);
    });
    std::vector<std::string> cells;
    for (const Field<T>& field : table.fields) cells.emplace_back(field.info.name);
    std::string text = csv_line(cells);
    for (const auto& [key, draft] : drafts) {
        cells.clear();
        for (const Field<T>& field : table.fields) cells.push_back(field.cell.write(draft));
        text += csv_line(cells);
    }
    return text;
}

// A cell of a Markdown table may hold everything but the bar.
std::string markdown_cell(std::string_view text) {
    std::string cell;
    for (const char c : text) cell.append(c == '|' ? "\\|" : std::string(1, c));
    return cell;
}

std::string parameters_markdown() {
    std::string text =
        "\nA county may set these. What lasts is judged by what held when it began. Where an instrument "
        "gives "
        "the number, a county may only be stricter.\n\n"
        "| `parameter` | 中文 | unit | without a rule | least | most | why | of |\n"
        "|---|---|---|---|---|---|---|---|\n";
    const rules::OwnSettings usual;
    for (const rules::LocalParameter& each : rules::local_parameters()) {
        const auto told = [&](int value) {
            return each.is_yes_no() ? yes_no_text(value != 0) : number_text(value);
        };
        text += fmt::format("| `{}` | {} | {} | {} | {} | {} | {} | {} |\n", each.name, each.name_zh,
                            each.is_yes_no() ? "yes or no" : each.unit.name, told(each.setting.get(usual)),
                            told(each.least), told(each.most), each.bound,
                            each.rules.empty() ? "papers as shown" : each.rules);
    }
    return text;
}

}  // namespace

Result<std::string> export_register(std::string_view name, const registry::RegistryRows& rows,
                                    std::optional<Time> at) {
    std::optional<std::string> text;
    for_each_import_table([&]<class T>(const ImportTable<T>& table) {
        if (table.name == name) text = as_csv(table, rows, at);
    });
    if (!text) return Error{ErrorCode::not_found, fmt::format("there is no register '{}'", name)};
    return *std::move(text);
}

std::string registers_markdown() {
    std::string text =
        "# Registers\n\n"
        "What `husongctl import` reads and `husongctl export` writes: a file is named for its register, its "
        "first line names the columns, by either name and in any order. This page is what `husongctl "
        "registers` prints.\n\n"
        "Of each thing that a file names, its rows tell all from their earliest `valid_from` on: what was "
        "known from there and is not said again is superseded, what lies before stays. What names a thing "
        "are the columns marked *key*; its rows must not hold at the same time.\n\n"
        "A column that the file lacks (in JSON: a name that the object lacks) leaves what the row of that "
        "thing says that holds at the told `valid_from`, or now when none is told; an empty cell empties "
        "it. Without the column `valid_until` the rows that follow stay, too. Only a new thing takes what "
        "the table says of an empty cell.\n\n"
        "Words are read in English or as they stand in brackets, and exported in English. Days are read as "
        "2026-09-01, 2026/9/1 or 2026年9月1日. Files are UTF-8 (exported with a byte order mark) or "
        "GB18030; lines in which nothing stands are left out.\n";
    for_each_import_table([&]<class T>(const ImportTable<T>& table) {
        text += fmt::format("\n## {} ({})\n\n| column | 中文 | | meaning |\n|---|---|---|---|\n", table.name,
                            table.name_zh);
        for (const Field<T>& field : table.fields) {
            const bool is_key = std::find(table.key_fields.begin(), table.key_fields.end(),
                                          field.info.name) != table.key_fields.end();
            text += fmt::format("| `{}` | {} | {} | {} |\n", field.info.name, field.info.name_zh,
                                is_key                ? field.info.required ? "key, required" : "key"
                                : field.info.required ? "required"
                                                      : "",
                                markdown_cell(field.info.meaning));
        }
        if (table.name == local_rules_table.name) text += parameters_markdown();
    });
    return text;
}

}  // namespace husong::db
