// How days, legs and reliefs are called, in both languages.
#pragma once

#include "server/solver/explain.hpp"

namespace husong::solver {

class Words {
public:
    Words(const coordination::Case& question, Language language)
        : question_{question}, zh_{language == Language::zh} {}

    [[nodiscard]] std::string day(coordination::Day on) const;  // 10月30日（周五）, Fri 30 Oct
    [[nodiscard]] std::string moment(const coordination::Moment& at) const;
    // Neighbours as a span.
    [[nodiscard]] std::string days(std::span<const coordination::Day> days) const;
    [[nodiscard]] std::string between(coordination::Day first, coordination::Day last) const;
    [[nodiscard]] std::string leg(coordination::LegKey leg) const;
    [[nodiscard]] std::string wish(coordination::LegKey leg) const;
    [[nodiscard]] std::string pupils(coordination::Stages stages) const;  // 初中生
    [[nodiscard]] std::string relief(const Relief& relief) const;
    [[nodiscard]] const std::string& school(std::size_t school) const {
        return question_.schools[school].name;
    }
    [[nodiscard]] bool zh() const { return zh_; }
    [[nodiscard]] const coordination::Case& question() const { return question_; }
    // A count and its noun: 1 day, 2 days.
    static std::string count(int n, std::string_view one);

private:
    [[nodiscard]] std::string hours(const Relief& relief) const;
    [[nodiscard]] std::string more(const Relief& relief) const;
    [[nodiscard]] std::string move(const Relief& relief) const;
    [[nodiscard]] std::string break_name(std::size_t of) const;
    [[nodiscard]] bool begins_term(std::size_t of) const;
    [[nodiscard]] bool ends_term(std::size_t of) const;

    const coordination::Case& question_;
    bool zh_;
};

}  // namespace husong::solver
