#include "server/access/password.hpp"
#include "server/access/secret.hpp"

#include <gtest/gtest.h>

namespace husong::access {
namespace {

TEST(Password, IsKnownAgainByItsHashAndNoOtherIs) {
    const auto hash = hash_password("correct horse 电池");
    ASSERT_TRUE(hash);
    EXPECT_TRUE(verify_password(*hash, "correct horse 电池"));
    EXPECT_FALSE(verify_password(*hash, "correct horse 电"));
    EXPECT_FALSE(verify_password(*hash, ""));
}

TEST(Password, IsHashedByArgon2idWithTwoPassesOver19MiB) {
    const auto hash = hash_password("correct horse");
    ASSERT_TRUE(hash);
    EXPECT_EQ(hash->rfind("$argon2id$v=19$m=19456,t=2,p=1$", 0), 0U) << *hash;
}

TEST(Password, GivesAnotherHashEachTimeItIsHashed) {
    EXPECT_NE(*hash_password("correct horse"), *hash_password("correct horse"));
}

TEST(Password, MustHaveTenBytesAndNotTooMany) {
    EXPECT_EQ(hash_password("nine char").error().code, ErrorCode::malformed);
    EXPECT_EQ(hash_password(std::string(257, 'x')).error().code, ErrorCode::malformed);
    EXPECT_TRUE(hash_password("ten chars!"));
}

TEST(Password, OfNobodyIsAlwaysWrong) { EXPECT_FALSE(verify_nobody("anything at all")); }

TEST(Password, AgainstARuinedHashIsWrongAndNotACrash) {
    EXPECT_FALSE(verify_password("", "correct horse"));
    EXPECT_FALSE(verify_password("$argon2id$v=19$m=19456", "correct horse"));
    EXPECT_FALSE(verify_password(std::string(1000, '$'), "correct horse"));
}

TEST(Secret, IsTwoHundredAndFiftySixBitsInLettersThatFitACookie) {
    const std::string secret = make_secret();
    EXPECT_EQ(secret.size(), 43U);
    EXPECT_EQ(secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_NE(secret, make_secret());
}

TEST(Secret, IsKnownAgainByItsHashAndNoOtherIs) {
    const std::string secret = make_secret();
    const std::string hash = hash_secret(secret);
    EXPECT_EQ(hash.size(), 64U);
    EXPECT_TRUE(secret_matches(secret, hash));
    EXPECT_FALSE(secret_matches(secret + "x", hash));
    EXPECT_FALSE(secret_matches("", hash));
    EXPECT_FALSE(secret_matches(secret, ""));
}

TEST(Secret, HashesToTheBlake2bOfItsLetters) {
    EXPECT_EQ(hash_secret("abc"), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

}  // namespace
}  // namespace husong::access
