#include "db/sqlite/registers.hpp"

#include "db/sqlite/checkpoints.hpp"
#include "db/sqlite/identities.hpp"
#include "db/sqlite/register_tables.hpp"
#include "db/sqlite/rows.hpp"
#include "db/sqlite/schedule_tables.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>

namespace husong::db {

namespace {

using registry::RegistryRows;
using registry::Versioned;

template <class T>
using Rows = std::vector<Versioned<T>>;

// Whose judging follows from the row.
VehicleId vehicle_of(const registry::Vehicle& row) { return row.id; }
VehicleId vehicle_of(const registry::SchoolBusPlate& row) { return row.vehicle; }
VehicleId vehicle_of(const registry::Permit& row) { return row.vehicle; }

template <class T>
Result<Rows<T>> load(Connection& db) {
    auto query = db.query(RegisterTable<T>::select);
    return all_rows(query, [](const Query& row) {
        return Versioned<T>{RegisterTable<T>::read(row, first_register_column), row.time(1), row.time(2),
                            row.time(3), row.integer(0)};
    });
}

template <class T>
Result<> load_into(Connection& db, Rows<T>& rows) {
    auto loaded = load<T>(db);
    if (!loaded) return loaded.error();
    rows = std::move(*loaded);
    return {};
}

template <class T>
Result<> insert(Connection& db, const Versioned<T>& row, Time now) {
    auto query = db.query(RegisterTable<T>::insert);
    query.bind(1, row.valid_from).bind(2, row.valid_until).bind(3, now);
    int index = first_register_column;
    std::apply([&](const auto&... value) { (query.bind(index++, value), ...); },
               RegisterTable<T>::columns(row.value));
    return query.run();
}

template <class T>
Result<> supersede(Connection& db, const Versioned<T>& row, Time now) {
    return db.query(RegisterTable<T>::supersede).bind(1, now).bind(2, row.version).run();
}

template <class T>
bool same(const Versioned<T>& a, const Versioned<T>& b) {
    return a.valid_from == b.valid_from && a.valid_until == b.valid_until &&
           RegisterTable<T>::columns(a.value) == RegisterTable<T>::columns(b.value);
}

// What an edit does to one thing's rows.
template <class T>
struct Edit {
    Rows<T> ended;
    Rows<T> added;
    [[nodiscard]] std::size_t size() const { return std::max(ended.size(), added.size()); }
};

// `known` and `told` are the rows of one thing; `told` by valid_from.
template <class T>
Edit<T> edit_of(const Rows<T>& known, const Rows<T>& told) {
    const Time from = told.front().valid_from;
    const auto contains = [](const Rows<T>& rows, const Versioned<T>& row) {
        return std::any_of(rows.begin(), rows.end(), [&](const auto& other) { return same(other, row); });
    };
    Edit<T> edit;
    for (const auto& row : known) {
        if (row.valid_until <= from || contains(told, row)) continue;
        edit.ended.push_back(row);
        if (row.valid_from >= from) continue;
        edit.added.push_back(row);
        edit.added.back().valid_until = from;
    }
    for (const auto& row : told)
        if (!contains(known, row)) edit.added.push_back(row);
    return edit;
}

template <class T>
std::map<std::string, Rows<T>> by_key(const Rows<T>& rows) {
    std::map<std::string, Rows<T>> groups;
    for (const auto& row : rows) groups[RegisterTable<T>::key(row.value)].push_back(row);
    for (auto& [key, group] : groups)
        std::sort(group.begin(), group.end(),
                  [](const auto& a, const auto& b) { return a.valid_from < b.valid_from; });
    return groups;
}

template <class T>
Result<> check_no_overlap(const std::string& key, const Rows<T>& told) {
    for (std::size_t i = 1; i < told.size(); ++i)
        if (told[i].valid_from < told[i - 1].valid_until)
            return Error{ErrorCode::conflict, fmt::format("two rows of '{}' hold at the same time", key)};
    return {};
}

// An edit of the past is judged again, also when no server runs at the moment or it ends before it has.
template <class T>
Result<> mark_edited(Connection& db, const Edit<T>& edit) {
    if constexpr (requires(const T& value) { vehicle_of(value); }) {
        for (const Rows<T>* rows : {&edit.ended, &edit.added})
            for (const auto& row : *rows) {
                const tracking::OrderKey from{row.valid_from, tracking::RecordKind{}, 0};
                if (auto marked = mark_dirty(db, vehicle_of(row.value), from); !marked) return marked;
            }
    }
    return {};
}

// What a departure shows of its school, line and stops.
auto shown(const registry::School& row) { return std::tuple{row.name}; }
auto shown(const registry::Line& row) { return std::tuple{row.name}; }
auto shown(const registry::Stop& row) { return std::tuple{row.name, row.place, row.from_school}; }

// Whether the edit changes what is shown, and not only columns that no departure shows.
template <class T>
bool shows(const Edit<T>& edit) {
    if (edit.ended.empty() || edit.added.empty()) return edit.size() > 0;
    const auto latest = [](const Rows<T>& rows) {
        return std::ranges::max(rows, {}, &Versioned<T>::valid_until).valid_until;
    };
    const auto first = shown(edit.ended.front().value);
    const auto as_first = [&](const auto& row) { return shown(row.value) == first; };
    return !std::ranges::all_of(edit.ended, as_first) || !std::ranges::all_of(edit.added, as_first) ||
           latest(edit.ended) != latest(edit.added);
}

// Whose departures show something else, and from when on.
class Retold {
public:
    void note(const registry::School& row, Time from) { note(schools_, row.code, from); }
    void note(const registry::Line& row, Time from) { note(lines_, row.code, from); }
    void note(const registry::Stop& row, Time from) { note(lines_, row.line, from); }

