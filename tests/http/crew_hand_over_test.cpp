// On the way home a small child is given only to who may take it over, and the escort is told who that is.
#include "server/rules/rule.hpp"
#include "tests/http/gate_fixture.hpp"

#include <fmt/core.h>

namespace husong::http {
namespace {

using access::Role;
using tracking::EventKind;

// P1 is taken over by 祖母甲, or by its mother; its uncle may not. P2 and P3 go by themselves.
class CrewHandOver : public test::Gate {
protected:
    CrewHandOver() {
        const Time from = husong::test::year_begin;
        registry::RegistryRows rows;
        for (const auto& [code, name] :
             {std::pair{"P1", "学生A"}, std::pair{"P2", "学生B"}, std::pair{"P3", "学生C"}})
            rows.pupils.push_back(rider(code, name, "柳湾站", "一1班"));
        registry::Travel way;
        way.pupil = "P1";
        way.direction = registry::Direction::home;
        way.mode = "school_bus";
        way.line = "L7";
        way.stop = "柳湾站";
        way.collector = "祖母甲";
        rows.travels = {{.value = way, .valid_from = from}};
        for (const auto& [code, name, may] :
             {std::tuple{"G1", "母亲甲", true}, std::tuple{"G2", "舅舅甲", false}}) {
            registry::Guardian guardian;
            guardian.code = code;
            guardian.pupil = "P1";
            guardian.name = name;
            guardian.may_collect = may;
            rows.guardians.push_back({.value = guardian, .valid_from = from});
        }
        put(rows);
        set_clock(15, 40);
        sign_in_as(Role::escort, "E1");
        pass(10s);
        tell({husong::test::position(county_.lawful, now(), 0, 0)});
        post("duty", {{"act", "on"}});
        mark("boarded/**");
    }

    Response post(const std::string& page, Fields fields) {
        pass(1s);
        fields.emplace_back("key", fmt::format("key-of-form-{}", ++forms_));
        return post_form("/c/t/T1/" + page, fields);
    }
    Response mark(const std::string& what) { return post("riders", {{"mark", what}}); }
    // "alighted P1 祖母甲": the last that was told.
    std::string last() {
        const auto events =
            store_->reader().value()->trip_events(county_.lawful, now() - 12h, now() + 1h, 1'000).value();
        const auto& event = std::get<tracking::TripEvent>(events.back().payload);
        return fmt::format("{} {} {}", tracking::event_name(event.kind), event.person, event.other);
    }
    bool is_wrong() {
        for (const auto& finding : store_->reader().value()->findings({}).value())
            if (rules::rule_code(finding.head.rule) == "GA-07" && finding.head.subject == "P1" &&
                finding.open())
                return true;
        return false;
    }
    bool offers(const std::string& value) {
        return says(get("/c/t/T1/riders"), "name=\"mark\" value=\"" + value + "\"");
    }

    int forms_ = 0;
};

TEST_F(CrewHandOver, NamesThoseWhoMayTakeTheChildOver) {
    EXPECT_TRUE(offers("handed/P1/祖母甲"));
    EXPECT_TRUE(offers("handed/P1/母亲甲"));
    EXPECT_TRUE(offers("refused/P1"));
    EXPECT_FALSE(offers("handed/P1/舅舅甲"));
    EXPECT_FALSE(offers("alighted/P1"));
    EXPECT_TRUE(offers("alighted/P2")) << "nobody has to take it over";
    EXPECT_FALSE(offers("refused/P2"));
    mark("handed/P1/祖母甲");
    EXPECT_EQ(last(), "alighted P1 祖母甲");
    EXPECT_FALSE(is_wrong());
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "车上 2 人"));
}

TEST_F(CrewHandOver, SomebodyWhoIsOnNoListIsFoundAndTheChildStaysAboard) {
    mark("refused/P1");
    EXPECT_EQ(last(), "collector_refused P1 ");
    EXPECT_TRUE(is_wrong());
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "车上 3 人"));
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "没有交出"));
    mark("handed/P1/母亲甲");
    EXPECT_FALSE(is_wrong()) << "she came after that";
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "车上 2 人"));
}

TEST_F(CrewHandOver, ARefusalIsTakenBackAndWhoWasGivenToNobodyGetsOffInTheEnd) {
    mark("refused/P1");
    mark("unrefused/P1");
    EXPECT_FALSE(is_wrong());
    mark("alighted/P1");
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "车上 3 人")) << "not by itself";
    mark("refused/P1");
    EXPECT_TRUE(offers("alighted/P1"));
    mark("alighted/P1");
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "车上 2 人")) << "back at the school";
    EXPECT_TRUE(is_wrong()) << "the school has still to hear who came";
}

TEST_F(CrewHandOver, DoesNotGetOffWithTheOthersOfItsStop) {
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "2 人都下车"));
    mark("alighted/*柳湾站");
    const auto page = get("/c/t/T1/riders");
    EXPECT_TRUE(says(page, "车上 1 人"));
    EXPECT_TRUE(says(page, "已下车 2 人"));
}

TEST_F(CrewHandOver, IsGivenToNobodyElseByAFormThatWasMadeUp) {
    const std::string before = last();
    for (const char* what : {"handed/P1/舅舅甲", "handed/P1", "handed/P1/", "handed/*柳湾站",
                             "handed/P2/祖母甲", "refused/P2", "refused/*柳湾站"}) {
        mark(what);
        EXPECT_EQ(last(), before) << what;
    }
}

}  // namespace
}  // namespace husong::http
