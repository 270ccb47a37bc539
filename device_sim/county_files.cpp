#include "device_sim/county_files.hpp"

#include "device_sim/csv_writer.hpp"

#include <boost/json.hpp>
#include <fmt/core.h>

#include <fstream>

namespace husong::device_sim {

namespace {

constexpr int known_since_days = 200;
constexpr int papers_began_days_ago = 165;
constexpr int papers_last_days = 200;  // until the first day of the next term
constexpr int expired_days_ago = 12;

std::string days_from(const County& county, int days) {
    return to_iso(Date{std::chrono::sys_days{county.plan.today} + std::chrono::days{days}});
}
std::string began(const County& county) { return days_from(county, -known_since_days); }
std::string papers_began(const County& county) { return days_from(county, -papers_began_days_ago); }

std::string_view yes_no(bool value) { return value ? "yes" : "no"; }

bool is_registered(const Vehicle& vehicle) { return vehicle.role != Role::unregistered; }
bool has_school_bus_plate(const Vehicle& vehicle) {
    return is_registered(vehicle) && vehicle.role != Role::non_commercial;
}

std::string operators_csv(const County& county) {
    CsvWriter csv{"code,name,kind,valid_from,valid_until"};
    for (const Operator& each : county.operators)
        csv.row({each.code, each.name, each.kind, began(county), ""});
    return std::move(csv).text();
}

std::string schools_csv(const County& county) {
    CsvWriter csv{"code,name,stage,boarding,latitude_deg,longitude_deg,gate_radius_m,valid_from,valid_until"};
    for (const School& school : county.schools)
        csv.row({school.code, school.name, school.stage, yes_no(school.boarding),
                 fmt::format("{:.6f}", school.gate.centre.latitude_deg),
                 fmt::format("{:.6f}", school.gate.centre.longitude_deg),
                 fmt::format("{:.0f}", school.gate.radius_m), began(county), ""});
    return std::move(csv).text();
}

std::string vehicles_csv(const County& county) {
    CsvWriter csv{
        "plate,colour,class,use_nature,approved_persons,approved_pupils,length_m,operator,status,counts_"
        "driver,"
        "counts_escort,valid_from,valid_until"};
    for (const Vehicle& vehicle : county.vehicles) {
        if (!is_registered(vehicle)) continue;
        csv.row({vehicle.plate, vehicle.colour, vehicle.vehicle_class, vehicle.use_nature,
                 fmt::format("{}", vehicle.approved_persons),
                 vehicle.approved_pupils ? fmt::format("{}", vehicle.approved_pupils) : std::string{},
                 fmt::format("{:.2f}", vehicle.length_m), county.operators[vehicle.operator_index].code,
                 "active", "no", "no", began(county), ""});
    }
    return std::move(csv).text();
}

std::string plates_csv(const County& county) {
    CsvWriter csv{"number,plate,colour,valid_from,valid_until,issuer,route,drivers"};
    for (std::size_t i = 0; i < county.vehicles.size(); ++i) {
        const Vehicle& vehicle = county.vehicles[i];
        if (!has_school_bus_plate(vehicle)) continue;
        const int days = vehicle.role == Role::expired ? -expired_days_ago : papers_last_days;
        csv.row({fmt::format("BP{:04}", i + 1), vehicle.plate, vehicle.colour, papers_began(county),
                 days_from(county, days), "松岭交警大队", county.lines[vehicle.line].code,
                 county.drivers[vehicle.driver].code});
    }
    return std::move(csv).text();
}

std::string permits_csv(const County& county) {
    CsvWriter csv{"number,plate,colour,valid_from,valid_until,school,route"};
    for (std::size_t i = 0; i < county.vehicles.size(); ++i) {
        const Vehicle& vehicle = county.vehicles[i];
        if (!has_school_bus_plate(vehicle)) continue;
        const Line& line = county.lines[vehicle.line];
        csv.row({fmt::format("PM{:04}", i + 1), vehicle.plate, vehicle.colour, papers_began(county),
                 days_from(county, papers_last_days), county.schools[line.school].code, line.code});
    }
    return std::move(csv).text();
}

std::string drivers_csv(const County& county) {
    CsvWriter csv{"code,name,licence_class,birth_on,qualified_until,operator,valid_from,valid_until"};
    for (const Vehicle& vehicle : county.vehicles) {
        if (!has_school_bus_plate(vehicle)) continue;
        const Driver& driver = county.drivers[vehicle.driver];
        csv.row({driver.code, driver.name, driver.licence_class, to_iso(driver.birth_on),
                 to_iso(driver.qualified_until), county.operators[driver.operator_index].code, began(county),
                 ""});
    }
    return std::move(csv).text();
}

std::string terminals_csv(const County& county) {
    CsvWriter csv{"phone,terminal_id,maker,model,edition,plate,colour,kind,valid_from,valid_until"};
    for (const Terminal& terminal : county.terminals) {
        const Vehicle& vehicle = county.vehicles[terminal.vehicle];
        csv.row({terminal.phone, terminal.terminal_id, terminal.maker, terminal.model, terminal.edition,
                 vehicle.plate, vehicle.colour, terminal.kind, began(county), ""});
    }
    return std::move(csv).text();
}

std::string truth_json(const County& county) {
    boost::json::array vehicles;
    for (const Vehicle& vehicle : county.vehicles) {
        if (vehicle.role == Role::lawful) continue;
        const Line& line = county.lines[vehicle.line];
        const int adults = vehicle.has_escort ? 2 : 1;
        vehicles.push_back({{"plate", vehicle.plate},
                            {"colour", vehicle.colour},
                            {"truth", name_of(vehicle.role)},
                            {"line", line.code},
                            {"school", county.schools[line.school].code},
                            {"approved_persons", vehicle.approved_persons},
                            {"pupils_on_a_full_day", vehicle.pupils},
                            {"people_on_a_full_day", vehicle.pupils + adults}});
    }
    const boost::json::object truth{{"seed", county.plan.seed},
                                    {"today", to_iso(county.plan.today)},
                                    {"registered_vehicles", county.plan.vehicles},
                                    {"not_lawful", vehicles}};
    return boost::json::serialize(truth) + "\n";
}

}  // namespace

std::vector<TextFile> county_files(const County& county) {
    return {{"operators.csv", operators_csv(county)}, {"schools.csv", schools_csv(county)},
            {"vehicles.csv", vehicles_csv(county)},   {"school_bus_plates.csv", plates_csv(county)},
            {"permits.csv", permits_csv(county)},     {"drivers.csv", drivers_csv(county)},
            {"terminals.csv", terminals_csv(county)}, {"truth.json", truth_json(county)}};
}

Result<> write_files(const std::vector<TextFile>& files, const std::filesystem::path& folder) {
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        return Error{ErrorCode::unavailable,
                     fmt::format("cannot make {}: {}", folder.string(), failure.message())};
    for (const TextFile& file : files) {
        std::ofstream out{folder / file.name, std::ios::binary};
        out << file.text;
        if (!out.flush())
            return Error{ErrorCode::unavailable,
                         fmt::format("cannot write {}", (folder / file.name).string())};
    }
    return {};
}

}  // namespace husong::device_sim