    [[nodiscard]] bool empty() const { return schools_.empty() && lines_.empty(); }
    [[nodiscard]] bool holds(const registry::Departure& row) const {
        return holds(schools_, row.school, row.leaves_at) || holds(lines_, row.line, row.leaves_at);
    }

private:
    using Since = std::map<std::string, Time>;  // by code

    static void note(Since& all, const std::string& code, Time from) {
        Time& since = all.try_emplace(code, from).first->second;
        since = std::min(since, from);
    }
    static bool holds(const Since& all, const std::string& code, Time at) {
        const auto found = all.find(code);
        return found != all.end() && found->second <= at;
    }

    Since schools_, lines_;
};

template <class T>
Result<std::size_t> apply(Connection& db, const Rows<T>& rows, Time now, Retold& retold) {
    if (rows.empty()) return std::size_t{0};
    const auto loaded = load<T>(db);
    if (!loaded) return loaded.error();
    auto known = by_key(*loaded);
    std::size_t changes = 0;
    for (const auto& [key, told] : by_key(rows)) {
        if (auto fine = check_no_overlap(key, told); !fine) return fine.error();
        const Edit<T> edit = edit_of(known[key], told);
        for (const auto& row : edit.ended)
            if (auto ended = supersede(db, row, now); !ended) return ended.error();
        for (const auto& row : edit.added)
            if (auto added = insert(db, row, now); !added) return added.error();
        if (auto marked = mark_edited(db, edit); !marked) return marked.error();
        if constexpr (requires(const T& value) { shown(value); })
            if (shows(edit)) retold.note(told.front().value, told.front().valid_from);
        changes += edit.size();
    }
    return changes;
}

// Publishes those departures to come anew: who has them in a calendar takes a change only with the next
// SEQUENCE.
Result<> republish(Connection& db, const Retold& retold, Time now) {
    if (retold.empty()) return {};
    const auto departures = load<registry::Departure>(db);
    if (!departures) return departures.error();
    for (const auto& row : *departures) {
        const bool told_now = row.recorded_at == now;
        if (row.value.leaves_at <= now || told_now || !retold.holds(row.value)) continue;
        if (auto ended = supersede(db, row, now); !ended) return ended;
        if (auto added = insert(db, row, now); !added) return added;
    }
    return {};
}

// Gives every row the store's own ids.
class Numbering {
public:
    Numbering(Connection& db, RegistryRows& rows) : db_{db}, rows_{rows} {}

    [[nodiscard]] Result<> run() {
        for (auto& [plate, id] : rows_.identities)
            if (auto numbered = number(plate, id); !numbered) return numbered;
        for (auto& row : rows_.vehicles)
            if (auto numbered = number(row.value.plate, row.value.id); !numbered) return numbered;
        for (auto& row : rows_.school_bus_plates) replace(row.value.vehicle);
        for (auto& row : rows_.permits) replace(row.value.vehicle);
        for (auto& row : rows_.departures) replace(row.value.vehicle);
        for (auto& row : rows_.terminals) {
            replace(row.value.vehicle);
            const auto id = identify_terminal(db_, row.value.phone);
            if (!id) return id.error();
            row.value.id = *id;
        }
        return {};
    }

private:
    Result<> number(const registry::Plate& plate, VehicleId& id) {
        const auto identity = identify_vehicle(db_, plate);
        if (!identity) return identity.error();
        if (id.value < 0) given_[id] = identity->vehicle;
        id = identity->vehicle;
        return {};
    }
    void replace(VehicleId& id) const {
        if (const auto known = given_.find(id); known != given_.end()) id = known->second;
    }

    Connection& db_;
    RegistryRows& rows_;
    std::unordered_map<VehicleId, VehicleId> given_;
};

// Walks the registers in the order of their dependence.
template <class Visit>
Result<> for_each_register(RegistryRows& rows, Visit visit) {
    Result<> result = visit(rows.operators);
    if (result) result = visit(rows.schools);
    if (result) result = visit(rows.vehicles);
    if (result) result = visit(rows.school_bus_plates);
    if (result) result = visit(rows.permits);
    if (result) result = visit(rows.drivers);
    if (result) result = visit(rows.terminals);
    if (result) result = visit(rows.escorts);
    if (result) result = visit(rows.lines);
    if (result) result = visit(rows.stops);
    if (result) result = visit(rows.boarders);
    if (result) result = visit(rows.pupils);
    if (result) result = visit(rows.public_days);
    if (result) result = visit(rows.departures);
    return result;
}

}  // namespace

Result<RegistryRows> load_registers(Connection& db) {
    RegistryRows rows;
    const auto version = registry_version(db);
    if (!version) return version.error();
    rows.version = *version;
    const auto loaded = for_each_register(rows, [&](auto& of_one) { return load_into(db, of_one); });
    if (!loaded) return loaded.error();
    auto identities = all_identities(db);
    if (!identities) return identities.error();
    rows.identities = std::move(*identities);
    return rows;
}

Result<std::size_t> apply_registers(Connection& db, RegistryRows rows, Time now) {
    if (auto numbered = Numbering{db, rows}.run(); !numbered) return numbered.error();
    std::size_t changes = 0;
    Retold retold;
    const auto applied = for_each_register(rows, [&](const auto& of_one) -> Result<> {
        const auto changed = apply(db, of_one, now, retold);
        if (!changed) return changed.error();
        changes += *changed;
        return {};
    });
    if (!applied) return applied.error();
    if (auto told = republish(db, retold, now); !told) return told.error();
    if (changes > 0)
        if (auto raised = raise_registry_version(db); !raised) return raised.error();
    return changes;
}

}  // namespace husong::db
