#include "db/import_sense.hpp"

#include "db/rows_before.hpp"
#include "maps/geometry.hpp"

#include <fmt/core.h>

#include <map>
#include <tuple>

namespace husong::db {

namespace {

using namespace registry;

// A row as it will be, told now or known before.
template <class T>
struct RowToBe {
    Draft<T> draft;
    RowPlace place;
    bool is_told = false;  // now, and not known already

    [[nodiscard]] const T& value() const { return draft.row.value; }
    [[nodiscard]] bool holds_with(const RowToBe& other) const {
        return draft.row.valid_from < other.draft.row.valid_until &&
               other.draft.row.valid_from < draft.row.valid_until;
    }
};

template <class T>
bool say_the_same(const ImportTable<T>& table, const Draft<T>& a, const Draft<T>& b) {
    return std::ranges::all_of(
        table.fields, [&](const Field<T>& field) { return field.cell.write(a) == field.cell.write(b); });
}

ParsedRegister* find_file(std::span<ParsedRegister> files, std::string_view name) {
    const auto found = std::ranges::find(files, name, &ParsedRegister::name);
    return found == files.end() ? nullptr : &*found;
}

// The rows of a register after the import: what is told, and what is known of other things, or from before.
template <class T>
std::vector<RowToBe<T>> rows_to_be(const ImportTable<T>& table, std::span<ParsedRegister> files,
                                   const RegistryRows& told, const RegistryRows& known) {
    const PlatesById plates = plates_in(told);
    const ParsedRegister* file = find_file(files, table.name);
    auto before = drafts_by_key(table, known);
    std::map<std::string, Time> told_from;
    std::vector<RowToBe<T>> rows;
    for (const Versioned<T>& row : told.*table.rows) {
        RowToBe<T> to_be{draft_of(row, plates), {}, false};
        if (file && rows.size() < file->places.size()) to_be.place = file->places[rows.size()];
        const std::string key = table.key(to_be.draft);
        const auto as_known = [&](const Draft<T>& draft) { return say_the_same(table, draft, to_be.draft); };
        to_be.is_told = to_be.place.line > 0 && !std::ranges::any_of(before[key], as_known);
        Time& from = told_from.try_emplace(key, row.valid_from).first->second;
        from = std::min(from, row.valid_from);
        rows.push_back(std::move(to_be));
    }
    for (auto& [key, drafts] : before) {
        const auto from = told_from.find(key);
        for (Draft<T>& draft : drafts) {
            if (from != told_from.end() && from->second <= draft.row.valid_from) continue;
            if (from != told_from.end())
                draft.row.valid_until = std::min(draft.row.valid_until, from->second);
            rows.push_back({std::move(draft), {}, false});
        }
    }
    return rows;
}

class SenseCheck {
public:
    SenseCheck(std::span<ParsedRegister> files, const RegistryRows& told, const KnownRows& known)
        : files_{files}, told_{told}, known_{known.rows ? *known.rows : nothing}, now_{known.at} {}

    void run() {
        check_each(schools_table, [](const School& row) { return flaw_of(row); });
        check_each(drivers_table, [this](const Driver& row) { return flaw_of(row); });
        check_stops();
        check_plates();
        if (!told_.departures.empty()) check_departures();
        for (ParsedRegister& file : files_) file.sort_problems();
    }

private:
    template <class T>
    [[nodiscard]] std::vector<RowToBe<T>> rows_of(const ImportTable<T>& table) const {
        return rows_to_be(table, files_, told_, known_);
    }

    template <class T>
    void report(const ImportTable<T>& table, const RowToBe<T>& row, std::string_view field,
                const std::string& reason) {
        if (ParsedRegister* file = find_file(files_, table.name))
            file->add(file->problem_of(row.place, field, reason));
    }

    template <class T, class FlawOf>
    void check_each(const ImportTable<T>& table, FlawOf flaw_of_row) {
        if ((told_.*table.rows).empty()) return;
        for (const RowToBe<T>& row : rows_of(table)) {
            if (!row.is_told) continue;
            if (Flaw flaw = flaw_of_row(row.value()); !flaw.reason.empty())
                report(table, row, flaw.field, std::move(flaw.reason));
        }
    }

    [[nodiscard]] static Flaw flaw_of(const School& row) {
        const maps::Box around = maps::widened(maps::county_box, maps::county_box_margin_m);
        if (maps::inside(around, {row.latitude_deg, row.longitude_deg})) return {};
        const bool swapped = maps::inside(around, {row.longitude_deg, row.latitude_deg});
        return {"latitude_deg",
                fmt::format("{}, {} is far outside the county{}", row.latitude_deg, row.longitude_deg,
                            swapped ? ": latitude and longitude are swapped" : "")};
    }

    [[nodiscard]] Flaw flaw_of(const Driver& row) const {
        constexpr std::chrono::year first_year{1900};
        if (!row.birth_on) return {};
        const bool to_come = now_ != Time{} && china_date(now_) < *row.birth_on;
        if (row.birth_on->year() >= first_year && !to_come) return {};
        return {"birth_on", fmt::format("{} is no date of birth: from 1900 to today", to_iso(*row.birth_on))};
    }

