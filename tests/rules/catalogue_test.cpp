// What the rule catalogue fixes of each rule: how severe it is, whom it concerns, whom it is about, the
// articles behind it.
#include "server/rules/rule.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string_view>

namespace husong::rules {
namespace {

struct CatalogueRow {
    std::string_view code;
    std::string_view severity;
    std::string_view audience;
    std::string_view about;
    std::string_view basis;
};

constexpr std::array<CatalogueRow, 64> catalogue{{
    {"VL-01", "S1", "P,B,S,G,O", "vehicle", "校车安全管理条例 第十八条、第四十五条"},
    {"VL-02", "S1", "P,B,S,G,O", "vehicle",
     "校车安全管理条例 第十六条、第四十五条；机动车登记规定 第六十一条"},
    {"VL-03", "S3", "B,O", "vehicle", "机动车登记规定 第六十一条"},
    {"VL-04", "S1", "P,T,B,S,G", "vehicle", "校车安全管理条例 第十八条、第四十五条；道路运输条例 第六十三条"},
    {"VL-05", "S1", "P,B,S,G", "vehicle",
     "道路交通安全法 第五十条、第五十五条、第九十条；记分管理办法 第十一条(九)"},
    {"VL-06", "S1", "P,B,S,O", "vehicle", "校车安全管理条例 第四十四条；道路交通安全法 第一百条"},
    {"VL-07", "S1", "P,B,S,O", "vehicle",
     "校车安全管理条例 第二十条；机动车登记规定 第六十二条；记分管理办法 第十一条(十二)、第十二条(七)"},
    {"VL-08", "S2", "B,S,O", "vehicle", "校车安全管理条例 第二条、第六十条"},
    {"VL-09", "S2", "B,O", "vehicle", "校车安全管理条例 第十四条、第五十四条"},
    {"VL-10", "S2", "B,P", "vehicle", "校车安全管理条例 第十五条；GB 24407"},
    {"VL-11", "S2", "G,S,B,P", "vehicle", "中小学幼儿园安全管理办法 第二十六条"},
    {"VL-12", "S3", "B,P,O", "vehicle", "校车安全管理条例 第十九条；机动车登记规定 第六十三条"},
    {"VL-13", "S2", "P,B", "vehicle", "道路交通安全法 第九十六条"},
    {"DR-01", "S1", "P,B,S,O,E", "trip",
     "校车安全管理条例 第二十五条、第四十五条、第四十七条；记分管理办法 第九条(六)"},
    {"DR-02", "S2", "G,S,B,O", "trip", "校车安全管理条例 第十六条；机动车登记规定 第六十四条"},
    {"DR-03", "S1", "B,P,O", "driver", "校车安全管理条例 第二十三条；机动车驾驶证申领和使用规定 第九十二条"},
    {"DR-04", "S4", "O,B", "driver", "校车安全管理条例 第二十三条"},
    {"DR-05", "S2", "P,B,O", "driver", "校车安全管理条例 第二十六条；机动车驾驶证申领和使用规定 第九十条"},
    {"DR-06", "S1", "P,B,S,O", "driver",
     "校车安全管理条例 第二十三条、第四十九条；机动车驾驶证申领和使用规定 第九十二条"},
    {"DR-07", "S1", "O,D,P", "vehicle",
     "道路交通安全法实施条例 第六十二条；记分管理办法 第九条(七)；道路运输车辆动态监督管理办法"},
    {"DR-08", "S2", "O,S,B", "trip", "校车安全管理条例 第四十一条、第四十八条；记分管理办法 第十一条(十三)"},
    {"DR-09", "S1", "P,B,O", "driver", "道路交通安全法 第十九条、第九十九条"},
    {"DR-10", "S4", "O,B", "driver", "校车安全管理条例 第十条"},
    {"ES-01", "S1", "S,O,B,P,G", "trip", "校车安全管理条例 第三十八条、第五十三条"},
    {"ES-02", "S3", "S,O", "trip", "校车安全管理条例 第三十九条(三)"},
    {"ES-03", "S3", "S,O,E", "vehicle", "校车安全管理条例 第三十九条"},
    {"ES-04", "S3", "S,O", "trip", "校车安全管理条例 第三十八条"},
    {"ES-05", "S1", "S,O,B", "trip", "校车安全管理条例 第三十八条、第三十九条(五)"},
    {"ES-06", "S4", "O,B", "escort", "校车安全管理条例 第三十八条"},
    {"ES-07", "S2", "S,O,E", "trip", "校车安全管理条例 第四十条"},
    {"ES-08", "S2", "S,O,P", "trip", "校车安全管理条例 第四十条"},
    {"LD-01", "S1", "P,S,O,D,E,B", "vehicle",
     "校车安全管理条例 第三十四条、第五十条；记分管理办法 第八条(四)、第十条(一)"},
    {"LD-02", "S1+", "P,B,S,O", "vehicle", "刑法 第一百三十三条之一；校车安全管理条例 第三十四条"},
    {"LD-03", "S1", "P,S,B,O", "vehicle",
     "道路交通安全法 第四十九条、第九十条、第九十二条；记分管理办法 第八条至第十一条"},
    {"LD-05", "S4", "E,D,O", "trip", "预防"},
    {"LD-06", "S2", "B,S,O", "trip", "校车安全管理条例 第三十四条"},
    {"LD-07", "S3", "O,B", "vehicle", "技术管理，没有处罚条款"},
    {"LD-08", "S2", "B,P,T,O", "vehicle", "校车安全管理条例 第五十四条；道路交通安全法 第九十二条"},
    {"SW-01", "S1", "E,D,S,O,B", "trip", "校车安全管理条例 第三十九条(五)"},
    {"SW-02", "S1", "E,S,O", "trip", "校车安全管理条例 第三十九条(五)"},
    {"SW-03", "S1+", "E,D,S,P", "trip", "校车安全管理条例 第三十九条(五)"},
    {"SW-04", "S1", "O,S", "trip", "校车安全管理条例 第三十九条(五)"},
    {"SW-05", "S3", "S", "pupil", "县域惯例（家校联系）"},
    {"GA-01", "S3", "S,G", "trip", "每趟查验制度"},
    {"GA-02", "S2", "G,S,B,P", "vehicle", "中小学幼儿园安全管理办法 第二十六条"},
    {"GA-03", "S2", "S,B,O", "trip", "机动车登记规定 第六十四条"},
    {"GA-04", "S1", "S,E,O", "trip", "校车安全管理条例 第三十九条(五)"},
    {"GA-05", "S1", "S", "pupil", "未成年人保护法 第三十七条"},
    {"GA-06", "S1", "G,S,O,P", "trip", "校车安全管理条例 第三十四条、第三十九条(二)"},
    {"GA-07", "S1", "S", "pupil", "中小学幼儿园安全管理办法 第三十一条；校车安全管理条例 第六十条"},
    {"GA-08", "S3", "B,P", "school", "道路交通安全法 第三十四条"},
    {"HM-01", "S3", "S,B", "school", "县工作方案 第四条"},
    {"HM-02", "S3", "S", "school", "县工作方案 第四条"},
    {"HM-03", "S2", "B,T,S", "school", "县工作方案 第四条"},
    {"HM-04", "S2", "B,O", "trip", "放假计划"},
    {"HM-05", "S3", "B,P,T", "day", "县工作方案 第四条"},
    {"HM-06", "S1", "B,S,T,O", "trip",
     "道路旅客运输及客运站管理规定 第五十七条；道路运输条例 第三十三条、第三十五条"},
    {"HM-07", "S2", "T,P,S", "trip", "道路旅客运输及客运站管理规定 第五十七条；道路运输条例 第十九条"},
    {"HM-08", "S2", "S,B,P", "pupil", "校车安全管理条例 第十二条；县禁乘车辆清单"},
    {"HM-09", "S3", "S,O", "trip", "县域惯例，没有处罚条款"},
    {"HM-10", "S2", "S", "pupil", "县工作方案 第九条、第三十一条"},
    {"HM-11", "S3", "B,S", "school", "未成年人保护法 第三十三条"},
    {"HM-12", "S4", "B,S", "school", "全国年节及纪念日放假办法；国务院办公厅节假日安排通知"},
    {"HM-13", "S3", "S,B", "school", "县工作方案 第九条、第三十一条"},  // ours: HM-10 needs a roll
}};

TEST(Catalogue, IsWhatTheRuleTableSays) {
    for (const CatalogueRow& row : catalogue) {
        const auto id = parse_rule(row.code);
        ASSERT_TRUE(id) << row.code;
        const Rule& rule = rule_of(*id);
        EXPECT_EQ(severity_name(rule.severity), row.severity) << row.code;
        EXPECT_EQ(rule.audience, row.audience) << row.code;
        EXPECT_EQ(subject_name(rule.subject), row.about) << row.code;
        EXPECT_EQ(rule.legal_basis_zh, row.basis) << row.code;
    }
}

TEST(Catalogue, HasOneRuleMoreThanTheTableWhichIsTheFreeChildrenOfALineCoach) {
    std::set<std::string_view> rows, rules;
    for (const CatalogueRow& row : catalogue) rows.insert(row.code);
    for (const Rule& rule : all_rules()) rules.insert(rule.code);
    EXPECT_EQ(rows, rules);
    EXPECT_FALSE(parse_rule("LD-04")) << "told as LD-01 or as nothing";
}

std::string_view points(std::string_view code, char use_nature) {
    registry::Vehicle vehicle;
    vehicle.use_nature = use_nature;
    return rule_of(parse_rule(code).value()).points_class(vehicle, true, {});
}

TEST(Catalogue, NamesThePointsOfWhatIsNoOverload) {
    EXPECT_EQ(points("DR-01", 'S'), "记 9 分");
    EXPECT_EQ(points("DR-08", 'S'), "记 3 分");
    EXPECT_EQ(points("VL-07", 'S'), "记 1 分");
    EXPECT_EQ(points("VL-07", 'B'), "记 3 分");
    EXPECT_EQ(points("VL-07", 'E'), "记 3 分");
}

}  // namespace
}  // namespace husong::rules
