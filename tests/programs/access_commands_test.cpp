// husongctl account and device: who may come in, and who no longer.
#include "server/access/secret.hpp"
#include "tests/programs/ctl_fixture.hpp"

namespace husong::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct AccessCommands : Ctl {
    AccessCommands() {
        make_database();
        EXPECT_EQ(
            ctl({"account", "add", "wang", "--role", "police", "--display", "王某"}, "correct horse\n").code,
            0);
    }
    [[nodiscard]] access::Account wang() const { return reader()->account("wang").value().value(); }
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
              "name  role    state     display\n"
              "li    gate    disabled  li\n"
              "wang  police  active    王某\n");
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

TEST_F(AccessCommands, AScopeIsRefusedUntilSomethingHoldsAnAccountToIt) {
    const Ended ended =
        ctl({"account", "add", "gate1", "--role", "gate", "--scope", "S1"}, "correct horse\n");
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(
        ended.err,
        "husongctl: --scope is not there yet: nothing would hold the account to one school or operator; "
        "without it the account is for the whole county, with what its role may do\n");
    EXPECT_FALSE(reader()->account("gate1").value());
    EXPECT_THAT(ctl({"account", "add", "--help"}).out, Not(HasSubstr("--scope")));
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
