// Legs that find no vehicles or police posts together.
#include "server/solver/case_edits.hpp"
#include "server/solver/collisions.hpp"
#include "server/solver/room.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace husong::solver {

using coordination::Case;
using coordination::Leg;
using coordination::LegKey;
using coordination::Way;

namespace {

// The fewest legs, then what they lack, then which pins take part.
class RoomExplainer {
public:
    RoomExplainer(const Case& question, std::span<const LegKey> legs, const Deadline& deadline)
        : question_{question}, room_{question}, all_{legs.begin(), legs.end()}, deadline_{deadline} {}

    // One after the other, of different days: who needs the same thing the same day belongs to one of them.
    std::vector<Collision> explain() {
        std::vector<Collision> found;
        for (auto others = all_; room_.has_room(others, seconds()) == Answer::no;) {
            legs_ = others;
            auto& made = found.emplace_back(Collision{explain_one(), {}});
            for (const LegKey leg : all_)
                if (needs_any(leg, made.explanation.scarce)) made.scope.push_back(leg);
            const auto known = others.size();
            std::erase_if(others,
                          [&](LegKey leg) { return holds_leg(made.scope, leg) || holds_leg(legs_, leg); });
            if (others.size() == known) break;
        }
        return found;
    }

private:
    static bool holds_leg(std::span<const LegKey> legs, LegKey leg) {
        return std::ranges::find(legs, leg) != legs.end();
    }

    [[nodiscard]] bool needs_any(LegKey leg, std::span<const Scarce> scarce) const {
        return std::ranges::any_of(room_.resources(std::array{leg}), [&](const DayResource& needed) {
            return std::ranges::any_of(scarce, [&](const Scarce& each) {
                return each.resource == needed.resource && each.on == needed.on;
            });
        });
    }

    Explanation explain_one() {
        drop_a_way(Way::back);
        drop_a_way(Way::home);
        // The smallest first, so that few are left.
        std::ranges::stable_sort(legs_, {}, [&](LegKey leg) { return room_.vehicles_of(leg); });
        Explanation made;
        made.kind = Impossible::resources;
        made.minimal = shrink(legs_, [&](const auto& rest) { return room_.has_room(rest, seconds()); });
        auto limits = room_.resources(legs_);
        std::ranges::stable_sort(limits, std::ranges::greater{}, &DayResource::resource);  // posts first
        made.minimal &=
            shrink(limits, [&](const auto& rest) { return room_.has_room(legs_, rest, seconds()); });
        std::ranges::sort(limits, {}, &DayResource::on);
        for (const DayResource& limit : limits) made.scarce.push_back(room_.scarce(limit, legs_));
        add_pins(made, limits);
        std::ranges::sort(legs_, {}, [&](LegKey leg) {
            return std::pair{days_of(*question_.breaks[leg.of].leg(leg.way)).first, leg};
        });
        made.legs = legs_;
        std::set<std::size_t> schools;
        for (const LegKey leg : legs_) {
            schools.insert(question_.breaks[leg.of].school);
            made.pupils += pupils_of(question_, question_.breaks[leg.of].school);
        }
        made.schools = {schools.begin(), schools.end()};
        return made;
    }

    [[nodiscard]] double seconds() const {
        constexpr double most = 5, least = 0.1, questions = 16;  // about so many are hard
        return std::clamp(deadline_.left() / questions, least, most);
    }

    // At a stroke, where it is of the others that there are too many.
    void drop_a_way(Way way) {
        std::vector<LegKey> others = legs_;
        std::erase_if(others, [&](LegKey leg) { return leg.way == way; });
        if (room_.has_room(others, seconds()) == Answer::no) legs_ = std::move(others);
    }

    void add_pins(Explanation& made, std::span<const DayResource> limits) const {
        std::vector<LegKey> pins;
        for (const LegKey leg : legs_)
            if (question_.breaks[leg.of].leg(leg.way)->pinned) pins.push_back(leg);
        if (pins.empty()) return;
        made.minimal &= shrink(pins, [&](const std::vector<LegKey>& kept) {
            Case unpinned = question_;
            for (const LegKey leg : legs_)
                if (std::ranges::find(kept, leg) == kept.end())
                    unpinned.breaks[leg.of].leg(leg.way)->pinned.reset();
            return Room{unpinned}.has_room(legs_, limits, seconds());
        });
        made.pins = pins;
    }

    const Case& question_;
    Room room_;
    std::vector<LegKey> all_, legs_;  // the week's, and those that are looked at
    const Deadline& deadline_;
};

}  // namespace

std::vector<Collision> explain_room(const Case& question, std::span<const LegKey> legs,
                                    const Deadline& deadline) {
    const Case narrow = only_legs(question, legs);
    return RoomExplainer{narrow, legs, deadline}.explain();
}

}  // namespace husong::solver
