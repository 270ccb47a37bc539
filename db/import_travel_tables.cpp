// The field tables of the ways of pupils and lines.
#include "db/import_tables.hpp"
#include "db/import_words.hpp"
#include "server/registry/travel_modes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace husong::db {

namespace {

using namespace registry;

constexpr int longest_way_minutes = 600;
constexpr int longest_line_m = 200'000;
constexpr int highest_limit_kmh = 120;  // 道路交通安全法实施条例 第七十八条: the most on a motorway

constexpr auto mode_words = [] {
    std::array<Word, travel_modes.size()> words;
    std::ranges::transform(travel_modes, words.begin(), [](const TravelMode& mode) {
        return Word{mode.code, mode.name_zh};
    });
    return words;
}();
constexpr Word road_classes[] = {
    {"street", "城市道路"}, {"ordinary", "公路"}, {"expressway", "快速路"}, {"motorway", "高速公路"}};
constexpr std::string_view road_tags[] = {"cliff", "water", "steep", "sharp", "narrow", "no_barrier"};

constexpr Field<Travel> travel_fields[] = {
    {{"pupil", "学号", true, "the pupil's code"}, text_cell<&Travel::pupil>},
    {{"direction", "方向", true, "home (离校) or to_school (返校)"},
     enumerator_cell<&Travel::direction, directions>},
    {{"mode", "交通方式", true,
      "walk (步行), bicycle (自行车), e_bike (电动自行车), guardian (家长接送), school_bus (校车), city_bus "
      "(公交), "
      "line_coach (班线客车), charter (包车), shared (拼车), non_commercial (非营运车), banned "
      "(三轮、农用、货车、摩托), unknown (不详)"},
     word_cell<&Travel::mode, mode_words>},
    {{"line", "线路", false, "school_bus, charter: the line's code; line_coach: the coach's line"},
     text_cell<&Travel::line>},
    {{"stop", "站点", false, "school_bus, charter: the name of a stop of the line"},
     text_cell<&Travel::stop>},
    {{"plate", "车牌号", false, "guardian, shared, non_commercial, banned: the vehicle's plate as told"},
     text_cell<&Travel::plate>},
    {{"minutes", "用时分钟", false, "usual; empty or 0: not told"},
     whole_cell<&Travel::minutes, 0, longest_way_minutes>},
    {{"collector", "接领人", false, "who is to take the child over; empty: nobody has to"},
     text_cell<&Travel::collector>},
    valid_from_field<Travel>,
    valid_until_field<Travel>,
};

bool on_our_line(const Travel& row) { return row.mode == "school_bus" || row.mode == "charter"; }

Flaw finish_travel(Draft<Travel>& draft) {
    const Travel& row = draft.row.value;
    if (!goes_by_line(row.mode) && !row.line.empty())
        return {"line", fmt::format("is told, but {} goes by no line", row.mode)};
    if (row.line.empty() && !row.stop.empty()) return {"line", "is empty, but the pupil has a stop"};
    if (row.mode != "school_bus") return {};
    if (row.line.empty()) return {"line", "is empty, but the pupil rides a school bus"};
    return {"stop", row.stop.empty() ? "is empty, but the pupil rides a school bus" : ""};
}

std::string write_car_colour(const Draft<Guardian>& draft) {
    return draft.plate.text.empty() ? std::string{} : std::string{colour_name(draft.plate.colour)};
}

constexpr Field<Guardian> guardian_fields[] = {
    {{"code", "编号", true, "the guardian's code"}, text_cell<&Guardian::code>},
    {{"pupil", "学号", true, "the pupil's code"}, text_cell<&Guardian::pupil>},
    {{"name", "姓名", true, "name"}, text_cell<&Guardian::name>},
    {{"relation", "关系", false, "to the pupil"}, text_cell<&Guardian::relation>},
    {{"telephone", "电话", false, "number"}, text_cell<&Guardian::telephone>},
    {{"may_collect", "可以接领", false, "yes or no; empty: yes"}, yes_no_cell<&Guardian::may_collect>},
    {{"consented_on", "同意日期", false, "date of the consent to keep the child's data; empty: none"},
     date_cell<&Guardian::consented_on>},
    {{"plate", "车牌号", false,
      "of the own car that brings the own children, in the row of each child; it need not be in the register "
      "vehicles; empty: none"},
     plate_field<Guardian>.cell},
    {{"colour", "号牌颜色", false, "of that car; required with a plate"},
     {colour_field<Guardian>.cell.read, write_car_colour}},
    valid_from_field<Guardian>,
    valid_until_field<Guardian>,
};

Flaw finish_guardian(Draft<Guardian>& draft) {
    const bool coloured = draft.plate.colour != PlateColour::other;
    if (draft.plate.text.empty()) return {"plate", coloured ? "is empty, but a colour is told" : ""};
    return {"colour", coloured ? "" : "is empty, but a plate is told"};
}

std::string read_tags(std::string_view text, Draft<RoadSection>& draft) {
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find(';', start), text.size());
        const std::string_view word = text.substr(start, end - start);
        if (std::find(std::begin(road_tags), std::end(road_tags), word) == std::end(road_tags))
            return reason_not_one_of(word, road_tags);
        start = end + 1;
    }
    draft.row.value.tags = std::string{text};
    return {};
}

