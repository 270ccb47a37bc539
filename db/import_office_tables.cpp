// The field tables of agreements and of what offices decide and note.
#include "db/import_tables.hpp"
#include "server/rules/local_parameters.hpp"

#include <fmt/core.h>

namespace husong::db {

namespace {

using namespace registry;

constexpr int last_hour = 24;
constexpr int most_vehicles_checked = 10'000;

constexpr Word post_kinds[] = {
    {"school", "学校"}, {"police", "交警"}, {"transport", "交通"}, {"bureau", "教育局"}};
constexpr Word facility_kinds[] = {
    {"crossing", "人行横道"}, {"sign", "标志"}, {"hump", "减速带"}, {"light", "信号灯"}, {"guard", "护学岗"}};
constexpr Word notice_kinds[] = {{"weather", "天气"}, {"road", "道路"}};
constexpr std::string_view weather_marks[] = {"冰雪", "泥泞", "雾", "雨", "雪", "沙尘", "冰雹"};
constexpr std::string_view road_marks[] = {"closed", "suspended"};

constexpr Field<Agreement> agreement_fields[] = {
    {{"school", "学校", true, "the school's code"}, text_cell<&Agreement::school>},
    {{"operator", "服务提供者", false, "the operator's code; empty: the school runs its buses itself"},
     text_cell<&Agreement::operator_code>},
    {{"number", "责任书编号", false, "its number"}, text_cell<&Agreement::number>},
    {{"filed_on", "备案日期", false, "date on which the bureau filed it; empty: not filed"},
     date_cell<&Agreement::filed_on>},
    valid_from_field<Agreement>,
    valid_until_field<Agreement>,
};

constexpr Field<DutyShift> duty_shift_fields[] = {
    {{"post_kind", "岗位类别", true, "school (学校), police (交警), transport (交通), bureau (教育局)"},
     word_cell<&DutyShift::post_kind, post_kinds>},
    {{"post", "岗位", true, "the school's code, or the post's name"}, text_cell<&DutyShift::post>},
    {{"from_hour", "起始时", true, "hour of the day in China, 0 to 23"},
     whole_cell<&DutyShift::from_hour, 0, last_hour - 1>},
    {{"until_hour", "结束时", true, "the hour at which it ends, 0 to 24; not after the first: over midnight"},
     whole_cell<&DutyShift::until_hour, 0, last_hour>},
    {{"name", "值班人", true, "who answers"}, text_cell<&DutyShift::name>},
    {{"telephone", "电话", false, "under which number"}, text_cell<&DutyShift::telephone>},
    valid_from_field<DutyShift>,
    valid_until_field<DutyShift>,
};

constexpr Field<GateFacility> gate_facility_fields[] = {
    {{"school", "学校", true, "the school's code"}, text_cell<&GateFacility::school>},
    {{"kind", "设施", true,
      "crossing (人行横道), sign (标志), hump (减速带), light (信号灯), guard (护学岗)"},
     word_cell<&GateFacility::kind, facility_kinds>},
    {{"present", "是否设置", true, "yes or no"}, yes_no_cell<&GateFacility::present>},
    {{"checked_on", "核查日期", true, "date"}, date_cell<&GateFacility::checked_on>},
    valid_from_field<GateFacility>,
    valid_until_field<GateFacility>,
};

constexpr Field<LocalRule> local_rule_fields[] = {
    {{"parameter", "参数", true, "the threshold's name, one of the table below"},
     text_cell<&LocalRule::parameter>},
    {{"value", "取值", true, "what the county set, within the table"}, text_cell<&LocalRule::value>},
    {{"title", "名称", false, "of the county's document, in words"}, text_cell<&LocalRule::title>},
    {{"clause", "条款", true, "the clause that says so"}, text_cell<&LocalRule::clause>},
    {{"file", "文件", false, "the file it stands in"}, text_cell<&LocalRule::file>},
    valid_from_field<LocalRule>,
    valid_until_field<LocalRule>,
};

// The law's limits are the table's.
Flaw finish_local_rule(Draft<LocalRule>& draft) {
    const LocalRule& row = draft.row.value;
    const auto* parameter = rules::find_local_parameter(row.parameter);
    if (!parameter) {
        std::string names;
        for (const auto& each : rules::local_parameters()) names.append(" ").append(each.name);
        return {"parameter", reason_not(row.parameter, "a threshold that a county may set:" + names)};
    }
    if (parameter->read(row.value)) return {};
    return {"value", fmt::format("{}, as {} may be: {}", reason_not(row.value, parameter->allowed()),
                                 parameter->name, parameter->bound)};
}

constexpr Field<Notice> notice_fields[] = {
    {{"kind", "类别", true, "weather (天气) or road (道路)"}, word_cell<&Notice::kind, notice_kinds>},
    {{"mark", "标记", true, "weather: 冰雪, 泥泞, 雾, 雨, 雪, 沙尘, 冰雹; road: closed, suspended"},
     text_cell<&Notice::mark>},
    {{"area", "范围", false, "a line's code or a township; empty: the whole county"},
     text_cell<&Notice::area>},
    {{"text", "内容", false, "what people should know"}, text_cell<&Notice::text>},
    {{"issuer", "发布单位", false, "who says so"}, text_cell<&Notice::issuer>},
    valid_from_field<Notice>,
    valid_until_field<Notice>,
};

Flaw finish_notice(Draft<Notice>& draft) {
    const std::string& mark = draft.row.value.mark;
    const auto among = [&](const auto& words) {
        for (const std::string_view word : words)
            if (word == mark) return std::string{};
        return reason_not_one_of(mark, words);
    };
    return {"mark", draft.row.value.kind == "weather" ? among(weather_marks) : among(road_marks)};
}

constexpr Field<JointCheck> joint_check_fields[] = {
    {{"day", "日期", true, "date"}, date_cell<&JointCheck::on>},
    {{"place", "地点", true, "where"}, text_cell<&JointCheck::place>},
    {{"bodies", "参加单位", true, "who took part"}, text_cell<&JointCheck::bodies>},
    {{"vehicles", "检查车辆数", false, "how many vehicles; empty: 0"},
     whole_cell<&JointCheck::vehicles, 0, most_vehicles_checked>},
    {{"result", "结果", false, "in words"}, text_cell<&JointCheck::result>},
    valid_from_field<JointCheck>,
    valid_until_field<JointCheck>,
};

std::vector<std::string> school_of_post(const DutyShift& row) {
    if (row.post_kind != "school") return {};
    return {row.post};
}

constexpr Link<Agreement> agreement_links[] = {{"school", "schools", one_key<&Agreement::school>},
                                               {"operator", "operators", one_key<&Agreement::operator_code>}};
constexpr Link<DutyShift> duty_shift_links[] = {{"post", "schools", school_of_post}};
constexpr Link<GateFacility> gate_facility_links[] = {{"school", "schools", one_key<&GateFacility::school>}};

std::string agreement_key(const Draft<Agreement>& draft) {
    return fmt::format("{}/{}", draft.row.value.school, draft.row.value.operator_code);
}
std::string duty_key(const Draft<DutyShift>& draft) {
    const DutyShift& row = draft.row.value;
    return fmt::format("{}/{:02}/{}", row.post_kind, row.from_hour, row.post);
}
std::string facility_key(const Draft<GateFacility>& draft) {
    return fmt::format("{}/{}", draft.row.value.kind, draft.row.value.school);
}
std::string notice_key(const Draft<Notice>& draft) {
    return fmt::format("{}/{}/{}", draft.row.value.kind, draft.row.value.mark, draft.row.value.area);
}
std::string joint_check_key(const Draft<JointCheck>& draft) {
    return fmt::format("{}/{}", to_iso(draft.row.value.on), draft.row.value.place);
}

}  // namespace

const ImportTable<Agreement> agreements_table{.name = "agreements",
                                              .name_zh = "安全管理责任书",
                                              .fields = agreement_fields,
                                              .rows = &RegistryRows::agreements,
                                              .key_fields = {"school", "operator"},
                                              .key = agreement_key,
                                              .links = agreement_links};
const ImportTable<DutyShift> duty_shifts_table{.name = "duty_shifts",
                                               .name_zh = "值班",
                                               .fields = duty_shift_fields,
                                               .rows = &RegistryRows::duty_shifts,
                                               .key_fields = {"post_kind", "post", "from_hour"},
                                               .key = duty_key,
                                               .links = duty_shift_links};
const ImportTable<GateFacility> gate_facilities_table{.name = "gate_facilities",
                                                      .name_zh = "校门设施",
                                                      .fields = gate_facility_fields,
                                                      .rows = &RegistryRows::gate_facilities,
                                                      .key_fields = {"school", "kind"},
                                                      .key = facility_key,
                                                      .links = gate_facility_links};
const ImportTable<LocalRule> local_rules_table{.name = "local_rules",
                                               .name_zh = "县级规定",
                                               .fields = local_rule_fields,
                                               .rows = &RegistryRows::local_rules,
                                               .key_fields = {"parameter"},
                                               .key = key_of<&LocalRule::parameter>,
                                               .finish = finish_local_rule};
const ImportTable<Notice> notices_table{.name = "notices",
                                        .name_zh = "天气和道路通告",
                                        .fields = notice_fields,
                                        .rows = &RegistryRows::notices,
                                        .key_fields = {"kind", "mark", "area"},
                                        .key = notice_key,
                                        .finish = finish_notice};
const ImportTable<JointCheck> joint_checks_table{.name = "joint_checks",
                                                 .name_zh = "联合检查",
                                                 .fields = joint_check_fields,
                                                 .rows = &RegistryRows::joint_checks,
                                                 .key_fields = {"day", "place"},
                                                 .key = joint_check_key};

}  // namespace husong::db
