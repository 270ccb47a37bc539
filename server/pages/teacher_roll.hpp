// The roll of a class (/t/roll): which of the pupils who ride to school today are there, and on a day of
// return which of the boarders.
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
    own_way,   // a boarder who comes by none of today's runs
};

struct RollPupil {
    const registry::Pupil* pupil = nullptr;
    RollRide ride{};
    std::optional<Time> found_at;   // at school, as told last
    std::optional<Time> missed_at;  // … not there
    // Of a boarder on a day of return:
    bool boarder = false;
    std::string way{};              // how it was told to come back: 家长接送
    std::optional<Time> back_at{};  // there, as the roll of the boarders says
    std::string mark{};             // missing | leave | contacted; else empty
};

struct RollPage {
    std::string school;  // its name
    std::string class_name;
    Time made_at{};
    std::string token;  // of the session's forms
    std::string key;    // of the act
    std::vector<RollPupil> pupils;
    // The day of return that is asked about, today's or the last one's, and when its roll was called.
    std::optional<std::chrono::year_month_day> return_on{};
    std::optional<Time> return_called_at{};
    bool sent = false;    // just now
    std::string trouble;  // why nothing was stored; empty: nothing hindered it
};

std::string render_roll(const RollPage& page);

}  // namespace husong::pages
