// What of the county's vehicles, and of the police's posts, the chosen options take.
#pragma once

#include "server/coordination/legs.hpp"

namespace husong::solver {

class Taken {
public:
    explicit Taken(const coordination::Choices& choices);

    void add(const coordination::Option& option, int times = 1);
    // One vehicle more that carries such runs is to stay free in these quarter hours.
    void keep_free(const coordination::Kind& kind, int first_quarter, int last_quarter);
    [[nodiscard]] int vehicles(int quarter) const { return all_[at(quarter)]; }
    [[nodiscard]] int posts(int quarter) const { return posts_[at(quarter)]; }
    // Of all kinds that only the same vehicles carry.
    [[nodiscard]] int shared(std::size_t set, int quarter) const { return by_set_[set][at(quarter)]; }
    [[nodiscard]] int peak() const;
    [[nodiscard]] int peak_of(std::span<const int> quarters) const;
    [[nodiscard]] int peak_quarter() const;  // the first of them
    // Whether the option fits beside what is taken; the peak it would make.
    [[nodiscard]] bool fits(const coordination::Option& option) const;
    [[nodiscard]] int peak_with(const coordination::Option& option) const;

private:
    static std::size_t at(int quarter) { return static_cast<std::size_t>(quarter); }

    const coordination::Choices* choices_;
    std::vector<int> all_, posts_;  // by quarter hour of the term
    std::vector<std::vector<int>> by_set_;
};

}  // namespace husong::solver
