#include "db/import_changes.hpp"

#include "db/rows_before.hpp"

#include <fmt/core.h>

#include <set>

namespace husong::db {

namespace {

template <class T>
class ChangesOfRegister {
public:
    ChangesOfRegister(const ImportTable<T>& table, std::vector<RowChange>& changes)
        : table_{table}, changes_{changes} {}

    // Rows of one thing, by valid_from.
    void compare(const std::string& key, const Drafts<T>& told, const Drafts<T>& known) {
        std::set<const Draft<T>*> replaced;
        for (const Draft<T>& row : told) {
            if (is_among(known, row)) continue;
            const Draft<T>* before = nearest<T>(known, row.row.valid_from);
            changes_.push_back({table_.name, key, !before, {}});
            if (!before) continue;
            replaced.insert(before);
            changes_.back().fields = differences(*before, row);
        }
        const Time from = told.front().row.valid_from;
        for (const Draft<T>& row : known)
            if (from < row.row.valid_until && !is_among(told, row) && !replaced.contains(&row))
                changes_.push_back({table_.name, key, false, {end_of(row, from)}});
    }

private:
    [[nodiscard]] std::vector<FieldChange> differences(const Draft<T>& before, const Draft<T>& after) const {
        std::vector<FieldChange> fields;
        for (const Field<T>& field : table_.fields) {
            FieldChange change{field.info.name, field.cell.write(before), field.cell.write(after)};
            if (change.before != change.after) fields.push_back(std::move(change));
        }
        return fields;
    }

    [[nodiscard]] bool is_among(const Drafts<T>& rows, const Draft<T>& one) const {
        return std::ranges::any_of(rows, [&](const Draft<T>& row) { return differences(row, one).empty(); });
    }

    // A row of which nothing is told any more: cut where the told ones begin, or taken back as a whole.
    static FieldChange end_of(const Draft<T>& row, Time from) {
        const bool was = row.row.valid_from < from;
        return {"valid_until", last_day_text(row.row.valid_until),
                was ? last_day_text(from)
                    : fmt::format("the row from {} on is taken back", first_day_text(row.row.valid_from))};
    }

    const ImportTable<T>& table_;
    std::vector<RowChange>& changes_;
};

std::string shown_value(const std::string& text) { return text.empty() ? "(empty)" : text; }

}  // namespace

std::vector<RowChange> changes_of(const registry::RegistryRows& told, const registry::RegistryRows& known) {
    std::vector<RowChange> changes;
    for_each_import_table([&]<class T>(const ImportTable<T>& table) {
        if ((told.*table.rows).empty()) return;
        const auto before = drafts_by_key(table, known);
        ChangesOfRegister<T> of_register{table, changes};
        for (const auto& [key, rows] : drafts_by_key(table, told)) {
            const auto found = before.find(key);
            of_register.compare(key, rows, found == before.end() ? Drafts<T>{} : found->second);
        }
    });
    return changes;
}

std::string to_text(const RowChange& change) {
    std::string text = fmt::format("{} {}:", change.register_name, change.key);
    if (change.is_new) return text + " new";
    for (const FieldChange& field : change.fields)
        text += fmt::format("{} {} {} → {}", &field == &change.fields.front() ? "" : ",", field.name,
                            shown_value(field.before), shown_value(field.after));
    return text;
}

}  // namespace husong::db
