// What the coordination of holidays asks of the registers beside schools, pupils and vehicles. Plain structs;
// validity and recording time stand in Versioned<T>.
#pragma once

#include "server/registry/entities.hpp"

#include <string_view>

namespace husong::registry {

struct Term {  // 学期
    std::string code;
    std::chrono::year_month_day first_on;  // of lessons
    std::chrono::year_month_day last_on;
};

// 放假规则: when a school goes home by itself, and what it asks of other dates. Minutes: of a day, from its
// midnight in China.
struct HolidayRule {
    std::string school;
    int on_days = 0;  // so many at school, so many at home; both 0: at every weekend and public holiday
    int off_days = 0;
    std::chrono::minutes home_at = 15h;  // wished
    std::chrono::minutes back_at = 16h;
    // That a break of its own may move by; none: 2, and 0 where it goes home at every weekend.
    std::optional<int> shift_days{};
    std::chrono::minutes earliest_home = 11h;        // dismissal
    std::chrono::minutes latest_home = 16h + 30min;  // the same
    std::chrono::minutes earliest_back = 12h;        // everybody is there
    std::chrono::minutes latest_back = 18h + 30min;  // the same
    std::string home_weekdays = "1234567";           // on which it may dismiss: 1 Monday … 7 Sunday
    int least_on_days = 1;                           // from coming back to going home
    int most_on_days = 60;
    std::optional<bool> owes_rest{};  // none: where it has a cycle and a compulsory stage (rules.md HM-11)
    int gate_per_quarter = 4;         // vehicles that leave or come in a quarter hour
};

// Whether its breaks give back the weekends and public holidays of its term: it teaches at them.
inline bool owes_rest(const HolidayRule& rule, std::string_view school_stage) {
    const bool compulsory =
        school_stage == "primary" || school_stage == "junior_high" || school_stage == "nine_year";
    return rule.owes_rest.value_or(rule.on_days > 0 && compulsory);
}

// 放假申报: what a school wishes of a break in place of what its rule gives. Break 0 is the coming for the
// first time and has no way home; one without a way back is the going home for good; without either it is
// taken back.
struct HolidayProposal {
    std::string school;
    std::string term;
    int number = 0;
    std::optional<std::chrono::year_month_day> home_on;
    std::optional<std::chrono::minutes> home_at;  // none: as the rule has it
    std::optional<std::chrono::year_month_day> back_on;
    std::optional<std::chrono::minutes> back_at;  // none: the same
};

// 可执勤岗位: schools whose gate road the traffic police can man at the same time.
struct PolicePosts {
    int weekday = 0;                                  // 1 Monday … 7 Sunday; 0: on that day
    std::optional<std::chrono::year_month_day> on{};  // goes before its weekday
    int posts = 0;
};

// 县内与考试日: nobody is sent home or taken back.
struct LocalDay {
    std::chrono::year_month_day on;
    std::string school;  // code; empty: every school that has no row of its own
    std::string kind;    // closed | open (as on other days after all)
    std::string name;
    std::string notice;  // who says so
};

// 返校点名: what a class teacher told of her boarders on the day on which they come back.
struct ReturnMark {
    std::chrono::year_month_day on;  // of the return
    std::string school;              // code
    std::string class_name;          // as in the pupils' register
    std::string pupil;               // code; empty: of the class: who has no mark is back
    std::string kind;                // called (of the class) | missing | leave | contacted | back
};

}  // namespace husong::registry
