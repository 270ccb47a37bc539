// Who makes room for whom among the connections of the HTTP door.
#include "server/http/seats.hpp"

#include <gtest/gtest.h>

namespace husong::http {
namespace {

class HttpSeats : public testing::Test {
protected:
    // Whether the server was told to end it.
    struct Guest {
        Seat* seat = nullptr;
        bool ended = false;
    };
    Guest& enter(Seats& seats) {
        Guest& guest = guests_.emplace_back();
        guest.seat = seats.take(made_room_);
        if (guest.seat != nullptr)
            guest.seat->slot().assign([&guest](boost::asio::cancellation_type) { guest.ended = true; });
        return guest;
    }
    bool made_room_ = false;

private:
    std::list<Guest> guests_;
};

TEST_F(HttpSeats, TheOneThatHasWaitedLongestMakesRoom) {
    Seats seats{2};
    Guest& first = enter(seats);
    Guest& second = enter(seats);
    EXPECT_FALSE(made_room_);
    first.seat->busy();
    first.seat->idle();  // it was served meanwhile: now the second has waited longer
    Guest& third = enter(seats);
    EXPECT_TRUE(made_room_);
    EXPECT_TRUE(second.ended);
    EXPECT_FALSE(first.ended || third.ended);
}

TEST_F(HttpSeats, WhoIsAtWorkKeepsItsSeat) {
    Seats seats{1};
    Guest& first = enter(seats);
    first.seat->busy();
    EXPECT_EQ(enter(seats).seat, nullptr);
    EXPECT_FALSE(first.ended);
    first.seat->idle();
    EXPECT_NE(enter(seats).seat, nullptr);
    EXPECT_TRUE(first.ended);
}

TEST_F(HttpSeats, WhoWasToldToEndIsNotCountedAndNotToldAgain) {
    Seats seats{1};
    Guest& first = enter(seats);
    Guest& second = enter(seats);
    first.ended = false;
    first.seat->idle();  // it has not noticed yet
    Guest& third = enter(seats);
    EXPECT_FALSE(first.ended);
    EXPECT_TRUE(second.ended);
    for (Guest* guest : {&first, &second, &third}) seats.leave(*guest->seat);
    EXPECT_NE(enter(seats).seat, nullptr);
    EXPECT_FALSE(made_room_);
}

}  // namespace
}  // namespace husong::http
