// How the pupils of one class come and go: what was told this term, and what is kept from before. Pure.
#pragma once

#include "server/registry/registry.hpp"
#include "server/registry/travel_modes.hpp"
#include "server/ways/term.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::ways {

using registry::Direction;
using TravelRows = std::vector<registry::Versioned<registry::Travel>>;

// In the order in which people are asked.
inline constexpr std::array both_ways{Direction::to_school, Direction::home};

struct SchoolClass {
    std::string school;  // code
    std::string name;    // as in the pupils' register; empty: pupils without one
    auto operator<=>(const SchoolClass&) const = default;
};
// The scope of a class teacher's account: S01/三年级2班. None: it names no school and class.
std::optional<SchoolClass> parse_class(std::string_view scope);

enum class Origin : std::uint8_t {
    none,       // nothing is known
    this_term,  // told, or confirmed, since the term began
    before,     // of an earlier term: kept until it is told anew
    pupil_row,  // only the line in the pupil's own row
};

struct KnownWay {
    Origin origin = Origin::none;
    registry::Travel way;      // mode is empty when nothing is known
    Time told_at{};            // when it was recorded; of a pupil_row that row
    std::int64_t version = 0;  // of the row that is valid now; 0: none is

    [[nodiscard]] bool known() const { return origin != Origin::none; }
    [[nodiscard]] bool kept() const { return origin == Origin::before || origin == Origin::pupil_row; }
};

struct PupilWays {
    const registry::Pupil* pupil = nullptr;
    KnownWay to_school;
    KnownWay home;

    [[nodiscard]] const KnownWay& towards(Direction direction) const {
        return direction == Direction::home ? home : to_school;
    }
    [[nodiscard]] bool told() const {
        return to_school.origin == Origin::this_term && home.origin == Origin::this_term;
    }
    // Something of an earlier term stands where this term nothing was told.
    [[nodiscard]] bool keeps() const { return to_school.kept() || home.kept(); }
};

// Of the class at `now`, by code (学号).
std::vector<const registry::Pupil*> pupils_of(const registry::Registry& registry, const SchoolClass& of,
                                              Time now);

// `rows`: what is known of this pupil's ways, of all times; rows of others are passed over.
KnownWay known_way(const registry::Pupil& pupil, Direction direction, const TravelRows& rows, Time now);
PupilWays ways_of(const registry::Pupil& pupil, const TravelRows& rows, Time now);

// The same way, whatever its direction.
bool same_way(const registry::Travel& a, const registry::Travel& b);

// What is wrong with a way that somebody tells. Field: mode | stop.
struct WayFault {
    std::string field;
    std::string text;
};
std::optional<WayFault> fault_of(const registry::Travel& way, std::string_view school,
                                 const registry::Registry& registry, Time now);

// A way that the family has to be talked to about; empty: none. `stage`: of the pupil, or of the school.
std::string concern_about(const registry::Travel& way, std::string_view stage);
std::string_view stage_of(const registry::Pupil& pupil, const registry::Registry& registry, Time now);

// 校车 柳湾线 柳湾站
std::string way_zh(const registry::Travel& way, const registry::Registry& registry, Time now);

// The rows that tell `way` from today on, for the register: what was told for later days stays. `rows`: as in
// known_way().
TravelRows rows_telling(const registry::Travel& way, const TravelRows& rows, Time now);

// Pupils by mode in the order of travel_modes, each direction; those of whom nothing is known are in none.
struct Sums {
    struct Row {
        const registry::TravelMode* mode = nullptr;
        int to_school = 0;
        int home = 0;
    };
    std::vector<Row> by_mode;  // modes that nobody uses are left out
    int pupils = 0;
    int told = 0;     // this term, both ways
    int unknown = 0;  // of whom nothing is known in some direction
};
Sums sums_of(std::span<const PupilWays> all);

}  // namespace husong::ways
