#include "device_sim/fleet.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace husong::device_sim {

namespace {

struct Model {
    std::string_view vehicle_class, colour;
    int approved_persons, approved_pupils;
    double length_m;
    std::string_view licence_class;
};
// Dedicated school buses. The approved pupils leave the driver's and the escort's seat free.
constexpr std::array bus_models{Model{"large", "yellow", 45, 43, 8.99, "A1"},
                                Model{"large", "yellow", 36, 34, 7.39, "A1"},
                                Model{"medium", "yellow", 19, 17, 5.99, "B1"},
                                Model{"large", "yellow", 45, 43, 8.99, "A1"},
                                Model{"large", "yellow_green", 40, 38, 8.50, "A1"},
                                Model{"medium", "gradient_green", 18, 16, 5.80, "B1"},
                                Model{"small", "blue", 9, 7, 5.30, "B1"}};
constexpr Model long_bus{"large", "yellow", 56, 54, 10.99, "A1"};  // only where a plan asks for it
constexpr Model van{"small", "blue", 7, 0, 4.40, "C1"};

struct TerminalMake {
    std::string_view maker, model, edition;
};
constexpr std::array makes{TerminalMake{"HSA01", "HS-A1", "2013"}, TerminalMake{"HSB02", "HS-B2-CAM", "2013"},
                           TerminalMake{"HSC03", "HS-C3-BD", "2019"}, TerminalMake{"HSD04", "HSD4", "2011"},
                           TerminalMake{"HSA01", "HS-A1", "2013"}};

constexpr std::array surnames{"张", "王", "李", "赵", "刘", "陈", "杨", "孙", "周", "吴", "郑", "冯"};

constexpr std::size_t bus_company = 0, passenger_company = 1, school_operator = 3, individual = 4;

void add_operators(County& county) {
    county.operators = {{"OP1", "松岭护苗校车服务公司", "school_bus_company"},
                        {"OP2", "云山公路客运公司", "passenger_company"},
                        {"OP3", "松岭公交公司", "bus_company"},
                        {"OP4", county.schools.front().name, "school"},
                        {"OP5", "个人（钱某）", "individual"}};
}

// What a school of this stage may be served by (rules on school bus types).
std::string_view use_nature_for(std::string_view stage) {
    if (stage == "kindergarten") return "O";
    if (stage == "primary") return "P";
    return "S";
}

// The vehicles with a role come first, in the order of the plan.
Role role_of(const CountyPlan& plan, std::size_t index) {
    if (index >= plan.vehicles) return Role::unregistered;
    if (index < plan.overloaded) return Role::overloaded;
    if (index < plan.overloaded + plan.expired) return Role::expired;
    if (index < plan.overloaded + plan.expired + plan.non_commercial) return Role::non_commercial;
    return Role::lawful;
}

bool is_bus(Role role) { return role != Role::non_commercial && role != Role::unregistered; }

// Plates of the invented range 冀H0…: yellow 冀H00318, new energy 冀H00318D and 冀HD00318, vans 冀H7K206.
std::string plate_for(std::string_view colour, Role role, std::size_t index) {
    const std::size_t number = 352 + 3 * index;
    if (!is_bus(role)) return fmt::format("冀H7K{:03}", (200 + 3 * index) % 1000);
    if (colour == "yellow_green") return fmt::format("冀H{:05}D", number);
    if (colour == "gradient_green") return fmt::format("冀HD{:05}", number);
    return fmt::format("冀H{:05}", number);
}

const Model* model_of(int approved_persons) {
    if (approved_persons == long_bus.approved_persons) return &long_bus;
    const auto found = std::ranges::find(bus_models, approved_persons, &Model::approved_persons);
    return found == bus_models.end() ? nullptr : &*found;
}

const Model& model_for(const CountyPlan& plan, Role role, std::size_t index, bool infants) {
    constexpr int most_infants = 45;  // 核载 of a bus for infants (GB 24407)
    if (!is_bus(role)) return van;
    if (role == Role::overloaded) return bus_models.front();
    if (!plan.capacities.empty()) {
        const Model& model = *model_of(plan.capacities[index % plan.capacities.size()]);
        return infants && model.approved_persons > most_infants ? bus_models.front() : model;
    }
    return bus_models[index % bus_models.size()];
}

// Buses with a role ride 50 in 45 places; lawful ones between half and all of their pupils' seats.
int pupils_for(const Model& model, Role role, Random& random) {
    if (role == Role::overloaded) return model.approved_persons + model.approved_persons / 9;
    if (!is_bus(role)) return random.between(8, 11);
    return random.between(model.approved_pupils / 2, model.approved_pupils);
}

Date days_from(Date date, int days) { return std::chrono::sys_days{date} + std::chrono::days{days}; }

std::size_t add_driver(County& county, const Model& model, std::size_t operator_index, Random& random) {
    using std::chrono::year;
    const std::size_t index = county.drivers.size();
    const Date today = county.plan.today;
    Driver driver;
    driver.code = fmt::format("D{:03}", index + 1);
    driver.name = fmt::format("{}某", surnames[random.below(surnames.size())]);
    driver.licence_class = model.licence_class;
    driver.birth_on = days_from(today, -random.between(30 * 366, 58 * 365));
    driver.qualified_until = days_from(today, random.between(60, 700));
    driver.operator_index = operator_index;
    county.drivers.push_back(std::move(driver));
    return index;
}

// A van reports by its driver's phone; the escort of an overloaded bus counts with hers.
void add_terminals(County& county, std::size_t vehicle) {
    const Role role = county.vehicles[vehicle].role;
    if (role == Role::unregistered) return;
    const std::string number = fmt::format("139000{:05}", vehicle + 1);
    if (role == Role::non_commercial) {
        county.terminals.push_back({number, number, "PHONE", "OsmAnd", "", "phone", vehicle});
        return;
    }
    const TerminalMake& make = makes[vehicle % makes.size()];
    county.terminals.push_back({number, fmt::format("T{:06}", vehicle + 1), std::string{make.maker},
                                std::string{make.model}, make.edition, "jt808", vehicle});
    if (role != Role::overloaded) return;
    const std::string escort = fmt::format("139009{:05}", vehicle + 1);
    county.terminals.push_back({escort, escort, "PHONE", "escort", "", "phone", vehicle});
}

// The first school runs its own buses.
std::size_t operator_for(Role role, std::size_t school, std::size_t index) {
    if (!is_bus(role)) return individual;
    if (school == 0) return school_operator;
    return index % 5 == 3 ? passenger_company : bus_company;
}

}  // namespace

