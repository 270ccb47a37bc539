// The roll of a class (/t/roll): which of the pupils who ride to school today are there.
#pragma once

#include "server/base/time.hpp"
#include "server/registry/entities.hpp"
#include "server/registry/files.hpp"

#include <optional>
#include <string>
#include <vector>

namespace husong::pages {

// What the crew has told of the child on the way to school.
enum class RollRide : std::uint8_t {
    not_told,
    aboard,    // marked as boarded, and not as alighted
    alighted,  // …
    excused,   // the family has: nobody looks for it
    coming,    // not told, and its vehicle has not come yet
};

struct RollPupil {
    const registry::Pupil* pupil = nullptr;
    RollRide ride{};
    std::optional<Time> found_at;   // at school, as told last
    std::optional<Time> missed_at;  // … not there
};

struct RollPage {
    std::string school;  // its name
    std::string class_name;
    Time made_at{};
    std::string token;  // of the session's forms
    std::string key;    // of the act
    std::vector<RollPupil> pupils;
    bool sent = false;    // just now
    std::string trouble;  // why nothing was stored; empty: nothing hindered it
};

// The roll was called before, and who was not found then is ticked.
std::optional<Time> called_at(const RollPage& page);

std::string render_roll(const RollPage& page);

}  // namespace husong::pages
