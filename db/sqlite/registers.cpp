#include "db/sqlite/registers.hpp"

#include "db/sqlite/file_tables.hpp"
#include "db/sqlite/holiday_tables.hpp"
#include "db/sqlite/identities.hpp"
#include "db/sqlite/judged_again.hpp"
#include "db/sqlite/office_tables.hpp"
#include "db/sqlite/records.hpp"
#include "db/sqlite/register_tables.hpp"
#include "db/sqlite/retold.hpp"
#include "db/sqlite/rows.hpp"
#include "db/sqlite/schedule_tables.hpp"
#include "db/sqlite/travel_tables.hpp"
#include "server/registry/runs.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>

namespace husong::db {

namespace {

using registry::RegistryRows;
using registry::Versioned;

template <class T>
using Rows = std::vector<Versioned<T>>;

template <class T, class... Others>
constexpr bool is_one_of = (std::is_same_v<T, Others> || ...);

// Walks the registers in the order of their dependence; ends with the first error.
template <class Visit>
Result<> for_each_register(RegistryRows& rows, Visit visit) {
    Result<> result;
    const auto walk = [&](auto&... of_one) {
        static_cast<void>((... && (result = visit(of_one)).has_value()));
    };
    walk(rows.operators, rows.schools, rows.vehicles, rows.school_bus_plates, rows.permits, rows.drivers,
         rows.terminals, rows.escorts, rows.lines, rows.stops, rows.boarders, rows.pupils, rows.public_days,
         rows.departures, rows.vehicle_documents, rows.equipment_checks, rows.maintenance,
         rows.stage_overrides, rows.offences, rows.agreements, rows.duty_shifts, rows.gate_facilities,
         rows.local_rules, rows.notices, rows.joint_checks, rows.travels, rows.guardians, rows.road_sections,
         rows.timetables, rows.reliefs, rows.terms, rows.holiday_rules, rows.holiday_proposals,
         rows.police_posts, rows.local_days, rows.return_marks);
    return result;
}

template <class T>
Result<Rows<T>> rows_of(Query& query) {
    return all_rows(query, [](const Query& row) {
        return Versioned<T>{RegisterTable<T>::read(row, first_register_column), row.time(1), row.time(2),
                            row.time(3), row.integer(0)};
    });
}

template <class T>
Result<Rows<T>> load(Connection& db) {
    auto query = db.query(RegisterTable<T>::select);
    return rows_of<T>(query);
}

Result<Rows<registry::Departure>> former_departures(Connection& db) {
    auto query = db.query(RegisterTable<registry::Departure>::select_former);
    query.bind(1, Milliseconds{registry::changes_told_for}.count());
    return rows_of<registry::Departure>(query);
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

// From when on records may be judged by what the edit says, told from that instant on; end_of_time: by none.
template <class T>
Time judged_from(const Edit<T>&, Time told_from) {
    constexpr bool judges =
        is_one_of<T, registry::Vehicle, registry::SchoolBusPlate, registry::Permit, registry::Driver,
                  registry::School, registry::Line, registry::Stop, registry::Pupil, registry::Travel,
                  registry::Guardian, registry::Timetable, registry::LocalRule>;
    return judges ? told_from : end_of_time;
}
// Runs are asked for by their day.
template <class T>
Time first_day(const Edit<T>& edit, Time (*of)(const T&)) {
    Time first = end_of_time;
    for (const Rows<T>* rows : {&edit.ended, &edit.added})
        for (const auto& row : *rows) first = std::min(first, china_midnight(of(row.value)));
    return first;
}
Time judged_from(const Edit<registry::Departure>& edit, Time) {
    return first_day<registry::Departure>(edit, [](const auto& row) { return row.leaves_at; });
}
Time judged_from(const Edit<registry::PublicDay>& edit, Time) {
    return first_day<registry::PublicDay>(edit, [](const auto& row) { return china_midnight(row.on); });
}
// Whoever will be relieved may be on the run.
Time judged_from(const Edit<registry::Relief>&, Time) { return Time{}; }

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

struct Consequences {
    Retold retold;
    Time judged_from = end_of_time;
};

// `loaded`: what is known of the things that the rows name, and perhaps of others.
template <class T>
Result<std::size_t> apply(Connection& db, const Rows<T>& rows, const Rows<T>& loaded, Time now,
                          Consequences& consequences) {
    auto known = by_key(loaded);
    std::size_t changes = 0;
    for (const auto& [key, told] : by_key(rows)) {
        if (auto fine = check_no_overlap(key, told); !fine) return fine.error();
        const Edit<T> edit = edit_of(known[key], told);
        for (const auto& row : edit.ended)
            if (auto ended = supersede(db, row, now); !ended) return ended.error();
        for (const auto& row : edit.added)
            if (auto added = insert(db, row, now); !added) return added.error();
        const Time told_from = told.front().valid_from;
        if (edit.size() > 0)
            consequences.judged_from = std::min(consequences.judged_from, judged_from(edit, told_from));
        if constexpr (requires(const T& value) { shown(value); })
            if (shows(edit)) consequences.retold.note(told.front().value, told_from);
        changes += edit.size();
    }
    return changes;
}

// Of rows that no other register depends on.
template <class T>
Result<std::size_t> apply_alone(Connection& db, const Rows<T>& rows, const Rows<T>& known, Time now) {
    Consequences consequences;
    const auto changes = apply(db, rows, known, now, consequences);
    if (!changes) return changes.error();
    if (*changes == 0) return std::size_t{0};
    if (auto raised = raise_registry_version(db); !raised) return raised.error();
    return *changes;
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

// What an edit found in the registers that it told something of.
class KnownBefore {
public:
    template <class T>
    void keep(Rows<T> rows) {
        kept_.push_back([rows = std::move(rows)](RegistryRows& all) {
            for_each_register(all, [&](auto& of_one) -> Result<> {
                if constexpr (std::is_same_v<decltype(of_one), Rows<T>&>) of_one = rows;
                return {};
            }).value();
        });
    }
    // All registers as they were.
    [[nodiscard]] RegistryRows before(const RegistryRows& after) const {
        RegistryRows all = after;
        for (const auto& put_back : kept_) put_back(all);
        return all;
    }

private:
    std::vector<std::function<void(RegistryRows&)>> kept_;
};

// Gives every row the store's own ids.
class Numbering {
public:
    Numbering(Connection& db, RegistryRows& rows) : db_{db}, rows_{rows} {}

    [[nodiscard]] Result<> run() {
        for (auto& [plate, id] : rows_.identities)
            if (auto numbered = number(plate, id); !numbered) return numbered;
        for (auto& row : rows_.vehicles)
            if (auto numbered = number(row.value.plate, row.value.id); !numbered) return numbered;
        const auto replaced = for_each_register(rows_, [&](auto& of_one) -> Result<> {
            for (auto& row : of_one)
                if constexpr (requires { row.value.vehicle; }) replace(row.value.vehicle);
            return {};
        });
        if (!replaced) return replaced.error();
        for (auto& row : rows_.terminals) {
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
    auto former = former_departures(db);
    if (!former) return former.error();
    rows.former_departures = std::move(*former);
    return rows;
}

Result<std::size_t> apply_registers(Connection& db, RegistryRows rows, Time now) {
    if (auto numbered = Numbering{db, rows}.run(); !numbered) return numbered.error();
    std::size_t changes = 0;
    Consequences consequences;
    KnownBefore known;
    const auto applied = for_each_register(rows, [&]<class T>(const Rows<T>& of_one) -> Result<> {
        if (of_one.empty()) return {};
        auto loaded = load<T>(db);
        if (!loaded) return loaded.error();
        const auto changed = apply(db, of_one, *loaded, now, consequences);
        if (!changed) return changed.error();
        known.keep(std::move(*loaded));
        changes += *changed;
        return {};
    });
    if (!applied) return applied.error();
    if (auto told = republish(db, consequences.retold, now); !told) return told.error();
    if (changes == 0) return changes;
    if (auto raised = raise_registry_version(db); !raised) return raised.error();
    if (consequences.judged_from >= now + registry::sets_out_before) return changes;
    auto after = load_registers(db);
    if (!after) return after.error();
    const auto marked = mark_judged_again(db, known.before(*after), std::move(*after), now);
    if (!marked) return marked.error();
    return changes;
}

Result<Rows<registry::Travel>> travels_of(Connection& db, std::string_view pupil) {
    auto query = db.query(RegisterTable<registry::Travel>::select_of_pupil);
    query.bind(1, pupil);
    return rows_of<registry::Travel>(query);
}

Result<Rows<registry::ReturnMark>> return_marks_of(Connection& db, std::string_view school,
                                                   std::string_view class_name) {
    auto query = db.query(RegisterTable<registry::ReturnMark>::select_of_class);
    query.bind(1, school).bind(2, class_name);
    return rows_of<registry::ReturnMark>(query);
}

Result<std::size_t> apply_return_marks(Connection& db, const Rows<registry::ReturnMark>& rows, Time now) {
    if (rows.empty()) return std::size_t{0};
    const registry::ReturnMark& any = rows.front().value;
    const auto known = return_marks_of(db, any.school, any.class_name);
    if (!known) return known.error();
    return apply_alone(db, rows, *known, now);
}

Result<std::size_t> apply_travels(Connection& db, const Rows<registry::Travel>& rows, Time now) {
    Rows<registry::Travel> known;
    std::set<std::string_view> pupils;
    for (const auto& row : rows) {
        if (!pupils.insert(row.value.pupil).second) continue;
        auto of_pupil = travels_of(db, row.value.pupil);
        if (!of_pupil) return of_pupil.error();
        std::ranges::move(*of_pupil, std::back_inserter(known));
    }
    return apply_alone(db, rows, known, now);
}

}  // namespace husong::db
