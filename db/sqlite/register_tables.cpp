#include "db/sqlite/register_tables.hpp"

#include <fmt/ranges.h>

namespace husong::db {

namespace {

// What columns() wrote: codes joined by ';'.
std::vector<std::string> split(const std::string& joined) {
    std::vector<std::string> parts;
    std::size_t start = 0;
    while (start < joined.size()) {
        const std::size_t end = std::min(joined.find(';', start), joined.size());
        parts.push_back(joined.substr(start, end - start));
        start = end + 1;
    }
    return parts;
}

}  // namespace

std::optional<std::string> date_text(const std::optional<std::chrono::year_month_day>& date) {
    if (!date) return std::nullopt;
    return to_iso(*date);
}

std::optional<std::chrono::year_month_day> date_of(const Query& row, int column) {
    const auto date = parse_date(row.text(column));
    if (!date) return std::nullopt;
    return *date;
}

std::chrono::year_month_day day_of(const Query& row, int column) {
    return date_of(row, column).value_or(std::chrono::year_month_day{});
}

registry::Operator RegisterTable<registry::Operator>::read(const Query& row, int first) {
    return {row.text(first), row.text(first + 1), row.text(first + 2)};
}

registry::School RegisterTable<registry::School>::read(const Query& row, int first) {
    registry::School school;
    school.code = row.text(first);
    school.name = row.text(first + 1);
    school.stage = row.text(first + 2);
    school.boarding = row.integer(first + 3) != 0;
    school.latitude_deg = row.real(first + 4);
    school.longitude_deg = row.real(first + 5);
    school.gate_radius_m = row.real(first + 6);
    school.leader = row.text(first + 7);
    school.telephone = row.text(first + 8);
    return school;
}

registry::Vehicle RegisterTable<registry::Vehicle>::read(const Query& row, int first) {
    registry::Vehicle vehicle;
    vehicle.id.value = row.integer(first);
    vehicle.vehicle_class = static_cast<registry::VehicleClass>(row.integer(first + 1));
    vehicle.use_nature = row.text(first + 2).at(0);
    vehicle.approved_persons = row.number<int>(first + 3);
    if (!row.is_null(first + 4)) vehicle.approved_pupils = row.number<int>(first + 4);
    if (!row.is_null(first + 5)) vehicle.length_m = row.real(first + 5);
    vehicle.operator_code = row.text(first + 6);
    vehicle.status = static_cast<registry::VehicleStatus>(row.integer(first + 7));
    vehicle.counts_driver = row.integer(first + 8) != 0;
    vehicle.counts_escort = row.integer(first + 9) != 0;
    vehicle.counter = static_cast<registry::CounterKind>(row.integer(first + 10));
    vehicle.vin = row.text(first + 11);
    vehicle.model = row.text(first + 12);
    vehicle.school_bus_type = row.text(first + 13);
    vehicle.licence = static_cast<registry::LicenceState>(row.integer(first + 14));
    if (!row.is_null(first + 15)) vehicle.licence_persons = row.number<int>(first + 15);
    vehicle.first_registered_on = date_of(row, first + 16);
    vehicle.scrap_on = date_of(row, first + 17);
    vehicle.retired_on = date_of(row, first + 18);
    vehicle.owner = row.text(first + 19);
    vehicle.leader = row.text(first + 20);
    vehicle.plate = {row.text(first + 21), static_cast<registry::PlateColour>(row.integer(first + 22))};
    return vehicle;
}

std::string RegisterTable<registry::SchoolBusPlate>::join(const std::vector<std::string>& codes) {
    return fmt::format("{}", fmt::join(codes, ";"));
}

registry::SchoolBusPlate RegisterTable<registry::SchoolBusPlate>::read(const Query& row, int first) {
    return {row.text(first),     {row.integer(first + 1)},   row.text(first + 2),
            row.text(first + 3), split(row.text(first + 4)), row.text(first + 5),
            row.text(first + 6), date_of(row, first + 7)};
}

registry::Permit RegisterTable<registry::Permit>::read(const Query& row, int first) {
    return {row.text(first), {row.integer(first + 1)}, row.text(first + 2), row.text(first + 3)};
}

registry::Driver RegisterTable<registry::Driver>::read(const Query& row, int first) {
    registry::Driver driver;
    driver.code = row.text(first);
    driver.name = row.text(first + 1);
    driver.licence_class = row.text(first + 2);
    driver.birth_on = date_of(row, first + 3);
    if (!row.is_null(first + 4)) driver.qualified_until = row.time(first + 4);
    driver.operator_code = row.text(first + 5);
    driver.first_licensed_on = date_of(row, first + 6);
    driver.licence = static_cast<registry::LicenceState>(row.integer(first + 7));
    driver.period_end_on = date_of(row, first + 8);
    driver.reviewed_on = date_of(row, first + 9);
    driver.trained_on = date_of(row, first + 10);
    driver.health_until_on = date_of(row, first + 11);
    return driver;
}

registry::Terminal RegisterTable<registry::Terminal>::read(const Query& row, int first) {
    registry::Terminal terminal;
    terminal.id.value = row.integer(first);
    terminal.terminal_id = row.text(first + 1);
    terminal.maker = row.text(first + 2);
    terminal.model = row.text(first + 3);
    terminal.edition = row.number<int>(first + 4);
    terminal.kind = static_cast<registry::TerminalKind>(row.integer(first + 5));
    terminal.vehicle.value = row.integer(first + 6);
    terminal.phone = row.text(first + 7);
    return terminal;
}

}  // namespace husong::db
