#include "db/import_tables.hpp"

#include "server/registry/vehicle_names.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace husong::db {

namespace {

using namespace registry;

constexpr Word operator_kinds[] = {{"school_bus_company", "校车公司"},
                                   {"passenger_company", "客运公司"},
                                   {"bus_company", "公交公司"},
                                   {"school", "学校"},
                                   {"individual", "个人"}};
constexpr Word school_stages[] = {{"kindergarten", "幼儿园"},
                                  {"primary", "小学"},
                                  {"junior_high", "初中"},
                                  {"nine_year", "九年一贯制"},
                                  {"senior_high", "高中"}};
constexpr Word school_bus_types[] = {{"infant", "幼儿专用校车"},
                                     {"primary", "小学生专用校车"},
                                     {"primary_junior", "中小学生专用校车"},
                                     {"nondedicated", "非专用校车"}};
// In the order of the enumerators.
constexpr Word vehicle_classes[] = {{"large", "大型客车"}, {"medium", "中型客车"},  {"small", "小型客车"},
                                    {"micro", "微型客车"}, {"goods", "货车"},       {"tricycle", "三轮汽车"},
                                    {"tractor", "拖拉机"}, {"motorcycle", "摩托车"}};
constexpr Word vehicle_states[] = {
    {"active", "在用"}, {"stopped", "停用"}, {"retired", "已退出"}, {"banned", "禁用"}};
constexpr Word counter_kinds[] = {
    {"none", "无"}, {"infrared", "红外"}, {"camera", "摄像头"}, {"cards", "刷卡"}};
constexpr Word licence_states[] = {{"normal", "正常"},   {"expired", "过期"},  {"suspended", "暂扣"},
                                   {"revoked", "吊销"},  {"scrapped", "报废"}, {"deregistered", "注销"},
                                   {"assembled", "拼装"}};
constexpr Word terminal_kinds[] = {{"jt808", "车载终端"}, {"phone", "手机"}};

constexpr int most_persons = 200;
constexpr int longest_vehicle_m = 30;
constexpr int widest_gate_m = 2'000;

constexpr Field<Operator> operator_fields[] = {
    {{"code", "编号", true, "the operator's code"}, text_cell<&Operator::code>},
    {{"name", "名称", true, "its name"}, text_cell<&Operator::name>},
    {{"kind", "类型", true,
      "school_bus_company (校车公司), passenger_company (客运公司), bus_company (公交公司), school (学校), "
      "individual (个人)"},
     word_cell<&Operator::kind, operator_kinds>},
    valid_from_field<Operator>,
    valid_until_field<Operator>,
};

constexpr Field<School> school_fields[] = {
    {{"code", "学校代码", true, "the school's code"}, text_cell<&School::code>},
    {{"name", "学校名称", true, "its name"}, text_cell<&School::name>},
    {{"stage", "学段", true,
      "kindergarten (幼儿园), primary (小学), junior_high (初中), nine_year (九年一贯制), senior_high "
      "(高中)"},
     word_cell<&School::stage, school_stages>},
    {{"boarding", "寄宿", false, "yes or no; empty: no"}, yes_no_cell<&School::boarding>},
    {{"latitude_deg", "纬度", true, "of the gate, WGS-84"}, decimal_cell<&School::latitude_deg, -90, 90>},
    {{"longitude_deg", "经度", true, "of the gate, WGS-84"}, decimal_cell<&School::longitude_deg, -180, 180>},
    {{"gate_radius_m", "校门半径", false, "metres; empty: 100"},
     decimal_cell<&School::gate_radius_m, 1, widest_gate_m>},
    {{"leader", "责任领导", false, "who answers for its pupils' ways"}, text_cell<&School::leader>},
    {{"telephone", "值班电话", false, "of its duty room"}, text_cell<&School::telephone>},
    valid_from_field<School>,
    valid_until_field<School>,
};

std::string read_use_nature(std::string_view text, Draft<Vehicle>& draft) {
    for (char letter = 'A'; letter <= 'U'; ++letter)
        if (text == std::string_view{&letter, 1} || text == use_nature_zh(letter)) {
            draft.row.value.use_nature = letter;
            return {};
        }
    return reason_not(text, "a letter from A to U (GA 24.3)");
}

constexpr Field<Vehicle> vehicle_fields[] = {
    plate_field<Vehicle>,
    colour_field<Vehicle>,
    {{"class", "车辆类型", true,
      "large (大型客车), medium (中型客车), small (小型客车), micro (微型客车), goods (货车), tricycle "
      "(三轮汽车), tractor (拖拉机), motorcycle (摩托车)"},
     enumerator_cell<&Vehicle::vehicle_class, vehicle_classes>},
    {{"use_nature", "使用性质", true, "letter of GA 24.3, A to U, or its name: 非营运, 中小学生校车 …"},
     {read_use_nature,
      [](const Draft<Vehicle>& draft) { return std::string(1, draft.row.value.use_nature); }}},
    {{"approved_persons", "核定载人数", true, "everybody aboard, driver included"},
     whole_cell<&Vehicle::approved_persons, 1, most_persons>},
    {{"approved_pupils", "核定学生数", false, "where the licence states it"},
     whole_cell<&Vehicle::approved_pupils, 0, most_persons>},
    {{"length_m", "车长", false, "metres"}, decimal_cell<&Vehicle::length_m, 1, longest_vehicle_m>},
    {{"operator", "服务提供者", false, "the operator's code"}, text_cell<&Vehicle::operator_code>},
    {{"status", "状态", false,
      "active (在用), stopped (停用), retired (已退出), banned (禁用); empty: active"},
     enumerator_cell<&Vehicle::status, vehicle_states>},
    {{"counts_driver", "计数含驾驶人", false, "does the door counter see the driver; empty: no"},
     yes_no_cell<&Vehicle::counts_driver>},
    {{"counts_escort", "计数含照管员", false, "does the door counter see the escort; empty: yes"},
     yes_no_cell<&Vehicle::counts_escort>},
    {{"counter", "计数方式", false,
      "none (无), infrared (红外), camera (摄像头), cards (刷卡); empty: infrared"},
     enumerator_cell<&Vehicle::counter, counter_kinds>},
    {{"vin", "车辆识别代号", false, "vehicle identification number"}, text_cell<&Vehicle::vin>},
    {{"model", "厂牌型号", false, "maker and model"}, text_cell<&Vehicle::model>},
    {{"school_bus_type", "校车类型", false,
      "infant (幼儿专用校车), primary (小学生专用校车), primary_junior (中小学生专用校车), nondedicated "
      "(非专用校车); empty: no school bus"},
     word_cell<&Vehicle::school_bus_type, school_bus_types>},
    {{"licence", "行驶证状态", false,
      "normal (正常), expired (过期), suspended (暂扣), revoked (吊销), scrapped (报废), deregistered "
      "(注销), assembled (拼装); empty: normal"},
     enumerator_cell<&Vehicle::licence, licence_states>},
    {{"licence_persons", "行驶证核定载人数", false, "as read from the scan of the licence"},
     whole_cell<&Vehicle::licence_persons, 1, most_persons>},
    {{"first_registered_on", "初次登记日期", false, "date"}, date_cell<&Vehicle::first_registered_on>},
    {{"scrap_on", "强制报废期止", false, "date"}, date_cell<&Vehicle::scrap_on>},
    {{"retired_on", "退出日期", false, "date"}, date_cell<&Vehicle::retired_on>},
    {{"owner", "所有人", false, "unit or person"}, text_cell<&Vehicle::owner>},
    {{"leader", "责任领导", false, "who answers for it"}, text_cell<&Vehicle::leader>},
    valid_from_field<Vehicle>,
    valid_until_field<Vehicle>,
};

std::string read_driver_codes(std::string_view text, Draft<SchoolBusPlate>& draft) {
    auto& codes = draft.row.value.driver_codes;
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find(';', start), text.size());
        codes.emplace_back(text.substr(start, end - start));
        if (codes.back().empty()) return reason_not(text, "a list of codes joined by ;");
        start = end + 1;
    }
    return {};
}

