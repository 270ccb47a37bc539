// husongctl account and device: who may come in, and who no longer.
#include "server/access/password.hpp"
#include "server/access/secret.hpp"
#include "tests/programs/ctl_fixture.hpp"

namespace husong::test {
namespace {

using ::testing::HasSubstr;

struct AccessCommands : Ctl {
    AccessCommands() {
        make_database();
        EXPECT_EQ(
            ctl({"account", "add", "wang", "--role", "police", "--display", "王某"}, "correct horse\n").code,
            0);
    }
    [[nodiscard]] access::Account wang() const { return reader()->account("wang").value().value(); }
    void put_school() const {
        registry::School school;
        school.code = "S1";
        school.name = "松岭镇初中";
        school.stage = "junior_high";
        registry::RegistryRows rows;
        rows.schools.push_back({.value = school, .valid_from = {}});
        db::open_sqlite(database).value()->admin().value()->put_rows(rows, {}).value();
    }
    void sign_in() const {
        db::open_sqlite(database)
            .value()
            ->admin()
            .value()
            ->put_session({"aabb", wang().id, {}, end_of_time})
            .value();
    }
};

TEST_F(AccessCommands, AccountsAreListedWithTheirRoleAndState) {
    ctl({"account", "add", "li", "--role", "gate"}, "correct horse\n");
    ctl({"account", "disable", "li"});
    const Ended listed = ctl({"account", "list"});
    EXPECT_EQ(listed.code, 0) << listed.err;
    EXPECT_EQ(listed.out,
              "name  role    scope  state     display\n"
              "li    gate           disabled  li\n"
              "wang  police         active    王某\n");
}

TEST_F(AccessCommands, AnAccountThatExistsIsReplacedOnlyByIntent) {
    const std::string before = wang().password_hash;
    const Ended again = ctl({"account", "add", "wang", "--role", "bureau"}, "another horse\n");
    EXPECT_EQ(again.code, 1);
    EXPECT_EQ(again.err,
              "husongctl: account wang (police) exists; --replace gives it this role and a new password\n");
    EXPECT_EQ(wang().password_hash, before);
    EXPECT_EQ(ctl({"account", "add", "wang", "--role", "bureau", "--replace"}, "another horse\n").code, 0);
    EXPECT_EQ(wang().role, access::Role::bureau);
}

TEST_F(AccessCommands, OnlyAGateIsHeldToASchoolOfTheRegister) {
    put_school();
    const Ended ended = ctl({"account", "add", "li", "--role", "police", "--scope", "S1"}, "correct horse\n");
    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(ended.err,
                HasSubstr("--scope is for the roles gate, operator_staff, driver, escort and class_teacher"));
    const Ended unknown = ctl({"account", "add", "li", "--role", "gate", "--scope", "S9"}, "correct horse\n");
    EXPECT_EQ(unknown.err, "husongctl: the register has no school 'S9' today\n");
    EXPECT_FALSE(reader()->account("li").value());
    EXPECT_EQ(ctl({"account", "add", "gate1", "--role", "gate", "--scope", "S1"}, "correct horse\n").code, 0);
    EXPECT_EQ(reader()->account("gate1").value()->scope, "S1");
}

TEST_F(AccessCommands, AnOperatorADriverAndAnEscortAreThoseOfTheRegister) {
    registry::RegistryRows rows;
    rows.operators = {{.value = {"X1", "松岭校车公司", "school_bus_company"}}};
    registry::Driver driver;
    driver.code = "X2";
    driver.name = "张某";
    rows.drivers = {{.value = driver}};
    rows.escorts = {{.value = {"X3", "李某", ""}}};
    db::open_sqlite(database).value()->admin().value()->put_rows(rows, {}).value();
    const auto add = [&](const std::string& role, const std::vector<std::string>& more) {
        std::vector<std::string> given{"account", "add", "new-" + role, "--role", role};
        given.insert(given.end(), more.begin(), more.end());
        return ctl(given, "correct horse\n");
    };
    for (const auto& [role, code, what] :
         {std::tuple{"operator_staff", "X1", "operator"}, std::tuple{"driver", "X2", "driver"},
          std::tuple{"escort", "X3", "escort"}}) {
        EXPECT_THAT(add(role, {}).err, HasSubstr(std::string{"needs --scope, the code of its "} + what));
        EXPECT_EQ(add(role, {"--scope", "S1"}).err,
                  std::string{"husongctl: the register has no "} + what + " 'S1' today\n");
        EXPECT_FALSE(reader()->account(std::string{"new-"} + role).value());
        EXPECT_EQ(add(role, {"--scope", code}).code, 0);
        EXPECT_EQ(reader()->account(std::string{"new-"} + role).value()->scope, code);
    }
}

TEST_F(AccessCommands, AClassTeacherIsOfAClassInWhichSomebodyIsToday) {
    registry::RegistryRows rows;
    registry::Pupil pupil;
    pupil.code = "P1";
    pupil.name = "学生A";
    pupil.school = "S1";
    pupil.class_name = "七1班";
    rows.pupils = {{.value = pupil}};
    db::open_sqlite(database).value()->admin().value()->put_rows(rows, {}).value();
    const auto add = [&](const std::string& scope) {
        std::vector<std::string> words{"account", "add", "li", "--role", "class_teacher"};
        if (!scope.empty()) words.insert(words.end(), {"--scope", scope});
        return ctl(words, "correct horse\n");
    };
    EXPECT_THAT(add("").err, HasSubstr("needs --scope, the code of its class"));
    for (const char* none : {"S1", "S1/七2班", "S2/七1班", "/七1班"})
        EXPECT_THAT(add(none).err, HasSubstr("the register has no class")) << none;
    EXPECT_FALSE(reader()->account("li").value());
    EXPECT_EQ(add("S1/七1班").code, 0);
    EXPECT_EQ(reader()->account("li").value()->scope, "S1/七1班");
}

TEST_F(AccessCommands, AKeeperOfAGateHasAPinThatIsKeptHashed) {
    put_school();
    const Ended added = ctl({"gate", "keeper", "add", "--school", "S1", "--name", "张某"}, "2468\n");
    EXPECT_EQ(added.code, 0) << added.err;
    EXPECT_EQ(added.out, "keeper 张某 of S1\n");
    const auto keepers = reader()->gate_keepers("S1").value();
    ASSERT_EQ(keepers.size(), 1U);
    EXPECT_TRUE(access::verify_password(keepers[0].pin_hash, "2468"));
    EXPECT_EQ(ctl({"gate", "keeper", "add", "--school", "S1", "--name", "张某"}, "1357\n").code, 1);
    EXPECT_EQ(ctl({"gate", "keeper", "add", "--school", "S1", "--name", "张某", "--replace"}, "1357\n").code,
              0);
    EXPECT_EQ(ctl({"gate", "keeper", "list", "--school", "S1"}).out, "name  state\n张某  active\n");
    EXPECT_EQ(ctl({"gate", "keeper", "disable", "--school", "S1", "--name", "张某"}).code, 0);
    EXPECT_EQ(ctl({"gate", "keeper", "list", "--school", "S1"}).out, "name  state\n张某  disabled\n");
    EXPECT_EQ(reader()->gate_keepers("S1").value()[0].pin_hash, "");
}

TEST_F(AccessCommands, APinIsFourToEightDigitsAndTheSchoolIsOfTheRegister) {
    put_school();
    for (const char* pin : {"123\n", "123456789\n", "12a4\n", "\n"})
        EXPECT_EQ(ctl({"gate", "keeper", "add", "--school", "S1", "--name", "张某"}, pin).err,
                  "husongctl: a PIN is 4 to 8 digits\n");
    EXPECT_EQ(ctl({"gate", "keeper", "add", "--school", "S9", "--name", "张某"}, "2468\n").code, 1);
    EXPECT_TRUE(reader()->gate_keepers("S1").value().empty());
}

TEST_F(AccessCommands, ADisabledAccountIsSignedOutAndStaysOutUntilItIsEnabled) {
    sign_in();
    const Ended disabled = ctl({"account", "disable", "wang"});
    EXPECT_EQ(disabled.code, 0) << disabled.err;
    EXPECT_EQ(disabled.out, "account wang is disabled; it is signed out everywhere\n");
    EXPECT_TRUE(wang().disabled);
    EXPECT_FALSE(reader()->session("aabb").value());
    EXPECT_EQ(ctl({"account", "disable", "wang"}).out, "account wang is disabled already\n");

    EXPECT_EQ(ctl({"account", "enable", "wang"}).out, "account wang is active\n");
    EXPECT_FALSE(wang().disabled);
    EXPECT_EQ(wang().display_name, "王某");
}

TEST_F(AccessCommands, EnablingAnActiveAccountDoesNotSignItOut) {
    sign_in();
    EXPECT_EQ(ctl({"account", "enable", "wang"}).out, "account wang is active already\n");
    EXPECT_TRUE(reader()->session("aabb").value());
}

TEST_F(AccessCommands, AnAccountThatIsNotThereIsNamed) {
    for (const char* command : {"disable", "enable"}) {
        const Ended ended = ctl({"account", command, "zhao"});
        EXPECT_EQ(ended.code, 1);
        EXPECT_EQ(ended.err, "husongctl: there is no account zhao\n");
    }
}

TEST_F(AccessCommands, EveryChangeIsOnRecord) {
    ctl({"account", "disable", "wang"});
    ctl({"account", "disable", "wang"});
    ctl({"account", "enable", "wang"});
    ctl({"device", "add", "camera1", "--kind", "camera"});
    ctl({"device", "revoke", "camera1"});
    EXPECT_EQ(audit(), (std::vector<std::string>{"console account add wang", "console account disable wang",
                                                 "console account enable wang", "console device add camera1",
                                                 "console device revoke camera1"}));
}

TEST_F(AccessCommands, DevicesAreListedAndARevokedOneIsNotLetIn) {
    write("vehicles.csv", "plate,colour,class,use_nature,approved_persons\n冀H00318,yellow,large,S,45\n");
    ASSERT_EQ(ctl({"import", "vehicles", "vehicles.csv"}).code, 0);
    ASSERT_EQ(ctl({"device", "add", "camera1", "--kind", "camera"}).code, 0);
    ASSERT_EQ(ctl({"device", "add", "phone1", "--kind", "phone", "--plate", "h00318", "--colour", "黄"}).code,
              0);
    EXPECT_EQ(ctl({"device", "revoke", "camera1"}).out, "device camera1 is let in no more\n");
    EXPECT_EQ(ctl({"device", "list"}).out,
              "name     source  vehicle          state\n"
              "camera1  camera                   revoked\n"
              "phone1   phone   冀H00318/yellow  active\n");
    EXPECT_TRUE(reader()->device_key("camera1").value()->revoked());

    ASSERT_EQ(ctl({"device", "add", "camera1", "--kind", "camera"}).code, 0)
        << "a new secret lets it in again";
    EXPECT_FALSE(reader()->device_key("camera1").value()->revoked());
    EXPECT_EQ(ctl({"device", "revoke", "camera2"}).err, "husongctl: there is no device camera2\n");
}

TEST_F(AccessCommands, ASecretIsPrintedOnceAndKeptAsItsHash) {
    const Ended added = ctl({"device", "add", "camera1", "--kind", "camera"});
    ASSERT_THAT(added.out, HasSubstr("device camera1\nsecret "));
    const std::string secret = added.out.substr(added.out.find("secret ") + 7, 43);
    EXPECT_TRUE(access::secret_matches(secret, reader()->device_key("camera1").value()->secret_hash));
}

TEST_F(AccessCommands, APhoneNeedsAVehicleThatHasAPlate) {
    EXPECT_EQ(ctl({"device", "add", "phone1", "--kind", "phone"}).code, 1);
    const Ended pink =
        ctl({"device", "add", "p", "--kind", "phone", "--plate", "冀H00318", "--colour", "pink"});
    EXPECT_EQ(pink.code, 1);
    EXPECT_THAT(pink.err, HasSubstr("'pink' is not a plate colour"));
    EXPECT_EQ(ctl({"device", "add", "x", "--kind", "kettle"}).code, 2);
    EXPECT_EQ(ctl({"device", "add", "x", "--kind", "camera", "--source", "moon"}).code, 1);
}

}  // namespace
}  // namespace husong::test
