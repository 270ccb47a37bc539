#include "server/rules/register_facts.hpp"

#include "server/rules/driver_papers.hpp"

namespace husong::rules {

namespace {

template <class T>
std::int64_t number_of_row(const registry::Versioned<T>* row) {
    return row ? row->version : 0;
}

void note_driver(std::unordered_map<std::string_view, Driving>& driving, std::string_view driver,
                 const RegisterRows& rows, const RuleSettings& settings) {
    if (driver.empty()) return;
    Driving& known = driving[driver];
    (asks_for_qualification(rows, settings) ? known.school_bus : known.coach) = true;
}

}  // namespace

Time end_of_day(year_month_day last) { return china_midnight(last) + std::chrono::days{1}; }

year_month_day days_after(year_month_day day, int days) {
    return std::chrono::sys_days{day} + std::chrono::days{days};
}

year_month_day months_after(year_month_day day, int months) {
    const year_month_day there = day + std::chrono::months{months};
    return there.ok() ? there : year_month_day{there.year() / there.month() / std::chrono::last};
}

year_month_day years_after(year_month_day day, int years) { return months_after(day, 12 * years); }

std::string last_day_text(Time until) { return to_iso(china_date(until - 1ms)); }

Documents::Documents(const registry::Registry& registry) {
    for (const Row& row : registry.rows().vehicle_documents) papers_[row.value.vehicle].push_back(&row);
}

const Documents::Row* Documents::latest(VehicleId vehicle, std::string_view kind, Time now) const {
    const auto own = papers_.find(vehicle);
    if (own == papers_.end()) return nullptr;
    const Row* latest = nullptr;
    for (const Row* row : own->second) {
        if (row->value.kind != kind || row->valid_from > now) continue;
        if (!latest || row->valid_until > latest->valid_until) latest = row;
    }
    return latest;
}

bool RegisteredVehicle::is_school_bus() const {
    constexpr std::string_view school_buses = "OPQS";
    return rows.plate != nullptr || !vehicle.school_bus_type.empty() ||
           school_buses.find(vehicle.use_nature) != std::string_view::npos;
}

Breach RegisteredVehicle::breach(Time since, std::string detail) const {
    const auto* plate = rows.plate ? rows.plate : rows.expired_plate;
    const auto* permit = rows.permit ? rows.permit : rows.expired_permit;
    return {.vehicle = vehicle.id,
            .since = since,
            .detail = std::move(detail),
            .versions = {number_of_row(rows.vehicle), number_of_row(plate), number_of_row(permit)}};
}

std::vector<RegisteredVehicle> registered_vehicles(const RegisterView& view) {
    std::vector<RegisteredVehicle> all;
    for (const auto& row : view.registry.rows().vehicles)
        if (row.valid_at(view.now))
            all.push_back({row.value, rows_of(view.registry, row.value.id, view.now)});
    return all;
}

std::string_view school_bus_type(const registry::Vehicle& vehicle) {
    if (!vehicle.school_bus_type.empty()) return vehicle.school_bus_type;
    switch (vehicle.use_nature) {
        case 'O': return "infant";
        case 'P': return "primary";
        case 'S': return "primary_junior";
        default: return "";
    }
}

std::vector<PlannedRun> runs_ahead(const RegisterView& view) {
    std::vector<PlannedRun> runs;
    const Time until = view.now + std::chrono::days{view.settings.plan_ahead_days};
    for (const auto* row : view.registry.departures_between(view.now, until)) {
        const registry::Departure& run = row->value;
        if (run.status != registry::DepartureStatus::planned || !row->valid_at(view.now)) continue;
        runs.push_back({run.code, run.line, run.direction, run.vehicle, run.driver, run.escort,
                        row->valid_from, run.leaves_at});
    }
    for (const auto& row : view.registry.rows().timetables) {
        const registry::Timetable& run = row.value;
        if (!row.valid_at(view.now)) continue;
        runs.push_back({run.code, run.line, run.direction, run.vehicle, run.driver, run.escort,
                        row.valid_from, std::nullopt, run.weekdays});
    }
    return runs;
}

std::unordered_map<std::string_view, Driving> driving_ahead(const RegisterView& view) {
    std::unordered_map<std::string_view, Driving> driving;
    for (const auto& row : view.registry.rows().school_bus_plates) {
        if (!row.valid_at(view.now)) continue;
        const RegisterRows rows = rows_of(view.registry, row.value.vehicle, view.now);
        if (!rows.vehicle || rows.vehicle->value.status != registry::VehicleStatus::active) continue;
        for (const std::string& code : row.value.driver_codes)
            note_driver(driving, code, rows, view.settings);
    }
    for (const PlannedRun& run : runs_ahead(view))
        note_driver(driving, run.driver, rows_of(view.registry, run.vehicle, view.now), view.settings);
    for (const auto& row : view.registry.rows().reliefs)  // of a run of that day
        if (row.valid_at(view.now) && view.now < row.valid_from + std::chrono::days{1})
            note_driver(driving, row.value.driver, rows_of(view.registry, row.value.vehicle, view.now),
                        view.settings);
    return driving;
}

}  // namespace husong::rules
