// How days, legs and changes of a case are called, in both languages.
#pragma once

#include "server/coordination/changes.hpp"

namespace husong::coordination {

enum class Language : std::uint8_t { zh, en };

class Words {
public:
    Words(const Case& question, Language language) : question_{question}, zh_{language == Language::zh} {}

    [[nodiscard]] std::string day(Day on) const;  // 10月30日（周五）, Fri 30 Oct
    [[nodiscard]] std::string moment(const Moment& at) const;
    // Of a day, or of one after or before it: 16:30, 第二天09:55, 09:55 the next day.
    [[nodiscard]] std::string clock(Minutes of_day) const;
    [[nodiscard]] std::string length(Minutes minutes) const;  // 3小时53分钟
    // Neighbours as a span.
    [[nodiscard]] std::string days(std::span<const Day> days) const;
    [[nodiscard]] std::string between(Day first, Day last) const;
    [[nodiscard]] std::string leg(LegKey leg) const;
    [[nodiscard]] std::string break_name(std::size_t of) const;  // 第3次放假, 开学
    [[nodiscard]] std::string wish(LegKey leg) const;
    [[nodiscard]] std::string pupils(Stages stages) const;  // 初中生
    [[nodiscard]] std::string change(const Change& change) const;
    [[nodiscard]] const std::string& school(std::size_t school) const {
        return question_.schools[school].name;
    }
    [[nodiscard]] bool zh() const { return zh_; }
    [[nodiscard]] const Case& question() const { return question_; }
    // A count and its noun: 1 day, 2 days.
    static std::string count(int n, std::string_view one);

private:
    [[nodiscard]] std::string hours(const Change& change) const;
    [[nodiscard]] std::string more(const Change& change) const;
    [[nodiscard]] std::string move(const Change& change) const;
    [[nodiscard]] bool begins_term(std::size_t of) const;
    [[nodiscard]] bool ends_term(std::size_t of) const;

    const Case& question_;
    bool zh_;
};

}  // namespace husong::coordination
