#include "server/registry/plate_shape.hpp"

#include <gtest/gtest.h>

namespace husong::registry {
namespace {

TEST(PlateShape, PlatesThatAreIssuedHaveNoFlaw) {
    for (const auto* plate : {"冀H00318", "冀H7K206", "京A12345", "冀HD05231", "冀H05231F", "冀H1234学",
                              "粤Z1234港", "冀H1234挂", "冀0812345"})
        EXPECT_EQ(plate_flaw(plate), "") << plate;
}

TEST(PlateShape, AWrongLengthIsCounted) {
    EXPECT_EQ(plate_flaw("冀H0031"), "4 characters after 冀H; a plate has 5 there, a new-energy one 6");
    EXPECT_EQ(plate_flaw("冀H0031800"), "7 characters after 冀H; a plate has 5 there, a new-energy one 6");
    EXPECT_EQ(plate_flaw("冀08123456"), "6 characters after 冀08; a plate has 5 there, a new-energy one 6");
}

TEST(PlateShape, SixCharactersAreANewEnergyPlates) {
    EXPECT_EQ(plate_flaw("冀H003180"),
              "6 characters after 冀H are a new-energy plate's, of which the first or last is one of A to K");
}

TEST(PlateShape, WhatNoAuthorityIssuesIsNamed) {
    EXPECT_EQ(plate_flaw("翼H00318"), "'翼' is no province");
    EXPECT_EQ(plate_flaw("冀0H0318"), "after 冀 the letter of the city is missing");
    EXPECT_EQ(plate_flaw("冀H1234车"), "'车' ends no plate");
    EXPECT_EQ(plate_flaw("冀HI0318"), "the letter I stands in no plate; is it a 1?");
    EXPECT_NE(plate_flaw("冀"), "");
    EXPECT_NE(plate_flaw(""), "");
}

TEST(PlateShape, TheColourSaysHowLongItIs) {
    EXPECT_EQ(colour_flaw({"冀H00318", PlateColour::yellow}), "");
    EXPECT_EQ(colour_flaw({"冀HD05231", PlateColour::green}), "");
    EXPECT_EQ(colour_flaw({"冀0812345", PlateColour::green}), "")
        << "a tractor's is green too, without new energy";
    EXPECT_EQ(colour_flaw({"冀HD05231", PlateColour::other}), "") << "the colour was not told";
    EXPECT_EQ(colour_flaw({"冀H00318", PlateColour::green}),
              "5 characters after 冀H; a green plate has 6 there");
    EXPECT_EQ(colour_flaw({"冀HD05231", PlateColour::yellow}),
              "6 characters after 冀H; a yellow plate has 5 there");
}

}  // namespace
}  // namespace husong::registry
