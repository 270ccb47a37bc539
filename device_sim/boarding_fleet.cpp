#include "device_sim/boarding_fleet.hpp"

#include "device_sim/csv_writer.hpp"

#include <fmt/core.h>

namespace husong::device_sim {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int crew = 2;
constexpr days around_terms{20};          // papers hold before and after
constexpr days between_inspections{175};  // of a school bus: within half a year

struct HiredVehicle {
    std::string plate, driver;
    int persons = 0;
    bool school_bus = false;  // with day pupils of its own; else a coach
};

std::vector<HiredVehicle> hired(std::size_t count) {
    std::vector<HiredVehicle> fleet;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t of_ten = i % 10;
        const int seats = of_ten < 5 ? 45 : of_ten < 8 ? 33 : 17;
        fleet.push_back(
            {fmt::format("冀H{:05}", 10'001 + i), fmt::format("D{:04}", i + 1), seats + crew, of_ten == 9});
    }
    return fleet;
}

std::string plus(Date day, days by) { return to_iso(Date{sys_days{day} + by}); }

std::string fleet_csv(const std::vector<HiredVehicle>& fleet) {
    CsvWriter csv{"plate,colour,class,use_nature,approved_persons,operator"};
    for (const HiredVehicle& each : fleet)
        csv.row({each.plate, "yellow", each.persons < 20 ? "medium" : "large", each.school_bus ? "S" : "E",
                 fmt::format("{}", each.persons), "OP1"});
    return std::move(csv).text();
}

std::string fleet_drivers_csv(const std::vector<HiredVehicle>& fleet, const std::string& until) {
    CsvWriter csv{"code,name,licence_class,birth_on,qualified_until,operator"};
    for (const HiredVehicle& each : fleet) csv.row({each.driver, "王某", "A1", "1985-06-01", until, "OP1"});
    return std::move(csv).text();
}

// Both kinds of paper: a coach that is to carry pupils on holidays has its plate as a school bus does.
std::string papers_csv(const std::vector<HiredVehicle>& fleet, bool plates, const std::string& from,
                       const std::string& until) {
    CsvWriter csv{plates ? "number,plate,colour,valid_from,valid_until,issuer,drivers"
                         : "number,plate,colour,valid_from,valid_until"};
    int number = 0;
    for (const HiredVehicle& each : fleet) {
        ++number;
        if (plates)
            csv.row({fmt::format("BP{:04}", number), each.plate, "yellow", from, until, "示例交警大队",
                     each.driver});
        else
            csv.row({fmt::format("PM{:04}", number), each.plate, "yellow", from, until});
    }
    return std::move(csv).text();
}

std::string inspections_csv(const std::vector<HiredVehicle>& fleet, Date from, Date until) {
    CsvWriter csv{"plate,colour,kind,number,valid_from,valid_until"};
    for (const HiredVehicle& each : fleet) {
        int number = 0;
        for (Date day = from; day < until; day = sys_days{day} + between_inspections)
            csv.row({each.plate, "yellow", "inspection", fmt::format("{}", ++number), to_iso(day),
                     plus(day, between_inspections)});
    }
    return std::move(csv).text();
}

std::string timetables_csv(const std::vector<HiredVehicle>& fleet) {
    CsvWriter csv{"code,line,direction,weekdays,time,plate,colour,driver"};
    for (const HiredVehicle& each : fleet) {
        if (!each.school_bus) continue;
        csv.row({"T1-" + each.driver, day_line, "to_school", "12345", "07:00", each.plate, "yellow",
                 each.driver});
        csv.row({"T2-" + each.driver, day_line, "home", "12345", "16:30", each.plate, "yellow", each.driver});
    }
    return std::move(csv).text();
}

}  // namespace

std::vector<TextFile> boarding_fleet_files(std::size_t vehicles, const std::vector<SchoolTerm>& terms) {
    const auto fleet = hired(vehicles);
    const Date from{sys_days{terms.front().first} - around_terms};
    const Date until{sys_days{terms.back().last} + around_terms};
    const std::string since = to_iso(from), last = to_iso(until);
    return {{"operators.csv", "code,name,kind\nOP1,示例客运公司,passenger_company\n"},
            {"vehicles.csv", fleet_csv(fleet)},
            {"drivers.csv", fleet_drivers_csv(fleet, last)},
            {"school_bus_plates.csv", papers_csv(fleet, true, since, last)},
            {"permits.csv", papers_csv(fleet, false, since, last)},
            {"vehicle_documents.csv", inspections_csv(fleet, from, until)},
            {"timetables.csv", timetables_csv(fleet)}};
}

}  // namespace husong::device_sim
