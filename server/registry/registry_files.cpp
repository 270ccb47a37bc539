// What the registry knows of a vehicle's and a driver's file.
#include "server/registry/registry.hpp"
#include "server/registry/row_choice.hpp"

#include <functional>

namespace husong::registry {

namespace {

auto of_kind(std::string_view kind) {
    return [kind](const VehicleDocument& row) { return row.kind == kind; };
}

// On the day itself it may still have been shown.
auto given_back_before(Time at) {
    return [at](const SchoolBusPlate& row) {
        return row.returned_on && china_midnight(*row.returned_on) + std::chrono::days{1} <= at;
    };
}

}  // namespace

void Registry::index_files() {
    const auto vehicle = [](const auto& row) { return row.vehicle; };
    const auto day = [](const auto& row) { return row.on; };
    index_rows(school_bus_plates_, rows_.school_bus_plates, vehicle);
    index_rows(permits_, rows_.permits, vehicle);
    index_rows(vehicle_documents_, rows_.vehicle_documents, vehicle);
    index_rows(stage_overrides_, rows_.stage_overrides, vehicle);
    index_rows(equipment_checks_, rows_.equipment_checks, vehicle);
    order_rows(equipment_checks_, day);
    index_rows(offences_of_, rows_.offences,
               [](const Offence& row) -> std::string_view { return row.driver; });
    order_rows(offences_of_, day);
}

const Versioned<SchoolBusPlate>* Registry::school_bus_plate(VehicleId id, Time at) const {
    return among(school_bus_plates_, id,
                 [&](const auto& rows) { return best_valid(rows, at, std::not_fn(given_back_before(at))); });
}

const Versioned<Permit>* Registry::permit(VehicleId id, Time at) const {
    return valid_among(permits_, id, at);
}

const Versioned<SchoolBusPlate>* Registry::last_school_bus_plate(VehicleId id, Time before) const {
    return among(school_bus_plates_, id, [&](const auto& rows) {
        const auto* given_back = best_valid(rows, before, given_back_before(before));
        return given_back ? given_back : last_ended(rows, before);
    });
}

const Versioned<Permit>* Registry::last_permit(VehicleId id, Time before) const {
    return among(permits_, id, [&](const auto& rows) { return last_ended(rows, before); });
}

const Versioned<VehicleDocument>* Registry::vehicle_document(VehicleId id, std::string_view kind,
                                                             Time at) const {
    return among(vehicle_documents_, id,
                 [&](const auto& rows) { return best_valid(rows, at, of_kind(kind)); });
}

const Versioned<VehicleDocument>* Registry::last_vehicle_document(VehicleId id, std::string_view kind,
                                                                  Time before) const {
    return among(vehicle_documents_, id,
                 [&](const auto& rows) { return last_ended(rows, before, of_kind(kind)); });
}

const Versioned<StageOverride>* Registry::stage_override(VehicleId id, std::string_view stage,
                                                         Time at) const {
    const auto of_stage = [&](const StageOverride& row) { return row.stage == stage; };
    return among(stage_overrides_, id, [&](const auto& rows) { return best_valid(rows, at, of_stage); });
}

const Versioned<EquipmentCheck>* Registry::equipment_check(VehicleId id, Time at) const {
    const auto last_until = [&](const RowPointers<EquipmentCheck>& rows) {
        const Versioned<EquipmentCheck>* last = nullptr;
        for (const auto* row : rows)
            if (row->valid_at(at) && row->value.on <= china_date(at)) last = row;
        return last;
    };
    return among(equipment_checks_, id, last_until);
}

std::span<const Versioned<Offence>* const> Registry::offences_of(std::string_view driver) const {
    const auto found = offences_of_.find(driver);
    if (found == offences_of_.end()) return {};
    return found->second;
}

}  // namespace husong::registry
