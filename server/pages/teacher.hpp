// The pages of a class teacher: the class (/t), and a part of it to fill in (/t/{group}).
#pragma once

#include "server/pages/gate_forms.hpp"
#include "server/ways/class_ways.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::pages {

inline constexpr std::string_view teacher_style = "gate.css";

// So many pupils are on one page, and are saved together: five pages for 45.
inline constexpr std::size_t group_size = 9;
constexpr std::size_t group_of(std::size_t place) { return place / group_size + 1; }

// What stands for "as on the way to school".
inline constexpr std::string_view same_as_to_school = "same";

// A stop as the form's lists name it; empty: none.
std::string stop_value(std::string_view line, std::string_view stop);

struct ClassScene {
    const registry::Registry& registry;
    std::string school;  // its name
    std::string class_name;
    std::string term;
    std::span<const ways::PupilWays> pupils;
    Time made_at{};
    std::string token;  // of the session's forms
};

struct ClassPage {
    const ClassScene& scene;
    std::optional<int> saved;         // so many pupils were just stored
    std::vector<FormFault> problems;  // what was not: the pupil is named
};
std::string render_class(const ClassPage& page);

// What a pupil's part of the form shows chosen.
struct PupilChoice {
    std::string to_school;  // a mode; empty: none
    std::string home;       // a mode, same_as_to_school or empty
    std::string to_school_stop;
    std::string home_stop;
    std::string plate;
};
// As it is known now.
PupilChoice choice_of(const ways::PupilWays& known);
// The versions that a pupil's part was made from: told with it, so that what somebody else told meanwhile is
// not lost unseen.
std::string seen_mark(const ways::PupilWays& known);

struct PupilPart {
    std::size_t place = 0;  // in the class, from 0
    PupilChoice choice;
    std::vector<FormFault> faults;  // field: to | home | to-stop | home-stop
};

struct GroupPage {
    const ClassScene& scene;
    std::size_t group = 1;  // from 1
    std::vector<PupilPart> parts;
    std::optional<int> saved;
    std::string trouble;  // why nothing was stored; empty: nothing hindered it
};
std::string render_group(const GroupPage& page);

}  // namespace husong::pages