bool has_bus_for(int approved_persons) { return model_of(approved_persons) != nullptr; }

void add_fleet(County& county, Random random) {
    add_operators(county);
    for (std::size_t i = 0; i < county.lines.size(); ++i) {
        const Role role = role_of(county.plan, i);
        const bool infants = county.schools[county.lines[i].school].stage == "kindergarten";
        const Model& model = model_for(county.plan, role, i, infants);
        Vehicle vehicle;
        vehicle.plate = plate_for(model.colour, role, i);
        vehicle.colour = model.colour;
        vehicle.vehicle_class = model.vehicle_class;
        vehicle.use_nature =
            is_bus(role) ? use_nature_for(county.schools[county.lines[i].school].stage) : "A";
        vehicle.approved_persons = model.approved_persons;
        vehicle.approved_pupils = model.approved_pupils;
        vehicle.length_m = model.length_m;
        vehicle.operator_index = operator_for(role, county.lines[i].school, i);
        vehicle.role = role;
        vehicle.driver = add_driver(county, model, vehicle.operator_index, random);
        vehicle.line = i;
        vehicle.has_escort = is_bus(role);
        vehicle.pupils = pupils_for(model, role, random);
        county.vehicles.push_back(std::move(vehicle));
        add_terminals(county, i);
    }
}

}  // namespace husong::device_sim
