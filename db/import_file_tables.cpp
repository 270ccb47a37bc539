// The field tables of the vehicles' and the drivers' files.
#include "db/import_tables.hpp"
#include "db/import_words.hpp"

#include <fmt/core.h>

namespace husong::db {

namespace {

using namespace registry;

constexpr int most_points = 99;  // several records of one day may be told as one

constexpr Word document_kinds[] = {{"inspection", "机动车检验"},
                                   {"compulsory_insurance", "交强险"},
                                   {"carrier_insurance", "承运人责任险"},
                                   {"transport_certificate", "道路运输证"},
                                   {"charter_sign", "包车客运标志牌"},
                                   {"charter_contract", "包车合同"},
                                   {"school_bus_standard", "符合校车国家标准的证明"},
                                   {"operating_plan", "运行方案"},
                                   {"safety_system", "安全管理制度"}};
// In the order of the enumerators.
constexpr Word offence_kinds[] = {{"other", "其他"},
                                  {"overload", "严重超员"},
                                  {"speeding", "严重超速"},
                                  {"drink_driving", "酒驾"},
                                  {"twelve_points", "记满 12 分"},
                                  {"fatal_accident", "负有责任的死亡或重伤事故"},
                                  {"crime", "犯罪记录"}};

constexpr Field<VehicleDocument> vehicle_document_fields[] = {
    plate_field<VehicleDocument>,
    colour_field<VehicleDocument>,
    {{"kind", "证件类型", true,
      "inspection (机动车检验), compulsory_insurance (交强险), carrier_insurance (承运人责任险), "
      "transport_certificate (道路运输证), charter_sign (包车客运标志牌), charter_contract (包车合同), "
      "school_bus_standard (符合校车国家标准的证明), operating_plan (运行方案), safety_system "
      "(安全管理制度)"},
     word_cell<&VehicleDocument::kind, document_kinds>},
    {{"number", "证件编号", false,
      "its number; under the same number a later row renews it, under another it stands beside the old one"},
     text_cell<&VehicleDocument::number>},
    {{"issuer", "出具单位", false, "who issued it"}, text_cell<&VehicleDocument::issuer>},
    valid_from_field<VehicleDocument>,
    valid_until_field<VehicleDocument>,
};

constexpr Field<EquipmentCheck> equipment_check_fields[] = {
    plate_field<EquipmentCheck>,
    colour_field<EquipmentCheck>,
    {{"day", "检查日期", true,
      "date on which hammers, extinguisher, first-aid box, lamp, stop arm, belts and "
      "positioning device were looked at"},
     date_cell<&EquipmentCheck::on>},
    {{"faults", "问题", false, "in words; empty: none"}, text_cell<&EquipmentCheck::faults>},
    {{"checker", "检查人", false, "who looked"}, text_cell<&EquipmentCheck::checker>},
    valid_from_field<EquipmentCheck>,
    valid_until_field<EquipmentCheck>,
};

constexpr Field<Maintenance> maintenance_fields[] = {
    plate_field<Maintenance>,
    colour_field<Maintenance>,
    {{"day", "维护日期", true, "date; what was done on one day is one row"}, date_cell<&Maintenance::on>},
    {{"workshop", "维修单位", false, "where"}, text_cell<&Maintenance::workshop>},
    {{"work", "维护内容", false, "what was done"}, text_cell<&Maintenance::work>},
    valid_from_field<Maintenance>,
    valid_until_field<Maintenance>,
};

constexpr Field<StageOverride> stage_override_fields[] = {
    plate_field<StageOverride>,
    colour_field<StageOverride>,
    {{"stage", "学段", true,
      "whom it may carry beside its type: kindergarten (幼儿园), primary (小学), junior_high (初中), "
      "senior_high (高中)"},
     word_cell<&StageOverride::stage, pupil_stages>},
    {{"approved_by", "批准单位", true, "who approved it"}, text_cell<&StageOverride::approved_by>},
    {{"reason", "理由", true, "why"}, text_cell<&StageOverride::reason>},
    valid_from_field<StageOverride>,
    valid_until_field<StageOverride>,
};

constexpr Field<Offence> offence_fields[] = {
    {{"driver", "驾驶人", true, "the driver's code"}, text_cell<&Offence::driver>},
    {{"kind", "违法类型", true,
      "other (其他), overload (严重超员), speeding (严重超速), drink_driving (酒驾), twelve_points (记满 12 "
      "分), "
      "fatal_accident (负有责任的死亡或重伤事故), crime (犯罪记录)"},
     enumerator_cell<&Offence::kind, offence_kinds>},
    {{"day", "日期", true, "date; offences of one kind on one day are one row"}, date_cell<&Offence::on>},
    {{"points", "记分", false, "points; empty: 0"}, whole_cell<&Offence::points, 0, most_points>},
    {{"text", "摘要", false, "what happened"}, text_cell<&Offence::text>},
    valid_from_field<Offence>,
    valid_until_field<Offence>,
};

constexpr Link<Offence> offence_links[] = {{"driver", "drivers", one_key<&Offence::driver>}};

template <class T>
std::string vehicle_day_key(const Draft<T>& draft) {
    return fmt::format("{}/{}", vehicle_key(draft.plate), to_iso(draft.row.value.on));
}
std::string document_key(const Draft<VehicleDocument>& draft) {
    return fmt::format("{}/{}/{}", vehicle_key(draft.plate), draft.row.value.kind, draft.row.value.number);
}
std::string override_key(const Draft<StageOverride>& draft) {
    return fmt::format("{}/{}", vehicle_key(draft.plate), draft.row.value.stage);
}
std::string offence_key(const Draft<Offence>& draft) {
    const Offence& row = draft.row.value;
    return fmt::format("{}/{}/{}", row.driver, to_iso(row.on),
                       offence_kinds[static_cast<std::size_t>(row.kind)].name);
}

}  // namespace

const ImportTable<VehicleDocument> vehicle_documents_table{
    .name = "vehicle_documents",
    .name_zh = "车辆证件",
    .fields = vehicle_document_fields,
    .rows = &RegistryRows::vehicle_documents,
    .key_fields = {"plate", "colour", "kind", "number"},
    .key = document_key,
    .assign = assign_vehicle};
const ImportTable<EquipmentCheck> equipment_checks_table{.name = "equipment_checks",
                                                         .name_zh = "安全设备检查",
                                                         .fields = equipment_check_fields,
                                                         .rows = &RegistryRows::equipment_checks,
                                                         .key_fields = {"plate", "colour", "day"},
                                                         .key = vehicle_day_key,
                                                         .assign = assign_vehicle};
const ImportTable<Maintenance> maintenance_table{.name = "maintenance",
                                                 .name_zh = "车辆维护",
                                                 .fields = maintenance_fields,
                                                 .rows = &RegistryRows::maintenance,
                                                 .key_fields = {"plate", "colour", "day"},
                                                 .key = vehicle_day_key,
                                                 .assign = assign_vehicle};
const ImportTable<StageOverride> stage_overrides_table{.name = "stage_overrides",
                                                       .name_zh = "学段特批",
                                                       .fields = stage_override_fields,
                                                       .rows = &RegistryRows::stage_overrides,
                                                       .key_fields = {"plate", "colour", "stage"},
                                                       .key = override_key,
                                                       .assign = assign_vehicle};
const ImportTable<Offence> offences_table{.name = "offences",
                                          .name_zh = "驾驶人违法",
                                          .fields = offence_fields,
                                          .rows = &RegistryRows::offences,
                                          .key_fields = {"driver", "day", "kind"},
                                          .key = offence_key,
                                          .links = offence_links};

}  // namespace husong::db