constexpr Field<RoadSection> road_section_fields[] = {
    {{"line", "线路", true, "the line's code"}, text_cell<&RoadSection::line>},
    {{"from_m", "起点米", true, "metres from the school along the line"},
     whole_cell<&RoadSection::from_m, 0, longest_line_m>},
    {{"until_m", "终点米", true, "metres from the school along the line"},
     whole_cell<&RoadSection::until_m, 1, longest_line_m>},
    {{"road_class", "道路类别", true,
      "street (城市道路), ordinary (公路), expressway (快速路), motorway (高速公路)"},
     word_cell<&RoadSection::road_class, road_classes>},
    {{"limit_kmh", "限速", false, "km/h as posted; empty or 0: none"},
     whole_cell<&RoadSection::limit_kmh, 0, highest_limit_kmh>},
    {{"tags", "危险特征", false,
      "cliff (临崖), water (临水), steep (陡坡), sharp (急弯), narrow (窄路), no_barrier (无护栏), joined by "
      ";"},
     {read_tags, write_text<&RoadSection::tags>}},
    {{"approval", "审批", false, "of a danger section; empty: none"}, text_cell<&RoadSection::approval>},
    valid_from_field<RoadSection>,
    valid_until_field<RoadSection>,
};

Flaw finish_road_section(Draft<RoadSection>& draft) {
    const bool forwards = draft.row.value.from_m < draft.row.value.until_m;
    return {"until_m", forwards ? "" : "is not beyond from_m"};
}

std::string read_timetable_weekdays(std::string_view text, Draft<Timetable>& draft) {
    return read_weekdays(text, draft.row.value.weekdays);
}

std::string read_leaves_at(std::string_view text, Draft<Timetable>& draft) {
    const auto clock = parse_clock(text);
    if (!clock) return reason_not(text, "a time like 16:22");
    draft.row.value.leaves_at = *clock;
    return {};
}

std::string write_leaves_at(const Draft<Timetable>& draft) { return clock_text(draft.row.value.leaves_at); }

constexpr Field<Timetable> timetable_fields[] = {
    {{"code", "班次编号", true, "names this weekly run; the same code again is a change of it"},
     text_cell<&Timetable::code>},
    {{"line", "线路", true, "the line's code"}, text_cell<&Timetable::line>},
    {{"direction", "方向", true, "home (离校) or to_school (返校)"},
     enumerator_cell<&Timetable::direction, directions>},
    {{"weekdays", "星期", true, "on which of these school days: 1 Monday to 7 Sunday, as 12345"},
     {read_timetable_weekdays, write_text<&Timetable::weekdays>}},
    {{"time", "时间", true, "when it leaves: home from the school, to_school from the farthest stop"},
     {read_leaves_at, write_leaves_at}},
    plate_field<Timetable>,
    colour_field<Timetable>,
    {{"driver", "驾驶人", false, "the driver's code"}, text_cell<&Timetable::driver>},
    {{"escort", "照管员", false, "the escort's code"}, text_cell<&Timetable::escort>},
    valid_from_field<Timetable>,
    valid_until_field<Timetable>,
};

constexpr Field<Relief> relief_fields[] = {
    {{"run", "趟次编号", true, "the departure's code, or the timetable's and the day: T12/2026-09-01"},
     text_cell<&Relief::run>},
    plate_field<Relief>,
    colour_field<Relief>,
    {{"driver", "驾驶人", false, "the driver's code"}, text_cell<&Relief::driver>},
    {{"escort", "照管员", false, "the escort's code"}, text_cell<&Relief::escort>},
    {{"note", "原因", false, "why the vehicle before it does not go on"}, text_cell<&Relief::note>},
    {{"takes_over", "接替时间", true,
      "the instant from which this vehicle carries the run: 2026-09-01T07:20:00+08:00; a day: from its first "
      "minute; under the same instant the vehicle that had it before takes it back"},
     valid_from_field<Relief>.cell},
};

