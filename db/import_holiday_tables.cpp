// The field tables of terms, and of what schools and offices say of holidays.
#include "db/import_tables.hpp"

#include <fmt/core.h>

namespace husong::db {

namespace {

using namespace registry;

constexpr int most_term_days = 400;
constexpr int most_gate_vehicles = 100;  // in a quarter hour
constexpr int most_breaks = 100;
constexpr int most_posts = 10'000;

constexpr Word local_day_kinds[] = {{"closed", "不离校不返校"}, {"open", "照常"}};
constexpr Word return_mark_kinds[] = {
    {"called", "已点名"}, {"missing", "未到"}, {"leave", "请假"}, {"contacted", "已联系"}, {"back", "已到"}};

// 16:22, of any day; where it need not be there an empty cell leaves it out.
template <auto Member, class T>
std::string read_clock(std::string_view text, Draft<T>& draft) {
    const auto clock = parse_clock(text);
    if (!clock) return reason_not(text, "a time like 16:22");
    draft.row.value.*Member = *clock;
    return {};
}
template <auto Member, class T>
std::string write_clock(const Draft<T>& draft) {
    const auto& clock = draft.row.value.*Member;
    if constexpr (requires { clock.has_value(); })
        return clock ? clock_text(*clock) : std::string{};
    else
        return clock_text(clock);
}
template <auto Member>
inline constexpr Cell<Owner<Member>> clock_cell{read_clock<Member>, write_clock<Member>};

// What need not be there.
std::string write_owes_rest(const Draft<HolidayRule>& draft) {
    const auto& owes = draft.row.value.owes_rest;
    return owes ? yes_no_text(*owes) : std::string{};
}

std::string read_home_weekdays(std::string_view text, Draft<HolidayRule>& draft) {
    return read_weekdays(text, draft.row.value.home_weekdays);
}

constexpr Field<Term> term_fields[] = {
    {{"code", "学期", true, "the term's code: 2026-2027-1"}, text_cell<&Term::code>},
    {{"first_day", "开课日期", true, "first day of lessons"}, date_cell<&Term::first_on>},
    {{"last_day", "结课日期", true, "last day of lessons, on which everybody goes home"},
     date_cell<&Term::last_on>},
};

Flaw finish_term(Draft<Term>& draft) {
    const Term& row = draft.row.value;
    if (row.last_on <= row.first_on) return {"last_day", "is not after first_day"};
    const auto days = std::chrono::sys_days{row.last_on} - std::chrono::sys_days{row.first_on};
    constexpr std::chrono::days most{most_term_days / 2};
    return {"last_day", days > most ? fmt::format("is more than {} days after first_day", most.count()) : ""};
}

constexpr Field<HolidayRule> holiday_rule_fields[] = {
    {{"school", "学校", true, "the school's code"}, text_cell<&HolidayRule::school>},
    {{"on_days", "在校天数", false,
      "so many days at school, over and over; empty or 0: home at every weekend and public holiday"},
     whole_cell<&HolidayRule::on_days, 0, most_term_days>},
    {{"off_days", "放假天数", false, "… and so many at home"},
     whole_cell<&HolidayRule::off_days, 0, most_term_days>},
    {{"home_time", "离校时间", false, "wished dismissal; empty: 15:00"}, clock_cell<&HolidayRule::home_at>},
    {{"back_time", "返校时间", false, "wished return; empty: 16:00"}, clock_cell<&HolidayRule::back_at>},
    {{"shift_days", "可调天数", false,
      "that a break of its own may be moved by; public holidays and the term's ends stay; empty: 2, or 0 "
      "without on_days"},
     whole_cell<&HolidayRule::shift_days, 0, most_term_days>},
    {{"earliest_home", "最早离校", false, "empty: 11:00"}, clock_cell<&HolidayRule::earliest_home>},
    {{"latest_home", "最晚离校", false, "empty: 16:30"}, clock_cell<&HolidayRule::latest_home>},
    {{"earliest_back", "最早返校", false, "empty: 12:00"}, clock_cell<&HolidayRule::earliest_back>},
    {{"latest_back", "最晚返校", false, "everybody is there; empty: 18:30"},
     clock_cell<&HolidayRule::latest_back>},
    {{"home_weekdays", "可离校星期", false,
      "on which it may dismiss: 1 Monday to 7 Sunday, as 12345; empty: on each"},
     {read_home_weekdays, write_text<&HolidayRule::home_weekdays>}},
    {{"least_on_days", "最少在校天数", false, "from coming back to going home; empty: 1"},
     whole_cell<&HolidayRule::least_on_days, 0, most_term_days>},
    {{"most_on_days", "最多在校天数", false, "from coming back to going home; empty: 60"},
     whole_cell<&HolidayRule::most_on_days, 0, most_term_days>},
    {{"owes_rest", "须补休", false,
      "yes or no: its breaks give back the weekends and public holidays on which it teaches; empty: yes "
      "where "
      "it has on_days and a compulsory stage"},
     {read_yes_no<&HolidayRule::owes_rest>, write_owes_rest}},
    {{"gate_per_quarter", "校门每刻钟车辆", false, "that leave or come in a quarter hour; empty: 4"},
     whole_cell<&HolidayRule::gate_per_quarter, 1, most_gate_vehicles>},
    valid_from_field<HolidayRule>,
    valid_until_field<HolidayRule>,
};

Flaw finish_holiday_rule(Draft<HolidayRule>& draft) {
    const HolidayRule& row = draft.row.value;
    if ((row.on_days == 0) != (row.off_days == 0))
        return {"off_days", "days at school and days at home are told together, or neither"};
    if (row.latest_home < row.earliest_home) return {"latest_home", "is before earliest_home"};
    if (row.latest_back < row.earliest_back) return {"latest_back", "is before earliest_back"};
    if (row.home_at < row.earliest_home || row.home_at > row.latest_home)
        return {"home_time", "is not between earliest_home and latest_home"};
    if (row.back_at < row.earliest_back || row.back_at > row.latest_back)
        return {"back_time", "is not between earliest_back and latest_back"};
    return {"most_on_days", row.most_on_days < row.least_on_days ? "is less than least_on_days" : ""};
}

constexpr Field<HolidayProposal> holiday_proposal_fields[] = {
    {{"school", "学校", true, "the school's code"}, text_cell<&HolidayProposal::school>},
    {{"term", "学期", true, "the term's code"}, text_cell<&HolidayProposal::term>},
    {{"number", "第几次", true, "the term's breaks of that school by number; 0: coming for the first time"},
     whole_cell<&HolidayProposal::number, 0, most_breaks>},
    {{"home_day", "离校日期", false, "date; empty: of break 0"}, date_cell<&HolidayProposal::home_on>},
    {{"home_time", "离校时间", false, "empty: as the school's rule has it"},
     clock_cell<&HolidayProposal::home_at>},
    {{"back_day", "返校日期", false,
      "date; empty: going home for good; with neither day the wish is taken back"},
     date_cell<&HolidayProposal::back_on>},
    {{"back_time", "返校时间", false, "empty: as the school's rule has it"},
     clock_cell<&HolidayProposal::back_at>},
};

Flaw finish_holiday_proposal(Draft<HolidayProposal>& draft) {
    const HolidayProposal& row = draft.row.value;
    if (row.number == 0 && row.home_on) return {"home_day", "is told, but break 0 is the coming"};
    if (row.number > 0 && row.back_on && !row.home_on) return {"home_day", "is empty, but they come back"};
    if (!row.home_on && row.home_at) return {"home_day", "is empty, but a time is told"};
    if (!row.back_on && row.back_at) return {"back_day", "is empty, but a time is told"};
    const bool backwards = row.home_on && row.back_on && *row.back_on <= *row.home_on;
    return {"back_day", backwards ? "is not after home_day" : ""};
}

constexpr Field<PolicePosts> police_posts_fields[] = {
    {{"weekday", "星期", false, "1 Monday to 7 Sunday; empty or 0: on that day"},
     whole_cell<&PolicePosts::weekday, 0, 7>},
    {{"day", "日期", false, "date; goes before its weekday"}, date_cell<&PolicePosts::on>},
    {{"posts", "岗位数", true, "schools whose gate road the traffic police can man at the same time"},
     whole_cell<&PolicePosts::posts, 0, most_posts>},
    valid_from_field<PolicePosts>,
    valid_until_field<PolicePosts>,
};

Flaw finish_police_posts(Draft<PolicePosts>& draft) {
    const bool weekly = draft.row.value.weekday != 0, dated = draft.row.value.on.has_value();
    return {"day", weekly == dated ? "either a weekday or a day is told" : ""};
}

constexpr Field<LocalDay> local_day_fields[] = {
    {{"day", "日期", true, "date"}, date_cell<&LocalDay::on>},
    {{"school", "学校", false, "the school's code; empty: every school that has no row of its own"},
     text_cell<&LocalDay::school>},
    {{"kind", "类型", true,
      "closed (不离校不返校): an exam, or whatever keeps everybody there; open (照常): as on other days "
      "after "
      "all"},
     word_cell<&LocalDay::kind, local_day_kinds>},
    {{"name", "名称", true, "of the exam or event"}, text_cell<&LocalDay::name>},
    {{"notice", "依据", false, "the notice that says so"}, text_cell<&LocalDay::notice>},
};

constexpr Field<ReturnMark> return_mark_fields[] = {
    {{"day", "返校日期", true, "date of the return"}, date_cell<&ReturnMark::on>},
    {{"school", "学校", true, "the school's code"}, text_cell<&ReturnMark::school>},
    {{"class", "班级", false, "as in the pupils' register"}, text_cell<&ReturnMark::class_name>},
    {{"pupil", "学号", false, "the pupil's code; empty: of the class"}, text_cell<&ReturnMark::pupil>},
    {{"kind", "情况", true,
      "called (已点名): of a class: its boarders without a row of their own are back; of a boarder: missing "
      "(未到), "
      "leave (请假), contacted (已联系), back (已到)"},
     word_cell<&ReturnMark::kind, return_mark_kinds>},
    valid_from_field<ReturnMark>,
    valid_until_field<ReturnMark>,
};

Flaw finish_return_mark(Draft<ReturnMark>& draft) {
    const ReturnMark& row = draft.row.value;
    const bool of_class = row.kind == "called";
    return {"pupil",
            of_class != row.pupil.empty() ? "called is told of a class, the other kinds of a pupil" : ""};
}

constexpr Link<HolidayRule> holiday_rule_links[] = {{"school", "schools", one_key<&HolidayRule::school>}};
constexpr Link<HolidayProposal> holiday_proposal_links[] = {
    {"school", "schools", one_key<&HolidayProposal::school>},
    {"term", "terms", one_key<&HolidayProposal::term>}};
constexpr Link<ReturnMark> return_mark_links[] = {{"school", "schools", one_key<&ReturnMark::school>},
                                                  {"pupil", "pupils", one_key<&ReturnMark::pupil>}};
constexpr Link<LocalDay> local_day_links[] = {{"school", "schools", one_key<&LocalDay::school>}};

std::string holiday_proposal_key(const Draft<HolidayProposal>& draft) {
    const HolidayProposal& row = draft.row.value;
    return fmt::format("{}/{}/{:02}", row.school, row.term, row.number);
}
std::string police_posts_key(const Draft<PolicePosts>& draft) {
    const PolicePosts& row = draft.row.value;
    return row.on ? to_iso(*row.on) : fmt::format("{}", row.weekday);
}
std::string local_day_key(const Draft<LocalDay>& draft) {
    return fmt::format("{}/{}", to_iso(draft.row.value.on), draft.row.value.school);
}
std::string return_mark_key(const Draft<ReturnMark>& draft) {
    const ReturnMark& row = draft.row.value;
    return fmt::format("{}/{}/{}/{}", to_iso(row.on), row.school, row.class_name, row.pupil);
}

}  // namespace

const ImportTable<Term> terms_table{.name = "terms",
                                    .name_zh = "学期",
                                    .fields = term_fields,
                                    .rows = &RegistryRows::terms,
                                    .key_fields = {"code"},
                                    .key = key_of<&Term::code>,
                                    .finish = finish_term};
const ImportTable<HolidayRule> holiday_rules_table{.name = "holiday_rules",
                                                   .name_zh = "放假规则",
                                                   .fields = holiday_rule_fields,
                                                   .rows = &RegistryRows::holiday_rules,
                                                   .key_fields = {"school"},
                                                   .key = key_of<&HolidayRule::school>,
                                                   .links = holiday_rule_links,
                                                   .finish = finish_holiday_rule};
const ImportTable<HolidayProposal> holiday_proposals_table{.name = "holiday_proposals",
                                                           .name_zh = "放假申报",
                                                           .fields = holiday_proposal_fields,
                                                           .rows = &RegistryRows::holiday_proposals,
                                                           .key_fields = {"school", "term", "number"},
                                                           .key = holiday_proposal_key,
                                                           .links = holiday_proposal_links,
                                                           .finish = finish_holiday_proposal};
const ImportTable<PolicePosts> police_posts_table{.name = "police_posts",
                                                  .name_zh = "可执勤岗位",
                                                  .fields = police_posts_fields,
                                                  .rows = &RegistryRows::police_posts,
                                                  .key_fields = {"weekday", "day"},
                                                  .key = police_posts_key,
                                                  .finish = finish_police_posts};
const ImportTable<LocalDay> local_days_table{.name = "local_days",
                                             .name_zh = "县内与考试日",
                                             .fields = local_day_fields,
                                             .rows = &RegistryRows::local_days,
                                             .key_fields = {"day", "school"},
                                             .key = local_day_key,
                                             .links = local_day_links};
const ImportTable<ReturnMark> return_marks_table{.name = "return_marks",
                                                 .name_zh = "返校点名",
                                                 .fields = return_mark_fields,
                                                 .rows = &RegistryRows::return_marks,
                                                 .key_fields = {"day", "school", "class", "pupil"},
                                                 .key = return_mark_key,
                                                 .links = return_mark_links,
                                                 .finish = finish_return_mark};

}  // namespace husong::db
