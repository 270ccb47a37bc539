#include "tests/db/whole_county.hpp"

namespace husong::db::testing {

namespace {

using namespace registry;
using std::chrono::year_month_day;

constexpr VehicleId bus{-1}, coach{-2}, car{-3};

year_month_day on(const char* date) { return parse_date(date).value(); }
Time first(const char* date) { return china_midnight(on(date)); }

const Time first_term = first("2026-09-01");
const Time second_term = first("2027-03-01");

template <class T>
Versioned<T> always(T value) {
    return {.value = std::move(value)};
}
template <class T>
Versioned<T> since(Time from, T value) {
    return {.value = std::move(value), .valid_from = from};
}
template <class T>
Versioned<T> during(Time from, Time until, T value) {
    return {.value = std::move(value), .valid_from = from, .valid_until = until};
}

void add_codes(RegistryRows& rows) {
    rows.operators = {
        always(Operator{"OP1", "\"安途\"校车, 承德", "school_bus_company"}),
        during(first_term, second_term, Operator{"OP2", "云山客运；分公司", "passenger_company"}),
        since(second_term, Operator{"OP2", "云山客运, 总公司", "bus_company"})};
    rows.schools = {always(School{"S1", "松岭镇\"初中\"", "junior_high", true, 40.8123456789, 118.25, 80.5,
                                  "张某, 校长", "0314-0000000"}),
                    since(first_term, School{"S,2", "=云山小学", "primary", false, -0.1, 1e-7, 100, "", ""})};
    rows.lines = {always(Line{"L7", "柳湾线, \"慢\"", "S1", "王某"}),
                  always(Line{"L8", "北沟线", "S,2", ""})};
    rows.stops = {always(Stop{"L7", 1, "下河村口, 东", 40.85, 118.2, 10min}),
                  always(Stop{"L7", 2, "柳湾\"站\"", 40.9, 118.2, 30min}),
                  always(Stop{"L8", 1, "北沟", 40.7, 118.1, 0min})};
    rows.boarders = {always(Boarders{"S1", "柳湾村, 上", 41})};
    rows.public_days = {always(PublicDay{on("2028-01-03"), "off", "元旦", "国办通知, 2028"}),
                        always(PublicDay{on("2028-01-08"), "work", "元旦", "\"国办\""})};
}

void add_vehicles(RegistryRows& rows) {
    Vehicle first_bus{.id = bus,
                      .plate = {"冀H00318", PlateColour::yellow},
                      .vehicle_class = VehicleClass::medium,
                      .use_nature = 'S',
                      .approved_persons = 45,
                      .approved_pupils = 43,
                      .length_m = 9.58,
                      .operator_code = "OP1",
                      .status = VehicleStatus::stopped,
                      .counts_driver = true,
                      .counts_escort = false,
                      .counter = CounterKind::camera,
                      .vin = "LSVFICTITIOUS0001",
                      .model = "宇通, ZK6\"X\"",
                      .school_bus_type = "primary_junior",
                      .licence = LicenceState::assembled,
                      .licence_persons = 44,
                      .first_registered_on = on("2018-05-06"),
                      .scrap_on = on("2033-05-06"),
                      .retired_on = on("2026-10-01"),
                      .owner = "安途, 校车",
                      .leader = "李某"};
    Vehicle second;
    second.id = coach;
    second.plate = {"冀HD00316", PlateColour::green};
    second.approved_persons = 20;
    rows.vehicles = {since(first_term, first_bus), always(second)};
}

void add_papers(RegistryRows& rows) {
    rows.school_bus_plates = {during(first_term, second_term,
                                     SchoolBusPlate{"BP,1",
                                                    bus,
                                                    "县\"交警\"大队",
                                                    "R1",
                                                    {"D1", "D2"},
                                                    "06:30-07:30, 16:00",
                                                    "柳湾站；东",
                                                    on("2027-02-27")}),
                              since(second_term, SchoolBusPlate{"BP2", bus, "", "", {}, "", "", {}})};
    rows.permits = {since(first_term, Permit{"PM\"1\"", bus, "S1", "R1"}),
                    always(Permit{"PM2", coach, "", ""})};
    rows.vehicle_documents = {
        during(first_term, second_term, VehicleDocument{"inspection", "J,1", bus, "检测站"}),
        during(first("2027-02-01"), first("2027-08-01"),
               VehicleDocument{"inspection", "J2", bus, "\"检测站\""}),
        during(first_term, second_term, VehicleDocument{"safety_system", "", bus, ""}),
        since(second_term, VehicleDocument{"safety_system", "", bus, "局"})};
    rows.equipment_checks = {always(EquipmentCheck{bus, on("2026-09-02"), "灭火器, 1 个过期", "赵某"}),
                             always(EquipmentCheck{coach, on("2026-09-02"), "", ""})};
    rows.maintenance = {always(Maintenance{bus, on("2026-08-20"), "一\"汽\"修", "二级维护, 换油"})};
    rows.stage_overrides = {
        during(first_term, second_term, StageOverride{coach, "senior_high", "县政府", "公交未通, 暂用"})};
}

void add_terminals(RegistryRows& rows) {
    Terminal phone;
    phone.phone = "driver-phone, 2";
    phone.kind = TerminalKind::phone;
    phone.vehicle = coach;
    rows.terminals = {since(first_term, Terminal{.id = {},
                                                 .phone = "13900001234",
                                                 .terminal_id = "T,1",
                                                 .maker = "M1",
                                                 .model = "\"X\"",
                                                 .edition = 2019,
                                                 .kind = TerminalKind::jt808,
                                                 .vehicle = bus}),
                      always(phone)};
}

void add_people(RegistryRows& rows) {
    rows.drivers = {
        always(Driver{"D1", "张某, 甲", "A1", on("1980-01-31"), second_term, "OP1", on("2001-02-03"),
                      LicenceState::suspended, on("2027-02-03"), on("2026-02-03"), on("2026-08-25"),
                      on("2027-08-25")}),
        during(first_term, second_term + 90min, Driver{"D2", "\"赵\"某", "B1", {}, first_term + 1ms, ""})};
    rows.escorts = {always(Escort{"E1", "李某, 乙", "OP1", on("2026-08-25"), on("2027-08-25")}),
                    always(Escort{"E2", "钱某", "", {}, {}})};
    rows.offences = {
        always(Offence{"D1", OffenceKind::crime, on("2020-01-01"), 12, "判决, \"摘要\""}),
        during(first_term, second_term, Offence{"D2", OffenceKind::other, on("2026-09-03"), 0, ""})};
    rows.pupils = {always(Pupil{"P1", "学生A, 甲", "S1", "七\"1\"班", true, "柳湾村", "L7", "柳湾\"站\"",
                                "primary", true}),
                   since(first_term, Pupil{"P2", "学生B", "S,2", "", false, "", "", "", "", false})};
    rows.travels = {
        during(first_term, second_term,
               Travel{"P1", Direction::home, "school_bus", "L7", "柳湾\"站\"", "", 35, "学生A的\"姨\""}),
        since(second_term, Travel{"P1", Direction::home, "guardian", "", "", "冀H·12345, 灰", 0, ""}),
        always(Travel{"P1", Direction::to_school, "walk", "", "", "", 0, ""})};
    rows.guardians = {
        always(Guardian{"G1", "P1", "王某, 母", "母亲", "0314-0000001", false, on("2026-09-01"), car}),
        since(first_term, Guardian{"G2", "P1", "\"王\"某", "姨", "", true, {}})};
}

void add_offices(RegistryRows& rows) {
    rows.agreements = {during(first_term, second_term, Agreement{"S1", "OP1", "责, 1", on("2026-09-03")}),
                       since(first_term, Agreement{"S,2", "", "责2", {}})};
    rows.duty_shifts = {since(first_term, DutyShift{"school", "S1", 7, 17, "张某, 甲", "0314-0000002"}),
                        since(first_term, DutyShift{"police", "松岭\"中队\"", 17, 0, "赵某", ""})};
    rows.gate_facilities = {always(GateFacility{"S1", "crossing", true, on("2026-08-30")}),
                            always(GateFacility{"S1", "hump", false, on("2026-08-30")})};
    rows.local_rules = {
        since(first_term, LocalRule{"driver_max_age", "58", "缩短, \"试行\"", "第三条", "县办[2026]1号"})};
    rows.notices = {during(first_term + 14h, first_term + 20h + 30min,
                           Notice{"weather", "雾", "松岭镇, 北", "能见度不足 50 米, \"停运\"", "气象台"}),
                    since(second_term, Notice{"road", "closed", "L7", "施工", "交警"}),
                    since(second_term, Notice{"weather", "冰雪", "", "全县", "气象台"})};
    rows.joint_checks = {
        always(JointCheck{on("2026-09-10"), "松岭, 校门", "教育;公安", 12, "合格 \"11\", 整改 1"})};
}

void add_ways(RegistryRows& rows) {
    rows.road_sections = {
        always(RoadSection{"L7", 0, 1'200, "street", 30, "", ""}),
        always(RoadSection{"L7", 1'200, 9'000, "ordinary", 60, "cliff;no_barrier", "县政府, 2026-1"})};
    rows.timetables = {
        during(first_term, second_term,
               Timetable{"T1", "L7", Direction::home, "12345", 16h + 22min, bus, "D1", "E1"}),
        since(second_term, Timetable{"T1", "L7", Direction::home, "12345", 16h + 40min, coach, "D1", ""}),
        always(Timetable{"T,2", "L8", Direction::to_school, "7", 0min, coach, "", ""})};
    rows.reliefs = {
        since(first_term + 7h + 20min, Relief{"T1/2026-09-02", coach, "D1", "E1", "抛锚, \"水温\""}),
        since(second_term, Relief{"X", bus, "", "", ""})};
    Departure cancelled{.code = "H1127,L7",
                        .school = "S1",
                        .direction = Direction::to_school,
                        .leaves_at = first("2026-11-27") + 16h + 22min,
                        .line = "L7",
                        .vehicle = bus,
                        .driver = "D1",
                        .escort = "E1",
                        .seats = 43,
                        .status = DepartureStatus::cancelled,
                        .note = "雪, \"停\""};
    Departure plain;
    plain.code = "X";
    plain.school = "S,2";
    plain.leaves_at = first("2026-11-28");
    plain.line = "L8";
    plain.vehicle = coach;
    rows.departures = {always(cancelled), always(plain)};
}

void add_holidays(RegistryRows& rows) {
    rows.terms = {always(Term{"2026-2027-1, \"秋\"", on("2026-09-01"), on("2027-01-22")})};
    HolidayRule own{.school = "S1",
                    .on_days = 10,
                    .off_days = 4,
                    .home_at = 14h + 30min,
                    .back_at = 15h + 15min,
                    .shift_days = 1,
                    .earliest_home = 13h,
                    .latest_home = 16h,
                    .earliest_back = 13h + 5min,
                    .latest_back = 17h,
                    .home_weekdays = "345",
                    .least_on_days = 5,
                    .most_on_days = 25,
                    .owes_rest = false,
                    .gate_per_quarter = 3};
    rows.holiday_rules = {during(first_term, second_term, own), since(second_term, HolidayRule{"S1"}),
                          always(HolidayRule{"S,2"})};
    const std::string term = rows.terms.front().value.code;
    rows.holiday_proposals = {
        always(HolidayProposal{"S1", term, 0, {}, {}, on("2026-08-31"), 15h}),
        always(HolidayProposal{"S1", term, 2, on("2026-10-23"), 14h, on("2026-10-27"), {}}),
        always(HolidayProposal{"S1", term, 3, {}, {}, {}, {}})};
    rows.police_posts = {always(PolicePosts{5, {}, 6}), always(PolicePosts{0, on("2026-09-30"), 12})};
    rows.local_days = {always(LocalDay{on("2026-11-12"), "", "closed", "期中考试, 全县", "教体局\"通知\""}),
                       always(LocalDay{on("2026-11-12"), "S,2", "open", "照常", ""})};
    rows.return_marks = {
        always(ReturnMark{on("2026-10-07"), "S,2", "七1班, 东", "", "called"}),
        always(ReturnMark{on("2026-10-07"), "S,2", "七1班, 东", rows.pupils.front().value.code, "leave"})};
}

}  // namespace

RegistryRows whole_county() {
    RegistryRows rows;
    add_codes(rows);
    add_vehicles(rows);
    add_papers(rows);
    add_terminals(rows);
    add_people(rows);
    add_offices(rows);
    add_ways(rows);
    add_holidays(rows);
    rows.identities = {{{"冀H7K206", PlateColour::blue}, car}};  // a guardian's, in no register
    return rows;
}

}  // namespace husong::db::testing
