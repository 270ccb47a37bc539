// husongctl terminal troubles: whom the terminals' door turned away, and whose records are not judged.
#include "tests/programs/ctl_fixture.hpp"

#include <sstream>

namespace husong::test {
namespace {

using Lines = std::vector<std::vector<std::string>>;

const Time morning = *parse_time("2026-09-01T07:15:00+08:00");

Lines words_of(const std::string& text) {
    Lines lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) {
        std::istringstream words{line};
        lines.emplace_back(std::istream_iterator<std::string>{words}, std::istream_iterator<std::string>{});
    }
    return lines;
}

struct TerminalTroubles : Ctl {
    void put(const std::vector<db::Refusal>& refusals) const {
        const auto store = db::open_sqlite(database).value();
        const auto writer = store->writer().value();
        writer->begin().value();
        for (const db::Refusal& refusal : refusals) writer->put(refusal).value();
        writer->commit().value();
    }
};

TEST_F(TerminalTroubles, AreListedNewestFirstWithWhatWasTold) {
    db::Refusal stranger;
    stranger.phone = "13900005555";
    stranger.reason = "unknown_phone";
    stranger.claimed_plate = "冀H00318";
    stranger.peer = "192.0.2.1";
    stranger.at = morning;
    db::Refusal ahead;
    ahead.phone = "13900001234";
    ahead.reason = "clock_ahead";
    ahead.detail = "+180 s";
    ahead.peer = "192.0.2.2";
    ahead.at = morning + std::chrono::minutes{1};
    db::Refusal later = ahead;
    later.at += std::chrono::hours{1};
    later.detail = "+185 s";
    put({stranger, ahead, later});

    const Ended ended = ctl({"terminal", "troubles"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(
        words_of(ended.out),
        (Lines{{"phone", "reason", "told", "times", "first", "last", "from", "plate", "terminal", "maker"},
               {"13900001234", "clock_ahead", "+185", "s", "2", "2026-09-01T07:16:00.000+08:00",
                "2026-09-01T08:16:00.000+08:00", "192.0.2.2"},
               {"13900005555", "unknown_phone", "1", "2026-09-01T07:15:00.000+08:00",
                "2026-09-01T07:15:00.000+08:00", "192.0.2.1", "冀H00318"}}));
}

TEST_F(TerminalTroubles, DoNotWriteToTheConsoleWhatAStrangerWantsWritten) {
    db::Refusal stranger;
    stranger.phone = "13900005555";
    stranger.reason = "unknown_phone";
    stranger.claimed_plate = "\x1B[2J\xC2\x9B\n";
    stranger.detail = "\x1B]0;";
    stranger.at = morning;
    put({stranger});
    EXPECT_THAT(ctl({"terminal", "troubles"}).out,
                testing::AllOf(testing::HasSubstr(" ?[2J?? "), testing::HasSubstr(" ?]0; ")));
}

TEST_F(TerminalTroubles, OfWhichThereAreNoneAreAHeadingAlone) {
    make_database();
    EXPECT_EQ(words_of(ctl({"terminal", "troubles"}).out).size(), 1U);
}

}  // namespace
}  // namespace husong::test
