// Who serves the open runs of a day: vehicle by vehicle, from the least that others notice on.
#pragma once

#include "server/coordination/replan.hpp"

#include <set>

namespace husong::coordination {

class ReliefSearch {
public:
    // All open runs by means up to `most` that leave the others alone, each by the least that does. None:
    // there is no such way, or, if not `exhausted()`, none was found.
    std::optional<OneDay> serve_apart(const OneDay& day, std::span<const std::size_t> open, Means most);
    // One run after the other, others giving way up to `most`; where they are few in several orders, and of
    // those that leave somebody the one that leaves the fewest.
    std::optional<OneDay> serve_giving_way(const OneDay& day, std::span<const std::size_t> open, Means most);
    [[nodiscard]] bool exhausted() const { return exhausted_; }

    // In the order in which they would be taken, each with when it could be at the gate.
    struct Candidate {
        std::size_t vehicle = 0;
        Minutes at_gate{};
    };
    static std::vector<Candidate> candidates(const OneDay& day, std::size_t number, OneDay::Until until);

private:
    struct Wish {
        std::size_t number = 0;
        OneDay::Until until{};
    };
    std::optional<OneDay> serve_in_order(const OneDay& day, std::span<const std::size_t> open, Means most);
    bool serve_rest(OneDay& day, std::span<const std::size_t> open, Means most);
    bool serve_divided(OneDay& day, std::span<const std::size_t> open, Means most, OneDay::Until until);
    bool serve_parts(OneDay& day, const Run& waits, std::span<const std::size_t> open, Means most,
                     OneDay::Until until);
    bool is_over();  // counts a step
    bool serve_one(OneDay& day, std::size_t number, Means most);
    bool serve_whole(OneDay& day, std::size_t number, Means most);
    bool serve_some(OneDay& day, std::size_t number, Means most);
    bool exchange(OneDay& day, std::size_t number, OneDay::Until until);
    bool exchange(OneDay& day, Wish wish, std::set<std::size_t>& moved, int depth);
    bool retime_others(OneDay& day, std::size_t number, OneDay::Until until);

    bool exhausted_ = true;
    int steps_ = 0;
};

}  // namespace husong::coordination