std::string write_driver_codes(const Draft<SchoolBusPlate>& draft) {
    return fmt::format("{}", fmt::join(draft.row.value.driver_codes, ";"));
}

constexpr Field<SchoolBusPlate> school_bus_plate_fields[] = {
    {{"number", "标牌编号", true, "number of the school-bus plate"}, text_cell<&SchoolBusPlate::number>},
    plate_field<SchoolBusPlate>,
    colour_field<SchoolBusPlate>,
    valid_from_field<SchoolBusPlate>,
    valid_until_field<SchoolBusPlate>,
    {{"issuer", "发牌机关", false, "who issued it"}, text_cell<&SchoolBusPlate::issuer>},
    {{"route", "行驶路线", false, "the route's code"}, text_cell<&SchoolBusPlate::route>},
    {{"drivers", "驾驶人", false, "drivers' codes, joined by ;"}, {read_driver_codes, write_driver_codes}},
    {{"times", "运行时间", false, "as printed on it"}, text_cell<&SchoolBusPlate::times>},
    {{"stops", "停靠站点", false, "as printed on it"}, text_cell<&SchoolBusPlate::stops>},
    {{"returned_on", "交回日期", false, "date on which it was given back to the police"},
     date_cell<&SchoolBusPlate::returned_on>},
};

