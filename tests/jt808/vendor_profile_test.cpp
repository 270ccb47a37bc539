// What makers' items mean, and parameters by name.
#include "server/jt808/vendor_profile.hpp"

#include "server/jt808/offered_commands.hpp"
#include "server/jt808/parameter_table.hpp"
#include "tests/jt808/test_frames.hpp"
#include "tools/husongctl/jt808_decode.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace husong::jt808::test {

namespace {

std::string error_of(std::string_view text) {
    const auto profile = parse_profile(text, "x.profile");
    return profile ? "" : profile.error().what;
}

VendorProfile example() {
    std::ifstream in{HUSONG_SOURCE_DIR "/server/jt808/profiles/example.profile"};
    std::ostringstream text;
    text << in.rdbuf();
    return parse_profile(text.str(), "example.profile").value();
}

}  // namespace

TEST(VendorProfile, TheSameIdMeansOneThingOrAnotherByItsLength) {
    const VendorProfile profile = example();
    const Wire four = bytes("0000002a");
    EXPECT_EQ(profile.find({0xE1, four})->name, "card_number");
    EXPECT_EQ(profile.find({0xE1, Bytes{four}.first(2)})->name, "supply_v_x10");
    EXPECT_EQ(profile.find({0xE1, Bytes{four}.first(3)}), nullptr);
    EXPECT_EQ(profile.find({0xED, four})->kind, ItemFieldKind::text);
    EXPECT_EQ(profile.find({0xE2, four}), nullptr);
}

TEST(VendorProfile, AnErrorNamesFileLineAndField) {
    EXPECT_EQ(error_of("maker A\nitem 0xE1 300 number x\n"),
              "x.profile:2: length: '300' is neither 0 to 255 nor *");
    EXPECT_EQ(error_of("maker A\n\nitem E1 4 number x"), "x.profile:3: id: 'E1' is not 0x00 to 0xFF");
    EXPECT_EQ(error_of("maker A\nitem 0xE1 4 float x"),
              "x.profile:2: kind: 'float' is not number, text or bytes");
    EXPECT_EQ(error_of("maker A\nitem 0xE1 * number x"), "x.profile:2: length: a number has 1 to 4 bytes");
    EXPECT_EQ(error_of("maker A\nitem 0xE1 4 number"),
              "x.profile:2: item: id, length, kind and name are needed");
    EXPECT_EQ(error_of("maker A\nitem 0xE1 4 number x\nitem 0xE1 4 text y"),
              "x.profile:3: item: 0xE1 of that length is there already");
    EXPECT_EQ(error_of("maker A\nmaker B"), "x.profile:2: maker: it is there already");
    EXPECT_EQ(error_of("color red"), "x.profile:1: color: no such field: maker, model and item are");
    EXPECT_EQ(error_of("model M\n"), "x.profile:1: maker: there is none");
}

TEST(VendorProfile, IsFoundByMakerAndModelThenByMaker) {
    const VendorProfile all[] = {{"A", "", {}}, {"A", "M", {}}, {"B", "M", {}}};
    EXPECT_EQ(find_profile(all, "A", "M"), &all[1]);
    EXPECT_EQ(find_profile(all, "A", "N"), &all[0]);
    EXPECT_EQ(find_profile(all, "B", "N"), nullptr);
}

TEST(VendorProfile, DecodingNamesAnItemWithItAndLeavesItRawWithoutIt) {
    const Wire items = bytes("e1040000002a");
    LocationReport report;
    report.items = items;
    Wire wire;
    append_message(
        wire, make_header(Edition::v2013, *Phone::from_digits("13900001234", Layout::v2011_2013), 0x0200, 1),
        report);
    const VendorProfile profile = example();
    for (const VendorProfile* const given : {static_cast<const VendorProfile*>(nullptr), &profile}) {
        const auto json = ctl::to_json(receive(wire).frames.at(0).frame(), ctl::Personal::hidden, given);
        const auto& item = json.at("body").at("items").at(0).as_object();
        EXPECT_EQ(item.at("hex").as_string(), "0000002a");
        ASSERT_EQ(item.contains("vendor_value"), given != nullptr);
        if (given != nullptr) {
            EXPECT_EQ(item.at("vendor_value").at("card_number").as_int64(), 42);
        }
    }
}

TEST(ParameterTable, AValueIsWrittenAsItsTypeAndReadBack) {
    struct Sample {
        std::string_view name, text, hex;
    };
    const Sample samples[] = {{"speed_limit_kmh", "60", "0000003c"},
                              {"overspeed_warning_kmh_x10", "50", "0032"},
                              {"plate_colour", "2", "02"},
                              {"approved_passengers", "45,75", "2d4b"},
                              {"main_server", "10.0.0.8", "31302e302e302e38"}};
    for (const auto& [name, text, hex] : samples) {
        const ParameterRow& row = *find_parameter(name);
        const auto value = parameter_value(row, text, Edition::v2013);
        ASSERT_TRUE(value) << name;
        EXPECT_EQ(to_hex(*value), hex);
        EXPECT_EQ(parameter_text(row, *value), text);
    }
    EXPECT_EQ(to_hex(parameter_value(*find_parameter("plate"), "豫N12345", Edition::v2011).value()),
              "d4a54e313233343500");
}

TEST(ParameterTable, AValueThatDoesNotFitIsRefusedWithItsName) {
    EXPECT_EQ(parameter_value(*find_parameter("plate_colour"), "256", Edition::v2013).error().what,
              "plate_colour: '256' is no number of 1 bytes");
    for (const std::string_view wrong : {"", "x", "60km", "-1", "4294967296"})
        EXPECT_FALSE(parameter_value(*find_parameter("speed_limit_kmh"), wrong, Edition::v2013)) << wrong;
    for (const std::string_view wrong : {"", "45", "45,", ",75", "45,256"})
        EXPECT_FALSE(parameter_value(*find_parameter("approved_passengers"), wrong, Edition::v2013)) << wrong;
    EXPECT_EQ(parameter_text(*find_parameter("speed_limit_kmh"), bytes("3c")), "0x3c");
}

TEST(OfferedCommands, NoneStopsABusOrSendsItElsewhere) {
    const auto offered = [](std::uint16_t id, std::string_view body) {
        const Wire told = bytes(body);
        return find_offered_command(id, told) != nullptr;
    };
    for (const char* control : {"04", "06", "07"}) EXPECT_TRUE(offered(0x8105, control));
    for (const char* control : {"", "00", "01", "02", "03", "05", "64", "65", "ff"})
        EXPECT_FALSE(offered(0x8105, control)) << control;
    EXPECT_FALSE(offered(0x8500, "01"));
    EXPECT_TRUE(offered(0x8104, ""));
}

}  // namespace husong::jt808::test
