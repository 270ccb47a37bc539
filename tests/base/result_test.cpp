#include "server/base/result.hpp"

#include "server/base/ids.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <type_traits>
#include <unordered_set>

namespace husong {
namespace {

Result<int> halved(int number) {
    if (number % 2 != 0) return Error{ErrorCode::malformed, "number: not even"};
    return number / 2;
}

TEST(Result, IsAValueOrAnErrorThatSaysWhatIsWrong) {
    EXPECT_EQ(halved(8).value(), 4);
    const auto failed = halved(7);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::malformed);
    EXPECT_EQ(failed.error().what, "number: not even");
}

TEST(Result, OfNothingIsSuccessUnlessToldOtherwise) {
    EXPECT_TRUE(Result<>{});
    const Result<> failed = Error{ErrorCode::unavailable, "disk full"};
    EXPECT_FALSE(failed);
}

TEST(Result, TakenForAValueAlthoughItIsAnErrorIsABugThatNamesTheError) {
    EXPECT_THAT([] { static_cast<void>(halved(7).value()); },
                testing::ThrowsMessage<std::logic_error>(testing::HasSubstr("number: not even")));
}

TEST(Id, OfNoughtIsNone) {
    EXPECT_FALSE(VehicleId{});
    EXPECT_TRUE(VehicleId{7});
    EXPECT_LT(VehicleId{6}, VehicleId{7});
}

TEST(Id, OfOneKindIsNoneOfAnother) {
    static_assert(!std::is_convertible_v<VehicleId, TerminalId>);
    static_assert(!std::is_convertible_v<std::int64_t, VehicleId>);
    EXPECT_EQ((std::unordered_set{VehicleId{7}, VehicleId{7}, VehicleId{8}}.size()), 2U);
}

}  // namespace
}  // namespace husong
