#include "server/pages/invitation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::pages {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Invitation invitation(
    std::string address = "https://husong.example/f/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG") {
    return {"学生A", "松岭镇初中", "七1班", "母亲", std::move(address), "2027-01-31"};
}

TEST(InvitationSheet, CarriesTheAddressAndACodeToScan) {
    const std::string sheet = invitation_sheet(invitation()).value();
    EXPECT_THAT(sheet, HasSubstr("https://husong.example/f/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"));
    EXPECT_THAT(sheet, HasSubstr("七1班 学生A 的母亲"));
    EXPECT_THAT(sheet, HasSubstr("<path d=\"M4 4h1v1h-1z"))
        << "the finder pattern begins behind the quiet zone";
}

TEST(InvitationSheet, AnAddressThatFitsIntoNoCodeIsAnError) {
    EXPECT_EQ(invitation_sheet(invitation(std::string(5'000, 'x'))).error().code, ErrorCode::malformed);
}

TEST(InvitationSheet, NamesAreText) {
    Invitation odd = invitation();
    odd.relation = "<script>alert(1)</script>";
    EXPECT_THAT(invitation_sheet(odd).value(), Not(HasSubstr("<script>")));
}

}  // namespace
}  // namespace husong::pages
