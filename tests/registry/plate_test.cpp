#include "server/registry/plate.hpp"

#include <gtest/gtest.h>

namespace husong::registry {
namespace {

std::string normalised(std::string_view text) {
    const auto plate = normalise_plate(text);
    return plate ? *plate : "refused";
}

TEST(Plate, SpacesDotsDashesAndCaseDoNotMatter) {
    for (const auto* written :
         {"冀H00318", "冀h 00318", "冀H-00318", "冀H·00318", " 冀H•00318 ", "冀H.003 18", "冀H—00318",
          "冀H。00318", "冀H∙00318", "冀H｡00318", "冀H．00318", "冀 H\t00318\r\n"})
        EXPECT_EQ(normalised(written), "冀H00318") << written;
}

TEST(Plate, FullWidthIsHalfWidth) { EXPECT_EQ(normalised("冀Ｈ　００３１８"), "冀H00318"); }

TEST(Plate, NulsOfAFixedFieldAreNotPartOfIt) {
    EXPECT_EQ(normalised(std::string_view{"冀H00318\0\0\0", 12}), "冀H00318");
}

TEST(Plate, AMissingProvinceIsTheCountysOwn) {
    EXPECT_EQ(normalised("00318"), "冀H00318");
    EXPECT_EQ(normalised("h00318"), "冀H00318");
    EXPECT_EQ(normalised("D05231"), "冀HD05231");   // a new-energy serial, not the city D
    EXPECT_EQ(normalised("HD05231"), "冀HD05231");  // city and new-energy serial
    EXPECT_EQ(normalised("A12345"), "冀A12345");    // another city of the province
}

TEST(Plate, LetterOAfterThePrefixIsZero) {
    EXPECT_EQ(normalised("冀HO0318"), "冀H00318");
    EXPECT_EQ(normalised("冀O00318"), "冀O00318");
}

TEST(Plate, UnusualPlatesOfTheCountryAreStillPlates) {
    EXPECT_EQ(normalised("冀H1234学"), "冀H1234学");
    EXPECT_EQ(normalised("粤Z1234港"), "粤Z1234港");
    EXPECT_EQ(normalised("冀08·12345"), "冀0812345");
}

TEST(Plate, TextThatIsNoPlateIsMalformed) {
    for (const auto* written :
         {"", " ", "hello", "冀H", "冀H00", "冀H0031800318", "冀H00<18", "学生", "\xE5\x86"})
        EXPECT_EQ(normalised(written), "refused") << written;
    EXPECT_EQ(normalise_plate("hello").error().code, ErrorCode::malformed);
}

TEST(Plate, ABeginningOfAPlateIsCompletedInFrontOnly) {
    EXPECT_EQ(normalise_plate_prefix("003"), "冀H003");
    EXPECT_EQ(normalise_plate_prefix("冀h0"), "冀H0");
    EXPECT_EQ(normalise_plate_prefix("冀"), "冀");
    EXPECT_EQ(normalise_plate_prefix(""), "");
}

std::string part(std::string_view text) {
    const auto normalised = normalise_plate_part(text);
    return normalised ? *normalised : "refused";
}

TEST(Plate, APartOfAPlateKeepsWhatWasReadAndMarksTheRest) {
    EXPECT_EQ(part("冀h·12？45"), "冀H12?45");
    EXPECT_EQ(part("冀HO12?"), "冀H012?");
    EXPECT_EQ(part(" 3 4 5 "), "345");
    EXPECT_EQ(part("O34?"), "034?");
    EXPECT_EQ(part("?3456"), "?3456");
    EXPECT_EQ(part("3456"), "3456");  // no plate of this country is so short
    EXPECT_EQ(part("?234学"), "?234学");
}

TEST(Plate, TooLittleNoPlateOrAWholePlateIsNoPart) {
    for (const auto* written : {"", "35", "冀H35", "冀H·3?5", "hello", "A?B?C", "冀H00318", "00318", "12345",
                                "冀H12?4567890", "冀H12<45", "学生", "\xE5\x86"})
        EXPECT_EQ(part(written), "refused") << written;
}

TEST(Plate, AnUnreadCharacterIsAnyOneCharacter) {
    EXPECT_TRUE(plate_holds("冀H12345", "冀H12?45"));
    EXPECT_TRUE(plate_holds("冀H12345", "345"));
    EXPECT_TRUE(plate_holds("冀H12345", "?234"));
    EXPECT_TRUE(plate_holds("冀H1234学", "234?"));
    EXPECT_TRUE(plate_holds("冀HD12345", "12?45"));
    EXPECT_FALSE(plate_holds("冀HD12345", "冀H12?45"));  // a part with its province is the beginning
    EXPECT_FALSE(plate_holds("冀H12345", "345?"));       // something stood behind the 5
    EXPECT_FALSE(plate_holds("冀H12345", "354"));
    EXPECT_FALSE(plate_holds("", "345"));
}

TEST(Plate, PeopleReadADotAfterTheCity) {
    EXPECT_EQ(display_plate("冀H00318"), "冀H·00318");
    EXPECT_EQ(display_plate("冀HD05231"), "冀H·D05231");
    EXPECT_EQ(display_plate(""), "");
    EXPECT_EQ(display_plate("冀H"), "冀H");
}

TEST(Plate, TheThreeNewEnergyColoursAreOneGroup) {
    EXPECT_EQ(colour_group(PlateColour::yellow_green), PlateColour::green);
    EXPECT_EQ(colour_group(PlateColour::gradient_green), PlateColour::green);
    EXPECT_EQ(colour_group(PlateColour::yellow), PlateColour::yellow);
}

TEST(Plate, ColoursAreReadByNameAndByWireCode) {
    EXPECT_EQ(parse_colour("yellow"), PlateColour::yellow);
    EXPECT_EQ(parse_colour("黄绿"), PlateColour::yellow_green);
    EXPECT_EQ(parse_colour("pink"), std::nullopt);
    EXPECT_EQ(colour_of_code(94), PlateColour::gradient_green);
    EXPECT_EQ(colour_of_code(7), std::nullopt);
    EXPECT_EQ(colour_name(PlateColour::blue), "blue");
    EXPECT_EQ(colour_name_zh(PlateColour::blue), "蓝");
}

}  // namespace
}  // namespace husong::registry
