// The field tables of the published schedule and of what it speaks of.
#include "db/import_tables.hpp"
#include "db/import_words.hpp"

#include <fmt/core.h>

namespace husong::db {

namespace {

using namespace registry;

constexpr int most_places = 200;
constexpr int longest_ride_minutes = 600;
constexpr int most_boarders = 10'000;
constexpr int most_seats = 200;

constexpr Word public_day_kinds[] = {{"off", "放假"}, {"work", "调休上班"}, {"plain", "平日"}};
// In the order of the enumerators.
constexpr Word departure_states[] = {{"planned", "计划"}, {"cancelled", "已取消"}};

constexpr Field<Escort> escort_fields[] = {
    {{"code", "编号", true, "the escort's code"}, text_cell<&Escort::code>},
    {{"name", "姓名", true, "name"}, text_cell<&Escort::name>},
    {{"operator", "服务提供者", false, "the operator's code, when not the school's own"},
     text_cell<&Escort::operator_code>},
    {{"trained_on", "培训日期", false, "of the last safety training"}, date_cell<&Escort::trained_on>},
    {{"health_until_on", "健康证明有效期", false, "last day, included"}, date_cell<&Escort::health_until_on>},
    valid_from_field<Escort>,
    valid_until_field<Escort>,
};

constexpr Field<Line> line_fields[] = {
    {{"code", "线路代码", true, "the line's code"}, text_cell<&Line::code>},
    {{"name", "线路名称", true, "its name"}, text_cell<&Line::name>},
    {{"school", "学校", true, "the school's code"}, text_cell<&Line::school>},
    {{"leader", "责任领导", false, "who answers for it"}, text_cell<&Line::leader>},
    valid_from_field<Line>,
    valid_until_field<Line>,
};

std::string read_from_school(std::string_view text, Draft<Stop>& draft) {
    int minutes = 0;
    auto reason = parse_whole(text, 0, longest_ride_minutes, minutes);
    draft.row.value.from_school = std::chrono::minutes{minutes};
    return reason;
}

std::string write_from_school(const Draft<Stop>& draft) {
    return fmt::format("{}", draft.row.value.from_school.count());
}

constexpr Field<Stop> stop_fields[] = {
    {{"line", "线路", true, "the line's code"}, text_cell<&Stop::line>},
    {{"place", "序号", true, "from 1, the stop nearest the school"},
     whole_cell<&Stop::place, 1, most_places>},
    {{"name", "站名", true, "its name"}, text_cell<&Stop::name>},
    {{"latitude_deg", "纬度", true, "WGS-84"}, decimal_cell<&Stop::latitude_deg, -90, 90>},
    {{"longitude_deg", "经度", true, "WGS-84"}, decimal_cell<&Stop::longitude_deg, -180, 180>},
    {{"minutes", "离校分钟", true, "from the school by the timetable"},
     {read_from_school, write_from_school}},
    valid_from_field<Stop>,
    valid_until_field<Stop>,
};

constexpr Field<Boarders> boarders_fields[] = {
    {{"school", "学校", true, "the school's code"}, text_cell<&Boarders::school>},
    {{"home_place", "家庭所在地", true, "village or town"}, text_cell<&Boarders::home_place>},
    {{"pupils", "寄宿生数", true, "how many of its boarders live there"},
     whole_cell<&Boarders::pupils, 0, most_boarders>},
    valid_from_field<Boarders>,
    valid_until_field<Boarders>,
};

constexpr Field<Pupil> pupil_fields[] = {
    {{"code", "学号", true, "the pupil's code"}, text_cell<&Pupil::code>},
    {{"name", "姓名", true, "name"}, text_cell<&Pupil::name>},
    {{"school", "学校", true, "the school's code"}, text_cell<&Pupil::school>},
    {{"class", "班级", false, "class"}, text_cell<&Pupil::class_name>},
    {{"boarding", "寄宿", false, "yes or no; empty: no"}, yes_no_cell<&Pupil::boarding>},
    {{"home_place", "家庭所在地", false, "village or town"}, text_cell<&Pupil::home_place>},
    {{"line", "线路", false, "the line's code; empty: does not ride"}, text_cell<&Pupil::line>},
    {{"stop", "站点", false, "the name of a stop of the line"}, text_cell<&Pupil::stop>},
    {{"stage", "学段", false,
      "kindergarten (幼儿园), primary (小学), junior_high (初中), senior_high (高中); empty: as the "
      "school's"},
     word_cell<&Pupil::stage, pupil_stages>},
    {{"left_behind", "留守儿童", false, "yes or no; empty: no"}, yes_no_cell<&Pupil::left_behind>},
    valid_from_field<Pupil>,
    valid_until_field<Pupil>,
};

Flaw finish_pupil(Draft<Pupil>& draft) {
    const bool rides = !draft.row.value.line.empty();
    if (rides && draft.row.value.stop.empty()) return {"stop", "is empty, but the pupil rides a line"};
    if (!rides && !draft.row.value.stop.empty()) return {"line", "is empty, but the pupil has a stop"};
    return {};
}

constexpr Field<PublicDay> public_day_fields[] = {
    {{"day", "日期", true, "date"}, date_cell<&PublicDay::on>},
    {{"kind", "类型", true, "off (放假), work (调休上班), plain (平日): an ordinary day after all"},
     word_cell<&PublicDay::kind, public_day_kinds>},
    {{"name", "名称", true, "of the holiday"}, text_cell<&PublicDay::name>},
    {{"notice", "依据", true, "the notice that says so"}, text_cell<&PublicDay::notice>},
};

// Day and time stand in two columns: each adds its part.
std::string read_departure_day(std::string_view text, Draft<Departure>& draft) {
    const auto date = parse_day(text);
    if (!date) return reason_not(text, "a date like 2026-11-27");
    draft.row.value.leaves_at += china_midnight(*date).time_since_epoch();
    return {};
}

std::string write_departure_day(const Draft<Departure>& draft) {
    return to_iso(china_date(draft.row.value.leaves_at));
}

std::string read_departure_time(std::string_view text, Draft<Departure>& draft) {
    const auto clock = parse_clock(text);
    if (!clock) return reason_not(text, "a time like 16:22");
    draft.row.value.leaves_at += *clock;
    return {};
}

std::string write_departure_time(const Draft<Departure>& draft) {
    const Time leaves_at = draft.row.value.leaves_at;
    return clock_text(std::chrono::floor<std::chrono::minutes>(leaves_at - china_midnight(leaves_at)));
}

constexpr Field<Departure> departure_fields[] = {
    {{"code", "趟次编号", true, "names this run for ever: the same code again is a change of it"},
     text_cell<&Departure::code>},
    {{"school", "学校", true, "the school's code"}, text_cell<&Departure::school>},
    {{"direction", "方向", true, "home (离校) or to_school (返校)"},
     enumerator_cell<&Departure::direction, directions>},
    {{"date", "日期", true, "date in China"}, {read_departure_day, write_departure_day}},
    {{"time", "时间", true, "when it leaves: home from the school, to_school from the farthest stop"},
     {read_departure_time, write_departure_time}},
    {{"line", "线路", true, "the line's code"}, text_cell<&Departure::line>},
    plate_field<Departure>,
    colour_field<Departure>,
    {{"driver", "驾驶人", false, "the driver's code"}, text_cell<&Departure::driver>},
    {{"escort", "照管员", false, "the escort's code"}, text_cell<&Departure::escort>},
    {{"seats", "学生座位", true, "for pupils"}, whole_cell<&Departure::seats, 0, most_seats>},
    {{"status", "状态", false, "planned (计划) or cancelled (已取消); empty: planned"},
     enumerator_cell<&Departure::status, departure_states>},
    {{"note", "备注", false, "what riders should know"}, text_cell<&Departure::note>},
};

std::string stop_key(const std::string& line, const std::string& name) { return line + "/" + name; }

std::vector<std::string> stop_of_pupil(const Pupil& row) {
    if (row.line.empty() || row.stop.empty()) return {};
    return {stop_key(row.line, row.stop)};
}

constexpr Link<Escort> escort_links[] = {{"operator", "operators", one_key<&Escort::operator_code>}};
constexpr Link<Line> line_links[] = {{"school", "schools", one_key<&Line::school>}};
constexpr Link<Stop> stop_links[] = {{"line", "lines", one_key<&Stop::line>}};
constexpr Link<Boarders> boarders_links[] = {{"school", "schools", one_key<&Boarders::school>}};
constexpr Link<Pupil> pupil_links[] = {{"school", "schools", one_key<&Pupil::school>},
                                       {"line", "lines", one_key<&Pupil::line>},
                                       {"stop", "stops", stop_of_pupil}};
constexpr Link<Departure> departure_links[] = {{"school", "schools", one_key<&Departure::school>},
                                               {"line", "lines", one_key<&Departure::line>},
                                               {"driver", "drivers", one_key<&Departure::driver>},
                                               {"escort", "escorts", one_key<&Departure::escort>}};

}  // namespace

const ImportTable<Escort> escorts_table{.name = "escorts",
                                        .name_zh = "照管员",
                                        .fields = escort_fields,
                                        .rows = &RegistryRows::escorts,
                                        .key_fields = {"code"},
                                        .key = key_of<&Escort::code>,
                                        .links = escort_links};
const ImportTable<Line> lines_table{.name = "lines",
                                    .name_zh = "线路",
                                    .fields = line_fields,
                                    .rows = &RegistryRows::lines,
                                    .key_fields = {"code"},
                                    .key = key_of<&Line::code>,
                                    .links = line_links};
const ImportTable<Stop> stops_table{
    .name = "stops",
    .name_zh = "站点",
    .fields = stop_fields,
    .rows = &RegistryRows::stops,
    .key_fields = {"line", "name"},
    .key = [](const Draft<Stop>& draft) { return stop_key(draft.row.value.line, draft.row.value.name); },
    .links = stop_links};
const ImportTable<Boarders> boarders_table{.name = "boarders",
                                           .name_zh = "寄宿生",
                                           .fields = boarders_fields,
                                           .rows = &RegistryRows::boarders,
                                           .key_fields = {"school", "home_place"},
                                           .key =
                                               [](const Draft<Boarders>& draft) {
                                                   return draft.row.value.school + "/" +
                                                          draft.row.value.home_place;
                                               },
                                           .links = boarders_links};
const ImportTable<Pupil> pupils_table{.name = "pupils",
                                      .name_zh = "学生",
                                      .fields = pupil_fields,
                                      .rows = &RegistryRows::pupils,
                                      .key_fields = {"code"},
                                      .key = key_of<&Pupil::code>,
                                      .links = pupil_links,
                                      .finish = finish_pupil};
const ImportTable<PublicDay> public_days_table{
    .name = "public_days",
    .name_zh = "节假日",
    .fields = public_day_fields,
    .rows = &RegistryRows::public_days,
    .key_fields = {"day"},
    .key = [](const Draft<PublicDay>& draft) { return to_iso(draft.row.value.on); }};
const ImportTable<Departure> departures_table{.name = "departures",
                                              .name_zh = "车次",
                                              .fields = departure_fields,
                                              .rows = &RegistryRows::departures,
                                              .key_fields = {"code"},
                                              .key = key_of<&Departure::code>,
                                              .links = departure_links,
                                              .assign = assign_vehicle};

}  // namespace husong::db
