// Whether some legs find vehicles and police posts together, and the fewest that do not.
#pragma once

#include "server/solver/explain.hpp"
#include "server/solver/round.hpp"

#include <map>

namespace husong::solver {

enum class Answer : std::uint8_t { yes, no, unknown };

// Leaves out what is not needed for `can_be` to say no, the first ones first. True: without any one of what
// is left it can be; false: that is not known of each.
template <class T, class CanBe>
bool shrink(std::vector<T>& members, CanBe can_be) {
    bool proven = true;
    for (std::size_t i = 0; i < members.size();) {
        std::vector<T> rest = members;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
        const Answer answer = can_be(rest);
        if (answer == Answer::no) {
            members = std::move(rest);
            continue;
        }
        proven = proven && answer == Answer::yes;
        ++i;
    }
    return proven;
}

// What the county has of one thing on one day.
struct DayResource {
    Resource resource = Resource::vehicles;
    coordination::Day on{};
    auto operator<=>(const DayResource&) const = default;
};

class Room {
public:
    // The legs' breaks as if nothing bound them to others of their school.
    explicit Room(const coordination::Case& question);

    // Whether these legs alone find a moment each.
    [[nodiscard]] Answer has_room(std::span<const coordination::LegKey> legs, double seconds) const;
    // With as much as they like of everything but `limited`.
    [[nodiscard]] Answer has_room(std::span<const coordination::LegKey> legs,
                                  std::span<const DayResource> limited, double seconds) const;
    // All that the legs could take.
    [[nodiscard]] std::vector<DayResource> resources(std::span<const coordination::LegKey> legs) const;
    [[nodiscard]] Scarce scarce(const DayResource& resource,
                                std::span<const coordination::LegKey> legs) const;
    [[nodiscard]] std::vector<coordination::LegKey> legs() const;
    // Of its largest option.
    [[nodiscard]] int vehicles_of(coordination::LegKey leg) const;

private:
    [[nodiscard]] Answer has_room(const Round& part, const Taken& before, double seconds) const;
    [[nodiscard]] Round part_of(std::span<const coordination::LegKey> legs) const;
    [[nodiscard]] const RoundLeg& leg(coordination::LegKey key) const { return alone_.at(key); }

    coordination::Choices choices_;
    Round round_;
    std::map<coordination::LegKey, RoundLeg> alone_;  // whatever days the break's other leg leaves
};

}  // namespace husong::solver
