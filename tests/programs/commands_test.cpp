// husongctl's commands as somebody at the console gives them.
#include "tests/programs/ctl_fixture.hpp"

namespace husong::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

struct Commands : Ctl {
    Commands() { make_database(); }
};

TEST_F(Commands, WrongArgumentsEndWithTwoAndSayWhatIsWrong) {
    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
             {}, {"acount"}, {"account"}, {"terminal", "enrol"}, {"import"}}) {
        const Ended ended = ctl(arguments);
        EXPECT_EQ(ended.code, 2);
        EXPECT_NE(ended.err, "");
    }
    EXPECT_EQ(ctl({"--help"}).code, 0);
}

TEST_F(Commands, AnAccountIsMadeWithThePasswordOfStandardInputOrOfAFile) {
    const Ended added = ctl({"account", "add", "wang", "--role", "police", "--display", "交警二中队 王某"},
                            "correct horse\r\n");
    EXPECT_EQ(added.code, 0) << added.err;
    EXPECT_EQ(added.out, "account wang (police)\n");
    const auto wang = reader()->account("wang").value().value();
    EXPECT_EQ(wang.display_name, "交警二中队 王某");
    EXPECT_EQ(wang.password_hash.rfind("$argon2id$", 0), 0U);

    write("password", "correct horse\n");
    EXPECT_EQ(ctl({"account", "add", "li", "--role", "gate", "--password-file", "password"}).code, 0);
    EXPECT_EQ(ctl({"account", "add", "zhao", "--role", "gate", "--password-file", "nowhere"}).code, 3);
}

TEST_F(Commands, AnAccountOfNoRoleOrWithAShortPasswordIsRefused) {
    const Ended no_role = ctl({"account", "add", "wang", "--role", "king"}, "correct horse\n");
    EXPECT_EQ(no_role.code, 1);
    EXPECT_THAT(no_role.err, HasSubstr("there is no role 'king', only police, gate, bureau"));
    const Ended too_short = ctl({"account", "add", "wang", "--role", "police"}, "horse\n");
    EXPECT_EQ(too_short.code, 1);
    EXPECT_THAT(too_short.err, HasSubstr("shorter than 10"));
    EXPECT_FALSE(reader()->account("wang").value());
}

TEST_F(Commands, ATerminalIsEnrolledAndItsCodesAreWrittenForSimulators) {
    const Ended enrolled =
        ctl({"terminal", "enrol", "--phone", "013900001234", "--window", "90m", "--show-code"});
    EXPECT_EQ(enrolled.code, 0) << enrolled.err;
    EXPECT_THAT(enrolled.out, MatchesRegex("terminal 13900001234 may register until .*\ncode [A-Z0-9]+\n"));
    const std::string code = reader()->load_credentials().value().at(0).code;
    EXPECT_THAT(enrolled.out, HasSubstr("code " + code + "\n"));

    EXPECT_EQ(ctl({"terminal", "codes", "--out", "codes.csv"}).out, "1 codes\n");
    EXPECT_EQ(read("codes.csv"), "phone,auth_code\n13900001234," + code + "\n");
    using std::filesystem::perms;
    EXPECT_EQ(status(home / "codes.csv").permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(Commands, ARotatedCodeStandsBesideTheOldOneUntilItWasUsed) {
    ctl({"terminal", "enrol", "--phone", "13900001234"});
    const std::string code = reader()->load_credentials().value().at(0).code;
    EXPECT_EQ(ctl({"terminal", "rotate", "--phone", "13900001234"}).code, 0);
    const auto key = reader()->load_credentials().value().at(0);
    EXPECT_EQ(key.code, code);
    EXPECT_NE(key.next_code, "");
    EXPECT_EQ(ctl({"terminal", "codes", "--out", "codes.csv"}).out, "2 codes\n");
    EXPECT_EQ(read("codes.csv"),
              "phone,auth_code\n13900001234," + code + "\n13900001234," + key.next_code + "\n");
}

TEST_F(Commands, ATerminalThatNobodyEnrolledIsNotRotated) {
    const Ended ended = ctl({"terminal", "rotate", "--phone", "13900009999"});
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(ended.err, "husongctl: terminal 13900009999 is not enrolled\n");
}

TEST_F(Commands, WhatIsNoPhoneNumberOrNoWindowIsRefused) {
    EXPECT_THAT(ctl({"terminal", "enrol", "--phone", "1390000x"}).err,
                HasSubstr("'1390000x' is not a terminal's phone number"));
    for (const char* window : {"0h", "24", "-3h", "31d", "99999h", "h"}) {
        const Ended ended = ctl({"terminal", "enrol", "--phone", "13900001234", "--window", window});
        EXPECT_NE(ended.code, 0) << window;
    }
    EXPECT_TRUE(reader()->load_credentials().value().empty());
}

TEST_F(Commands, EveryTerminalOfTheRegisterIsEnrolledOnce) {
    write("vehicles.csv", "plate,colour,class,use_nature,approved_persons\n冀H00318,yellow,large,S,45\n");
    write("terminals.csv",
          "phone,plate,colour,kind\n13900001234,冀H00318,yellow,jt808\nphone-1,冀H00318,yellow,phone\n");
    ASSERT_EQ(ctl({"import", "."}).code, 0);
    EXPECT_THAT(ctl({"terminal", "enrol-all"}).out, HasSubstr("1 terminals may register until"));
    EXPECT_THAT(ctl({"terminal", "enrol-all"}).out, HasSubstr("0 terminals"));
    EXPECT_EQ(ctl({"device", "add-phones", "--out", "secrets.csv"}).out, "1 phones\n");
    EXPECT_THAT(read("secrets.csv"), MatchesRegex("phone,auth_code\nphone-1,[A-Za-z0-9_-]+\n"));
}

TEST_F(Commands, FramesAreDecodedLineByLine) {
    const Ended good = run({"jt808", "decode"}, "7e0002000001390000123400001c7e\n");
    EXPECT_EQ(good.code, 0);
    EXPECT_THAT(good.out, HasSubstr("\"msg_id\":\"0x0002\""));
    const Ended bad = run({"jt808", "decode"}, "nonsense\n7e0002000001390000123400001c7e\n");
    EXPECT_EQ(bad.code, 1);
    EXPECT_THAT(bad.out, AllOf(HasSubstr("\"line\":1,\"error\""), HasSubstr("\"msg_id\":\"0x0002\"")));
    EXPECT_FALSE(exists("var")) << "it needs no database";
}

}  // namespace
}  // namespace husong::test