std::vector<std::string> line_of_travel(const Travel& row) {
    if (!on_our_line(row) || row.line.empty()) return {};
    return {row.line};
}
std::vector<std::string> stop_of_travel(const Travel& row) {
    if (!on_our_line(row) || row.line.empty() || row.stop.empty()) return {};
    return {fmt::format("{}/{}", row.line, row.stop)};
}

constexpr Link<Travel> travel_links[] = {{"pupil", "pupils", one_key<&Travel::pupil>},
                                         {"line", "lines", line_of_travel},
                                         {"stop", "stops", stop_of_travel}};
constexpr Link<Guardian> guardian_links[] = {{"pupil", "pupils", one_key<&Guardian::pupil>}};
constexpr Link<RoadSection> road_section_links[] = {{"line", "lines", one_key<&RoadSection::line>}};
constexpr Link<Timetable> timetable_links[] = {{"line", "lines", one_key<&Timetable::line>},
                                               {"driver", "drivers", one_key<&Timetable::driver>},
                                               {"escort", "escorts", one_key<&Timetable::escort>}};

// T12/2026-09-01 is a day of a timetable, any other code a departure's.
std::optional<std::string> timetable_of(const Relief& row) {
    const auto slash = row.run.rfind('/');
    if (slash == std::string::npos || !parse_date(row.run.substr(slash + 1))) return std::nullopt;
    return row.run.substr(0, slash);
}
std::vector<std::string> timetable_of_relief(const Relief& row) {
    const auto code = timetable_of(row);
    return code ? std::vector{*code} : std::vector<std::string>{};
}
std::vector<std::string> departure_of_relief(const Relief& row) {
    return timetable_of(row) ? std::vector<std::string>{} : std::vector{row.run};
}

constexpr Link<Relief> relief_links[] = {{"run", "departures", departure_of_relief},
                                         {"run", "timetables", timetable_of_relief},
                                         {"driver", "drivers", one_key<&Relief::driver>},
                                         {"escort", "escorts", one_key<&Relief::escort>}};

std::string travel_key(const Draft<Travel>& draft) {
    const Travel& row = draft.row.value;
    return fmt::format("{}/{}", row.pupil, directions[static_cast<std::size_t>(row.direction)].name);
}
std::string road_section_key(const Draft<RoadSection>& draft) {
    return fmt::format("{}/{:06} m", draft.row.value.line, draft.row.value.from_m);
}

}  // namespace

const ImportTable<Travel> travels_table{.name = "travels",
                                        .name_zh = "学生交通情况",
                                        .fields = travel_fields,
                                        .rows = &RegistryRows::travels,
                                        .key_fields = {"pupil", "direction"},
                                        .key = travel_key,
                                        .links = travel_links,
                                        .finish = finish_travel};
const ImportTable<Guardian> guardians_table{.name = "guardians",
                                            .name_zh = "监护人",
                                            .fields = guardian_fields,
                                            .rows = &RegistryRows::guardians,
                                            .key_fields = {"code"},
                                            .key = key_of<&Guardian::code>,
                                            .links = guardian_links,
                                            .finish = finish_guardian,
                                            .assign = assign_vehicle,
                                            .any_vehicle = true};
const ImportTable<RoadSection> road_sections_table{.name = "road_sections",
                                                   .name_zh = "线路路段",
                                                   .fields = road_section_fields,
                                                   .rows = &RegistryRows::road_sections,
                                                   .key_fields = {"line", "from_m"},
                                                   .key = road_section_key,
                                                   .links = road_section_links,
                                                   .finish = finish_road_section};
const ImportTable<Timetable> timetables_table{.name = "timetables",
                                              .name_zh = "班次表",
                                              .fields = timetable_fields,
                                              .rows = &RegistryRows::timetables,
                                              .key_fields = {"code"},
                                              .key = key_of<&Timetable::code>,
                                              .links = timetable_links,
                                              .assign = assign_vehicle};

const ImportTable<Relief> reliefs_table{.name = "reliefs",
                                        .name_zh = "换车接替",
                                        .fields = relief_fields,
                                        .rows = &RegistryRows::reliefs,
                                        .key_fields = {"run"},
                                        .key = key_of<&Relief::run>,
                                        .links = relief_links,
                                        .assign = assign_vehicle,
                                        .alone = true};

}  // namespace husong::db
