// The family's page over the real dispatcher and store: who sees it, and what never stands in it.
#include "server/http/gzip.hpp"
#include "tests/http/family_fixture.hpp"

#include <gmock/gmock.h>

namespace husong::http::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

TEST_F(FamilyPage, SaysWhereTheChildsBusIsAndWhenItComes) {
    const std::string mine = link("P1");
    EXPECT_THAT(text(mine), HasSubstr("16:22 从学校发车，车还没到"));
    drive(county_.lawful, leaves_at - 8min, 0);
    pass(3min);
    const std::string waiting = text(mine);
    EXPECT_THAT(waiting, HasSubstr("车已到学校，16:22 发车"));
    EXPECT_THAT(waiting, HasSubstr("<time>16:14</time>"));
    EXPECT_THAT(waiting, HasSubstr("<small>已到</small>")) << "it stands there and has not gone by";
    drive(county_.lawful, leaves_at + 2min, 500);
    drive(county_.lawful, leaves_at + 12min, 5'000);
    pass(leaves_at + 12min + 20s - now());
    const std::string page = text(mine);
    EXPECT_THAT(page, HasSubstr("在路上，约 17 分钟到柳湾站")) << "early is worse than late";
    EXPECT_THAT(page, HasSubstr("约 16:48–17:04。")) << "wide: nobody knows yet how long this line takes";
    EXPECT_THAT(page, HasSubstr("<time>16:24</time>"));
    EXPECT_THAT(page, HasSubstr("<small>已发车</small>"));
    EXPECT_THAT(page, HasSubstr("20 秒前"));
    EXPECT_THAT(page, HasSubstr("冀H·00318"));
    EXPECT_THAT(page, HasSubstr("证照有效"));
    EXPECT_THAT(page, HasSubstr("下次离校 09-15 周二 16:22"));
    EXPECT_THAT(page, HasSubstr("/calendar/lines/L7/"));
}

TEST_F(FamilyPage, ClosesWhenTheChildsStopIsReached) {
    drive(county_.lawful, leaves_at - 5min, 0);
    drive(county_.lawful, leaves_at + 2min, 500);
    drive(county_.lawful, leaves_at + 11min, 5'000);
    pass(leaves_at + 12min - now());
    const std::string near = text(link("P2"));
    EXPECT_THAT(near, HasSubstr("车 16:33 已到东台子"));
    EXPECT_THAT(near, Not(HasSubstr("datetime="))) << "no position after the child has got off";
    EXPECT_THAT(near, Not(HasSubstr("沿途站点")));
    EXPECT_THAT(text(link("P1")), HasSubstr("沿途站点")) << "the other child still rides";
}

TEST_F(FamilyPage, SaysThatNoPositionComesAndWhatTheLastWas) {
    drive(county_.lawful, leaves_at - 5min, 0);
    drive(county_.lawful, leaves_at + 2min, 500);
    drive(county_.lawful, leaves_at + 11min, 5'000);
    pass(leaves_at + 16min + 1s - now());
    EXPECT_THAT(text(link("P1")), HasSubstr("暂时收不到车的位置（最后 16:33 过东台子）"));
}

TEST_F(FamilyPage, WithoutAPositionItDoesNotSayThatTheBusHasNotLeft) {
    drive(county_.lawful, leaves_at - 8min, 0);
    pass(leaves_at + 40min - now());
    const std::string page = text(link("P1"));
    EXPECT_THAT(page, HasSubstr("16:22 该发车，暂时收不到车的位置"));
    EXPECT_THAT(page, Not(HasSubstr("还没有发车")));
}

TEST_F(FamilyPage, ARunUnderWayIsToldThoughTheNextOnesWindowIsOpen) {
    auto back = departure("H4", "L7", county_.expired, leaves_at + 40min);
    back.value.direction = registry::Direction::to_school;
    put(back);
    drive(county_.lawful, leaves_at - 5min, 0);
    drive(county_.lawful, leaves_at + 2min, 500);
    drive(county_.lawful, leaves_at + 11min, 5'000);
    pass(leaves_at + 12min - now());
    const std::string page = text(link("P1"));
    EXPECT_THAT(page, HasSubstr("在路上"));
    EXPECT_THAT(page, Not(HasSubstr("<span>17:02")));
}

TEST_F(FamilyPage, OfTwoVehiclesOnTheLineEachIsToldAndNeitherIsSaidToBeTheChilds) {
    put(departure("H4", "L7", county_.expired, leaves_at + 3min));
    drive(county_.lawful, leaves_at - 8min, 0);
    drive(county_.lawful, leaves_at + 2min, 500);
    drive(county_.lawful, leaves_at + 4min, 2'000);
    pass(leaves_at + 5min - now());
    const std::string page = text(link("P1"));
    EXPECT_THAT(page, HasSubstr("离校有 2 趟车"));
    EXPECT_THAT(page, HasSubstr("孩子坐哪一趟，请看学校的通知"));
    EXPECT_THAT(page, HasSubstr("冀H·00318"));
    EXPECT_THAT(page, HasSubstr("冀H·00419"));
    EXPECT_THAT(page, HasSubstr("在路上，约"));
    EXPECT_THAT(page, HasSubstr("16:25 该发车，暂时收不到车的位置"));
    EXPECT_THAT(page, Not(HasSubstr("沿途站点")));
    EXPECT_THAT(page, HasSubstr("下次离校 09-15 周二 16:22")) << "not the other one of the same day";
    EXPECT_THAT(text(link("P3")), Not(HasSubstr("趟车"))) << "of another line";
}

TEST_F(FamilyPage, OfSeveralRunsOfTheDayTheOneThatIsToldIsNamedAndNotSaidToBeTheChilds) {
    put(departure("H4", "L7", county_.lawful, leaves_at + 2h));
    drive(county_.lawful, leaves_at - 8min, 0);
    drive(county_.lawful, leaves_at + 2min, 500);
    drive(county_.lawful, leaves_at + 4min, 2'000);
    pass(leaves_at + 5min - now());
    const std::string first = text(link("P1"));
    EXPECT_THAT(first, HasSubstr("在路上，约"));
    EXPECT_THAT(first, HasSubstr("沿途站点"));
    EXPECT_THAT(first, HasSubstr("离校有 2 趟：16:22、18:22。上面说的是 16:22 的一趟"));
    EXPECT_THAT(first, HasSubstr("孩子坐哪一趟，请看学校的通知"));
    pass(95min);
    EXPECT_THAT(text(link("P1")), HasSubstr("上面说的是 18:22 的一趟"));
}

TEST_F(FamilyPage, InTheEveningTodaysRunsAreSaidToBeOverAndTheNextOneStandsBelow) {
    pass(leaves_at + 4h - now());
    const std::string page = text(link("P1"));
    EXPECT_THAT(page, HasSubstr("今天的车都结束了，下一次是 09-15 周二 16:22"));
    EXPECT_THAT(page, HasSubstr("下次离校 09-15 周二 16:22"));
}

TEST_F(FamilyPage, ARunTakenBackBesideAnotherSaysSo) {
    auto gone = departure("H4", "L7", county_.expired, leaves_at + 3min);
    gone.value.status = registry::DepartureStatus::cancelled;
    put(gone);
    const std::string page = text(link("P1"));
    EXPECT_THAT(page, HasSubstr("离校有 2 趟车"));
    EXPECT_THAT(page, HasSubstr("的车取消了"));
}

TEST_F(FamilyPage, WhyARunWasTakenBackIsToldAndNotHowManyRideFromWhere) {
    auto gone = departure("H1", "L7", county_.lawful, leaves_at);
    gone.value.status = registry::DepartureStatus::cancelled;
    gone.value.note = "远村 20人、近村 1人";
    put(gone);
    const std::string page = text(link("P1"));
    EXPECT_THAT(page, HasSubstr("的车取消了"));
    EXPECT_THAT(page, Not(HasSubstr("近村")));
    EXPECT_THAT(page, HasSubstr("请留意学校的通知。"));
    gone.value.note = "下雪停运";
    put(gone);
    EXPECT_THAT(text(link("P1")), HasSubstr("下雪停运"));
}

TEST_F(FamilyPage, AsManyRunsAsAPageHoldsStayWithin12Kilobytes) {
    for (int i = 0; i < 20; ++i)
        put(departure(
            "M" + std::to_string(i), "L7",
            std::array{county_.lawful, county_.expired, county_.private_van}[static_cast<std::size_t>(i) % 3],
            leaves_at + i * 1min));
    pass(leaves_at + 10min - now());
    const Response page = get(link("P1"));
    EXPECT_THAT(std::string{page.text()}, HasSubstr("下面是其中 8 趟"));
    EXPECT_LE(gzip(page.text(), Effort::quick).size(), 12'000U);
}

TEST_F(FamilyPage, OutsideTheWindowThereIsNoPosition) {
    drive(county_.lawful, now(), 0);
    pass(leaves_at - 31min - now());
    const std::string before = text(link("P1"));
    EXPECT_THAT(before, HasSubstr("今天 16:22 从学校发车"));
    EXPECT_THAT(before, HasSubstr("按时刻表"));
    EXPECT_THAT(before, Not(HasSubstr("datetime=")));
    pass(leaves_at + 30min + 120min - now());
    EXPECT_THAT(text(link("P1")), HasSubstr("今天的车都结束了，下一次是 09-15 周二 16:22"));
}

TEST_F(FamilyPage, NothingOfAnyoneElseStandsInIt) {
    drive(county_.lawful, leaves_at - 5min, 0);
    const std::string page = text(link("P1"));
    for (const char* other :
         {"学生B", "学生C", "00419", "滦湾", "40.8", "118.2", "P1", "P2", "柳湾村", "七1班"})
        EXPECT_THAT(page, Not(HasSubstr(other))) << other;
}

TEST_F(FamilyPage, TheVehicleThatIsNotInOrderIsOnlySaidToBeAskedAbout) {
    const std::string page = text(link("P3"));
    EXPECT_THAT(page, HasSubstr("这辆车的情况请问学校"));
    EXPECT_THAT(page, Not(HasSubstr("过期")));
}

TEST_F(FamilyPage, EveryLinkThatDoesNotOpenGivesOnePageByteForByte) {
    const std::string mine = link("P1");
    const std::string expired = link("P1", 1min);
    const std::string revoked = link("P2");
    const std::string gone = link("P9");
    pass(1min);
    store_->admin().value()->revoke_guardian_links("P2", now()).value();
    std::string guessed = mine;
    guessed.back() = guessed.back() == 'A' ? 'B' : 'A';
    const Response reference = get("/f/x");
    EXPECT_EQ(reference.status, 404U);
    for (const std::string& path : {expired, revoked, gone, guessed, std::string{"/f/%3Cscript%3E"}}) {
        const Response answer = get(path);
        EXPECT_EQ(answer.status, reference.status) << path;
        EXPECT_EQ(answer.text(), reference.text()) << path;
        EXPECT_EQ(answer.headers, reference.headers) << path;
        EXPECT_EQ(answer.content_type, reference.content_type) << path;
    }
    EXPECT_EQ(get(mine).status, 200U);
}

TEST_F(FamilyPage, IsCompleteWithin12KilobytesWithoutAnythingElse) {
    drive(county_.lawful, leaves_at - 5min, 0);
    drive(county_.lawful, leaves_at + 2min, 500);
    pass(leaves_at + 3min - now());
    const std::string page = text(link("P1"));
    const std::size_t bytes = gzip(page, Effort::quick).size();
    RecordProperty("compressed_bytes", static_cast<int>(bytes));
    EXPECT_LE(bytes, 12'000U);
    EXPECT_THAT(page, Not(HasSubstr("<link"))) << "no second request before it can be read";
    EXPECT_THAT(page, HasSubstr("<style>"));
}

TEST_F(FamilyPage, IsSentAgainOnlyWhenSomethingButItsAgeHasChanged) {
    drive(county_.lawful, leaves_at - 8min, 0);
    pass(3min);
    Request again;
    again.path = link("P1");
    again.headers.if_none_match = header_of(get(again.path), "ETag");
    pass(15s);
    EXPECT_EQ(ask(again).status, 304U);
    drive(county_.lawful, now(), 10);
    pass(1s);
    EXPECT_EQ(ask(again).status, 200U);
}

TEST_F(FamilyPage, LargeLettersAreRemembered) {
    const std::string mine = link("P1");
    EXPECT_THAT(text(mine), HasSubstr("data-size=\"usual\""));
    const Response big = get(mine, "big=1");
    EXPECT_THAT(std::string{big.text()}, HasSubstr("data-size=\"big\""));
    Request later;
    later.path = mine;
    later.headers.cookie = "husong_big=1";
    EXPECT_THAT(header_of(big, "Set-Cookie"), HasSubstr("husong_big=1; Path=/f;"));
    EXPECT_THAT(std::string{ask(later).text()}, HasSubstr("data-size=\"big\""));
}

TEST_F(FamilyPage, NamesAreTextWhateverTheyHold) {
    registry::RegistryRows rows;
    rows.pupils = {{.value = pupil("P4", "<script>alert(1)</script>", "L7", "柳湾站")}};
    store_->admin().value()->put_rows(rows, now()).value();
    restart();
    EXPECT_THAT(text(link("P4")), Not(HasSubstr("<script>alert")));
}

TEST_F(FamilyPage, CarriesItsOwnStyleAndNoOther) {
    const std::string policy = header_of(get(link("P1")), "Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("style-src 'sha256-"));
    EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
    EXPECT_EQ(get("/pages/family.js").content_type, "text/javascript; charset=utf-8");
}

}  // namespace
}  // namespace husong::http::test
