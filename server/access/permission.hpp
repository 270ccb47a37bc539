// Who may do what: one table. Every route names its row; encoders ask it field by field.
#pragma once

#include "server/access/account.hpp"

#include <algorithm>
#include <array>

namespace husong::access {

enum class Resource : std::uint8_t {
    vehicle,           // the register's vehicle, its papers and the verdict
    load,              // how many are aboard; never who
    position,          // where the vehicle is
    finding,           // what the rules concluded, with its evidence; create: taking notice of it
    sighting,          // who saw which vehicle where
    head_count,        // a count of everybody aboard by a person
    schedule,          // published departures, with the crew by family name
    telemetry,         // positions and counts told by a device
    gate_list,         // the vehicles that a school's gate expects, and what it does with them
    fleet,             // one operator's vehicles, drivers and runs
    own_runs,          // the runs that name one driver or escort; create: what they tell on one of them
    class_ways,        // how the pupils of one class come and go, by name; create: telling it
    school_ways,       // how the pupils of a school come and go: sums, and who goes by a forbidden way
    holiday_plan,      // coordinated holidays; create: agreeing, objecting, publishing, each his own part
    holiday_planning,  // terms planned by the server; create: asking for it, laying plans before the others
};
enum class Action : std::uint8_t { read, create };

struct Grant {
    Role role;
    Resource resource;
    Action action;
};

// For the whole county, but for accounts with a scope: they are let in by routes that answer of that school,
// operator or person only (Door::of_scope). What is not in the table is refused.
inline constexpr std::array grants{
    Grant{Role::police, Resource::vehicle, Action::read},
    Grant{Role::police, Resource::load, Action::read},
    Grant{Role::police, Resource::position, Action::read},
    Grant{Role::police, Resource::finding, Action::read},
    Grant{Role::police, Resource::finding, Action::create},
    Grant{Role::police, Resource::sighting, Action::read},
    Grant{Role::police, Resource::sighting, Action::create},
    Grant{Role::police, Resource::head_count, Action::create},

    Grant{Role::police, Resource::schedule, Action::read},
    Grant{Role::bureau, Resource::schedule, Action::read},
    Grant{Role::transport, Resource::schedule, Action::read},
    Grant{Role::gate, Resource::schedule, Action::read},

    Grant{Role::police, Resource::holiday_plan, Action::read},
    Grant{Role::police, Resource::holiday_plan, Action::create},
    Grant{Role::bureau, Resource::holiday_plan, Action::read},
    Grant{Role::bureau, Resource::holiday_plan, Action::create},
    Grant{Role::transport, Resource::holiday_plan, Action::read},
    Grant{Role::transport, Resource::holiday_plan, Action::create},
    Grant{Role::bureau, Resource::holiday_planning, Action::read},
    Grant{Role::bureau, Resource::holiday_planning, Action::create},

    Grant{Role::bureau, Resource::vehicle, Action::read},
    Grant{Role::bureau, Resource::load, Action::read},
    Grant{Role::bureau, Resource::position, Action::read},
    Grant{Role::bureau, Resource::finding, Action::read},
    Grant{Role::bureau, Resource::finding, Action::create},
    Grant{Role::bureau, Resource::sighting, Action::read},
    Grant{Role::bureau, Resource::sighting, Action::create},

    // The gate judges the vehicle in front of it, whichever that is; where others are is not its business.
    // Those on its own school's list it follows, counts and releases: a count clears findings, so it has no
    // head_count for any other.
    Grant{Role::gate, Resource::vehicle, Action::read},
    Grant{Role::gate, Resource::load, Action::read},
    Grant{Role::gate, Resource::sighting, Action::create},
    Grant{Role::gate, Resource::gate_list, Action::read},
    Grant{Role::gate, Resource::gate_list, Action::create},

    // Only with a scope: whose fleet, whose runs.
    Grant{Role::operator_staff, Resource::fleet, Action::read},
    Grant{Role::driver, Resource::own_runs, Action::read},
    Grant{Role::escort, Resource::own_runs, Action::read},
    Grant{Role::driver, Resource::own_runs, Action::create},
    Grant{Role::escort, Resource::own_runs, Action::create},

    // Only with a scope: whose class. The school sees its own by name, the bureau the sums of all.
    Grant{Role::class_teacher, Resource::class_ways, Action::read},
    Grant{Role::class_teacher, Resource::class_ways, Action::create},
    Grant{Role::gate, Resource::school_ways, Action::read},
    Grant{Role::bureau, Resource::school_ways, Action::read},

    Grant{Role::patrol, Resource::sighting, Action::create},
    Grant{Role::hotline, Resource::sighting, Action::create},

    // A device's own key says which of these it really may.
    Grant{Role::device, Resource::telemetry, Action::create},
    Grant{Role::device, Resource::sighting, Action::create},
};

constexpr bool may(Role role, Resource resource, Action action) {
    return std::any_of(grants.begin(), grants.end(), [=](const Grant& grant) {
        return grant.role == role && grant.resource == resource && grant.action == action;
    });
}

}  // namespace husong::access
