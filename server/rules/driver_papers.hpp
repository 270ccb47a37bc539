// One driver's file: may he drive this vehicle with pupils aboard? The rules on registers and runs (DR) ask
// it, and so does whoever lets a vehicle go. Pure.
#pragma once

#include "server/rules/snapshot.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace husong::rules {

struct DriverFault {
    std::optional<Time> since;  // none: for as long as the file says so
    std::string text;           // without the name: 驾驶证状态为暂扣，不得驾驶
};

// A vehicle whose driver needs 校车驾驶资格; a coach of public traffic needs none.
bool asks_for_qualification(const RegisterRows& rows, const RuleSettings& settings);
// Midnight from which somebody born then is too old.
Time too_old_since(std::chrono::year_month_day birth, int age, const RuleSettings& settings);

// Each: none where the file holds nothing against him.
std::optional<DriverFault> qualification_fault(const registry::Driver& driver,
                                               registry::VehicleClass vehicle_class, Time at);  // DR-01
std::optional<DriverFault> too_old(const registry::Driver& driver, bool school_bus, Time at,
                                   const RuleSettings& settings);  // DR-03
std::optional<DriverFault> too_young(const registry::Driver& driver, Time at,
                                     const RuleSettings& settings);  // DR-03, of a school bus
std::optional<DriverFault> review_fault(const registry::Driver& driver, Time at,
                                        const RuleSettings& settings);     // DR-05
std::optional<DriverFault> licence_fault(const registry::Driver& driver);  // DR-09
// DR-06; an offence of anybody.
std::optional<DriverFault> offence_fault(const registry::Offence& offence, Time at,
                                         const RuleSettings& settings);

// What the papers of a driver say of driving one vehicle.
struct DriverView {
    std::string name;                       // of the register; else the code
    std::vector<std::string> forbidding;    // why he must not drive it with pupils
    std::vector<std::string> worth_a_look;  // why he may, but somebody should look
};
struct DriverCase {
    const registry::Registry& registry;
    const RegisterRows& rows;  // of the vehicle, at `now`
    Time now{};
    const RuleSettings& settings;  // the county's own among them
};
// `code`: of the register; whom it does not name must not drive.
DriverView view_driver(std::string_view code, const DriverCase& subject);

struct RunDriver {
    DriverView papers;
    bool drives = false;  // has signed in; else he is only named by the register
};
// Of any run of a vehicle that is on `trip`; none: nobody is named. `law`: the settings without the county's.
std::optional<RunDriver> driver_of_run(const registry::Departure& run, const tracking::Trip& trip,
                                       const registry::Registry& registry, Time now, const RuleSettings& law);

}  // namespace husong::rules
