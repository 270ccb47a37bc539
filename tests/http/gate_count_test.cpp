// A count at the gate tells also who has no business aboard, and who sits beside the driver.
#include "server/rules/rule.hpp"
#include "tests/http/gate_fixture.hpp"

namespace husong::http {
namespace {

class GateCount : public test::Gate {
protected:
    GateCount() { set_clock(16, 10); }
    Response count(const std::string& others, const std::string& front) {
        pass(1s);
        return post_form("/g/t/T1", {{"act", "counted"},
                                     {"key", "key-of-form-" + std::to_string(++forms_)},
                                     {"keeper", "张某"},
                                     {"pin", pin},
                                     {"pupils", "20"},
                                     {"adults", "2"},
                                     {"others", others},
                                     {"front", front}});
    }
    bool is_open(std::string_view rule) {
        for (const auto& finding : store_->reader().value()->findings({}).value())
            if (rules::rule_code(finding.head.rule) == rule && finding.open()) return true;
        return false;
    }

    int forms_ = 0;
};

TEST_F(GateCount, WhoIsNoPupilAndWhoSitsBesideTheDriverIsToldWithTheCount) {
    tell({husong::test::position(county_.lawful, now(), 0, 0)});
    ASSERT_EQ(count("1", "２").status, 303U);
    EXPECT_TRUE(is_open("ES-07"));
    EXPECT_TRUE(is_open("ES-08"));
    EXPECT_TRUE(says(get("/g/t/T1"), "点人：学生 20 + 大人 2 + 无关人员 1 = 23"));
    count("", "");
    EXPECT_TRUE(is_open("ES-07")) << "nobody looked";
    EXPECT_FALSE(is_open("ES-08"));
    count("", "0");
    EXPECT_FALSE(is_open("ES-07"));
    for (const auto& [others, front, wrong] :
         {std::tuple{"一", "", "无关人员要填"}, std::tuple{"", "两个", "副驾驶座上的孩子要填"}}) {
        const Response answer = count(others, front);
        EXPECT_EQ(answer.status, 422U);
        EXPECT_TRUE(says(answer, wrong));
        EXPECT_TRUE(says(answer, std::string{"value=\""} + others + front + "\"")) << "shown again";
    }
}

}  // namespace
}  // namespace husong::http