constexpr Field<Permit> permit_fields[] = {
    {{"number", "许可编号", true, "number of the permit"}, text_cell<&Permit::number>},
    plate_field<Permit>,
    colour_field<Permit>,
    valid_from_field<Permit>,
    valid_until_field<Permit>,
    {{"school", "学校", false, "the school's code"}, text_cell<&Permit::school>},
    {{"route", "行驶路线", false, "the route's code"}, text_cell<&Permit::route>},
};

std::string read_qualified_until(std::string_view text, Draft<Driver>& draft) {
    Time until;
    auto reason = read_last_day(text, until);
    draft.row.value.qualified_until = until;
    return reason;
}

std::string write_qualified_until(const Draft<Driver>& draft) {
    const auto& until = draft.row.value.qualified_until;
    return until ? last_day_text(*until) : std::string{};
}

constexpr Field<Driver> driver_fields[] = {
    {{"code", "编号", true, "the driver's code"}, text_cell<&Driver::code>},
    {{"name", "姓名", true, "name"}, text_cell<&Driver::name>},
    {{"licence_class", "准驾车型", true, "as on the licence: A1, A3, B1 …"},
     text_cell<&Driver::licence_class>},
    {{"birth_on", "出生日期", false, "date"}, date_cell<&Driver::birth_on>},
    {{"qualified_until", "校车驾驶资格有效期", false, "last day, included"},
     {read_qualified_until, write_qualified_until}},
    {{"operator", "服务提供者", false, "the operator's code"}, text_cell<&Driver::operator_code>},
    {{"first_licensed_on", "初次领证日期", false, "date"}, date_cell<&Driver::first_licensed_on>},
    {{"licence", "驾驶证状态", false,
      "normal (正常), expired (过期), suspended (暂扣), revoked (吊销), scrapped (报废), deregistered "
      "(注销), assembled (拼装); empty: normal"},
     enumerator_cell<&Driver::licence, licence_states>},
    {{"period_end_on", "记分周期止", false, "last day of the scoring period"},
     date_cell<&Driver::period_end_on>},
    {{"reviewed_on", "审验日期", false, "of the last yearly review"}, date_cell<&Driver::reviewed_on>},
    {{"trained_on", "培训日期", false, "of the last safety training"}, date_cell<&Driver::trained_on>},
    {{"health_until_on", "健康证明有效期", false, "last day, included"}, date_cell<&Driver::health_until_on>},
    valid_from_field<Driver>,
    valid_until_field<Driver>,
};

std::string read_edition(std::string_view text, Draft<Terminal>& draft) {
    if (text != "2011" && text != "2013" && text != "2019") return reason_not(text, "one of 2011 2013 2019");
    return read_whole<&Terminal::edition, 2011, 2019>(text, draft);
}

constexpr Field<Terminal> terminal_fields[] = {
    {{"phone", "终端手机号", true, "the phone number it sends; of a phone, the device's name"},
     text_cell<&Terminal::phone>},
    {{"terminal_id", "终端ID", false, "as it registers"}, text_cell<&Terminal::terminal_id>},
    {{"maker", "制造商ID", false, "as it registers"}, text_cell<&Terminal::maker>},
    {{"model", "终端型号", false, "model"}, text_cell<&Terminal::model>},
    {{"edition", "协议版本", false, "of JT/T 808: 2011, 2013, 2019; empty: 2013"},
     {read_edition, write_number<&Terminal::edition>}},
    plate_field<Terminal>,
    colour_field<Terminal>,
    {{"kind", "类型", true, "jt808 (车载终端) or phone (手机)"},
     enumerator_cell<&Terminal::kind, terminal_kinds>},
    valid_from_field<Terminal>,
    valid_until_field<Terminal>,
};

