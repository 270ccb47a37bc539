// What collides in a case, as little of it as does.
#pragma once

#include "server/coordination/plan.hpp"
#include "server/solver/explain.hpp"

#include <chrono>

namespace husong::solver {

class Deadline {
public:
    explicit Deadline(double seconds)
        : until_{std::chrono::steady_clock::now() +
                 std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                     std::chrono::duration<double>(seconds))} {}
    [[nodiscard]] double left() const {  // seconds
        return std::chrono::duration<double>(until_ - std::chrono::steady_clock::now()).count();
    }
    [[nodiscard]] bool is_over() const { return left() <= 0; }

private:
    std::chrono::steady_clock::time_point until_;
};

// Without reliefs. `scope`: the legs among which it was found.
struct Collision {
    Explanation explanation;
    std::vector<coordination::LegKey> scope;
};

// First what stands alone (schools without a vehicle, legs without a moment), then schools' days, then weeks
// without room; what is found is left out of what follows.
std::vector<Collision> collisions_of(const coordination::Case& question, const Deadline& deadline);

// For a case that the planner refuses where nothing is proven: the fewest breaks that it refuses together.
Collision without_proof(const coordination::Case& question, const Deadline& deadline);

// Of a leg without any option: the fewest rules that leave none.
Explanation explain_moment(const coordination::Case& question, coordination::LegKey leg);
// Of a school whose days do not come out; none: they do.
std::optional<Explanation> explain_days(const coordination::Case& question, std::size_t school);
// Of legs that find no room together; none: they do, or it is not known. The scope is who else could need the
// same on the same days.
std::vector<Collision> explain_room(const coordination::Case& question,
                                    std::span<const coordination::LegKey> legs, const Deadline& deadline);

// Of a leg of which no vehicle can serve some place on any of its days; none: it is not so.
std::optional<Explanation> explain_reach(const coordination::Case& question, coordination::LegKey leg);
// For a plan that leaves riders without a vehicle: what of it is proven to be impossible.
std::vector<Collision> explain_movement(const coordination::Case& question, const coordination::Plan& plan,
                                        const Deadline& deadline);
// Whom that plan leaves, where nothing of it is proven.
Collision without_vehicle(const coordination::Case& question, const coordination::Plan& plan);

// What one of them frees is seen without the others.
void leave_each_other_out(std::vector<Collision>& collisions);

}  // namespace husong::solver