    // One problem a row is enough.
    void check_stops() {
        if (told_.stops.empty()) return;
        std::map<std::string, std::vector<RowToBe<Stop>>> lines;
        for (RowToBe<Stop>& row : rows_of(stops_table)) lines[row.value().line].push_back(std::move(row));
        for (const auto& [line, stops] : lines)
            for (const RowToBe<Stop>& row : stops)
                if (row.is_told)
                    if (const Flaw flaw = flaw_among(row, stops); !flaw.reason.empty())
                        report(stops_table, row, flaw.field, flaw.reason);
    }

    [[nodiscard]] static Flaw flaw_among(const RowToBe<Stop>& row, const std::vector<RowToBe<Stop>>& stops) {
        const Stop& stop = row.value();
        for (const RowToBe<Stop>& each : stops) {
            const Stop& other = each.value();
            if (&each == &row || !row.holds_with(each)) continue;
            if (other.place == stop.place)
                return {"place",
                        fmt::format("'{}' of the line has the place {}, too", other.name, other.place)};
            const bool nearer = stop.place < other.place;
            if (nearer ? stop.from_school <= other.from_school : other.from_school <= stop.from_school)
                continue;
            return {"minutes",
                    fmt::format("{} min at place {}, but {} min at place {} ('{}')", stop.from_school.count(),
                                stop.place, other.from_school.count(), other.place, other.name)};
        }
        return {};
    }

    // One that was given back is valid no more.
    void check_plates() {
        if (told_.school_bus_plates.empty()) return;
        std::map<std::string, std::vector<RowToBe<SchoolBusPlate>>> vehicles;
        for (RowToBe<SchoolBusPlate>& row : rows_of(school_bus_plates_table)) {
            if (const auto& returned = row.value().returned_on)
                row.draft.row.valid_until = std::min(row.draft.row.valid_until, china_midnight(*returned));
            vehicles[vehicle_key(row.draft.plate)].push_back(std::move(row));
        }
        for (const auto& [vehicle, plates] : vehicles)
            for (const auto& row : plates) {
                if (!row.is_told) continue;
                const auto beside = std::ranges::find_if(plates, [&](const auto& other) {
                    return other.value().number != row.value().number && row.holds_with(other);
                });
                if (beside != plates.end())
                    report(school_bus_plates_table, row, "number",
                           fmt::format("'{}' of the same vehicle is valid at the same time",
                                       beside->value().number));
            }
    }

    void check_departures() {
        const auto departures = rows_of(departures_table);
        const auto lines = by_key(lines_table);
        const auto vehicles = by_key(vehicles_table);
        using Taken = std::map<std::pair<Time, std::string>, const RowToBe<Departure>*>;
        Taken vehicles_taken, drivers_taken;
        const auto take = [&](Taken& taken, std::string what, const RowToBe<Departure>& row,
                              std::string_view field) {
            if (what.empty() || row.value().status == DepartureStatus::cancelled) return;
            const auto [other, is_first] = taken.try_emplace({row.value().leaves_at, what}, &row);
            if (is_first) return;
            const RowToBe<Departure>& late = row.is_told ? row : *other->second;
            const RowToBe<Departure>& first = row.is_told ? *other->second : row;
            if (late.is_told)
                report(departures_table, late, field,
                       fmt::format("'{}' is on '{}' at the same instant", what, first.value().code));
        };
        for (const RowToBe<Departure>& row : departures) {
            take(vehicles_taken, vehicle_key(row.draft.plate), row, "plate");
            take(drivers_taken, row.value().driver, row, "driver");
            if (!row.is_told) continue;
            check_line(row, row_at(lines, row.value().line, row.value().leaves_at));
            check_seats(row, row_at(vehicles, vehicle_key(row.draft.plate), row.value().leaves_at));
        }
    }

    void check_line(const RowToBe<Departure>& row, const Line* line) {
        if (line && line->school != row.value().school)
            report(departures_table, row, "line",
                   fmt::format("'{}' is a line of the school '{}'", line->code, line->school));
    }

    void check_seats(const RowToBe<Departure>& row, const Vehicle* vehicle) {
        if (!vehicle || vehicle->approved_persons <= 0) return;
        const int most =
            std::min(vehicle->approved_pupils.value_or(vehicle->approved_persons), vehicle->approved_persons);
        if (row.value().seats > most)
            report(departures_table, row, "seats",
                   fmt::format("{} is more than the vehicle may carry: {}", row.value().seats, most));
    }

    template <class T>
    [[nodiscard]] std::map<std::string, std::vector<RowToBe<T>>> by_key(const ImportTable<T>& table) const {
        std::map<std::string, std::vector<RowToBe<T>>> groups;
        for (RowToBe<T>& row : rows_of(table)) {
            std::string key = table.key(row.draft);
            groups[std::move(key)].push_back(std::move(row));
        }
        return groups;
    }

    template <class T>
    static const T* row_at(const std::map<std::string, std::vector<RowToBe<T>>>& groups,
                           const std::string& key, Time at) {
        const auto found = groups.find(key);
        if (found == groups.end()) return nullptr;
        for (const RowToBe<T>& row : found->second)
            if (row.draft.row.valid_at(at)) return &row.value();
        return nullptr;
    }

    static inline const RegistryRows nothing;
    std::span<ParsedRegister> files_;
    const RegistryRows& told_;
    const RegistryRows& known_;
    Time now_;
};

}  // namespace

void check_sense(std::span<ParsedRegister> files, const RegistryRows& told, const KnownRows& known) {
    SenseCheck{files, told, known}.run();
}

}  // namespace husong::db