// A terminal's number is kept without the zeros that fill its field on the wire.
Flaw finish_terminal(Draft<Terminal>& draft) {
    Terminal& terminal = draft.row.value;
    if (terminal.kind != TerminalKind::jt808) return {};
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    constexpr std::size_t longest_phone = 20;  // 2019: BCD[10]
    if (terminal.phone.size() > longest_phone ||
        !std::all_of(terminal.phone.begin(), terminal.phone.end(), is_digit))
        return {"phone", reason_not(terminal.phone, "a phone number of at most 20 digits")};
    terminal.phone.erase(0, terminal.phone.find_first_not_of('0'));
    return {"phone", terminal.phone.empty() ? "has only zeros" : std::string{}};
}

Flaw finish_vehicle(Draft<Vehicle>& draft) {
    draft.row.value.plate = draft.plate;
    return {};
}

constexpr Link<Vehicle> vehicle_links[] = {{"operator", "operators", one_key<&Vehicle::operator_code>}};
constexpr Link<Driver> driver_links[] = {{"operator", "operators", one_key<&Driver::operator_code>}};
constexpr Link<Permit> permit_links[] = {{"school", "schools", one_key<&Permit::school>}};
constexpr Link<SchoolBusPlate> school_bus_plate_links[] = {
    {"drivers", "drivers", [](const SchoolBusPlate& row) { return row.driver_codes; }}};

}  // namespace

const ImportTable<Operator> operators_table{.name = "operators",
                                            .name_zh = "校车服务提供者",
                                            .fields = operator_fields,
                                            .rows = &RegistryRows::operators,
                                            .key_fields = {"code"},
                                            .key = key_of<&Operator::code>};
const ImportTable<School> schools_table{.name = "schools",
                                        .name_zh = "学校",
                                        .fields = school_fields,
                                        .rows = &RegistryRows::schools,
                                        .key_fields = {"code"},
                                        .key = key_of<&School::code>};
const ImportTable<Vehicle> vehicles_table{
    .name = "vehicles",
    .name_zh = "车辆",
    .fields = vehicle_fields,
    .rows = &RegistryRows::vehicles,
    .key_fields = {"plate", "colour"},
    .key = [](const Draft<Vehicle>& draft) { return vehicle_key(draft.plate); },
    .links = vehicle_links,
    .finish = finish_vehicle};
const ImportTable<SchoolBusPlate> school_bus_plates_table{.name = "school_bus_plates",
                                                          .name_zh = "校车标牌",
                                                          .fields = school_bus_plate_fields,
                                                          .rows = &RegistryRows::school_bus_plates,
                                                          .key_fields = {"number"},
                                                          .key = key_of<&SchoolBusPlate::number>,
                                                          .links = school_bus_plate_links,
                                                          .assign = assign_vehicle};
const ImportTable<Permit> permits_table{.name = "permits",
                                        .name_zh = "校车使用许可",
                                        .fields = permit_fields,
                                        .rows = &RegistryRows::permits,
                                        .key_fields = {"number"},
                                        .key = key_of<&Permit::number>,
                                        .links = permit_links,
                                        .assign = assign_vehicle};
const ImportTable<Driver> drivers_table{.name = "drivers",
                                        .name_zh = "驾驶人",
                                        .fields = driver_fields,
                                        .rows = &RegistryRows::drivers,
                                        .key_fields = {"code"},
                                        .key = key_of<&Driver::code>,
                                        .links = driver_links};
const ImportTable<Terminal> terminals_table{.name = "terminals",
                                            .name_zh = "终端",
                                            .fields = terminal_fields,
                                            .rows = &RegistryRows::terminals,
                                            .key_fields = {"phone"},
                                            .key = key_of<&Terminal::phone>,
                                            .finish = finish_terminal,
                                            .assign = assign_vehicle};

}  // namespace husong::db
