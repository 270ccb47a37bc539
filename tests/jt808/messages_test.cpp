#include "server/jt808/message.hpp"
#include "server/jt808/message_table.hpp"
#include "server/jt808/text.hpp"
#include "tests/jt808/test_frames.hpp"

#include <gtest/gtest.h>

namespace husong::jt808::test {

namespace {

Wire body_of_vector(std::string_view name) { return receive(vector_bytes(name)).frames.at(0).body; }

Registration registration(Edition form, const Wire& plate) {
    Registration message;
    message.form = form;
    message.province = 41;
    message.city = 1402;
    message.plate_color = 2;
    message.plate = plate;
    return message;
}

}  // namespace

// The platform's messages, built from values, against the bytes of the vectors.

TEST(PlatformMessages, AnAnswerIsBuiltByteForByte) {
    EXPECT_EQ(frame_of(Edition::v2013, 1, PlatformAnswer{.serial = 2, .message_id = 0x0102}),
              vector_bytes("platform_ack_2013"));
}

TEST(PlatformMessages, ARegistrationIsAnsweredWithTheCodeOrWithoutOne) {
    const Wire code = encode_text("K7Q2M9X4", Edition::v2013);
    EXPECT_EQ(frame_of(Edition::v2013, 0, RegistrationAnswer{.serial = 1, .code = code}),
              vector_bytes("register_ack_ok_2013"));
    const RegistrationAnswer refusal{.serial = 1, .result = RegistrationResult::vehicle_unknown};
    EXPECT_EQ(frame_of(Edition::v2019, 0, refusal), vector_bytes("register_ack_no_vehicle_2019"));
}

TEST(PlatformMessages, TextToTheDriverHasATypeSince2019) {
    const Wire slow_down = encode_text("前方学校请减速", Edition::v2013);
    const std::uint8_t flags = DriverText::urgent | DriverText::display | DriverText::speech;
    EXPECT_EQ(frame_of(Edition::v2013, 14, DriverText{.flags = flags, .text = slow_down}),
              vector_bytes("text_2013"));
    const Wire check = encode_text("请核实学生全部下车", Edition::v2019);
    EXPECT_EQ(frame_of(Edition::v2019, 14, DriverText{.form = Edition::v2019, .flags = 15, .text = check}),
              vector_bytes("text_2019"));
}

TEST(PlatformMessages, AResendRequestCountsInABytesUntil2013AndInAWordSince) {
    const Wire one = bytes("0002");
    EXPECT_EQ(frame_of(Edition::v2013, 6, ResendRequest{.first_serial = 30, .packages = one}),
              vector_bytes("resend_request_2013"));
    const Wire two = bytes("00020005");
    EXPECT_EQ(frame_of(Edition::v2019, 6,
                       ResendRequest{.form = Edition::v2019, .first_serial = 30, .packages = two}),
              vector_bytes("resend_request_2019"));
}

// The terminal's messages, as the simulator builds them.

TEST(TerminalMessages, ARegistrationIsBuiltInEachEdition) {
    const Wire plate_2011 = encode_text("豫N12345", Edition::v2011);
    const Wire plate = encode_text("豫N12345", Edition::v2013);
    Registration message = registration(Edition::v2011, plate_2011);
    message.manufacturer = as_bytes("HX001");
    message.model = as_bytes("XC-1    ");
    message.terminal_id = as_bytes("AB12345");
    EXPECT_EQ(frame_of(Edition::v2011, 1, message), vector_bytes("register_2011"));
    message.form = Edition::v2013;
    message.model = as_bytes("XC-T200");
    message.plate = plate;
    EXPECT_EQ(frame_of(Edition::v2013, 1, message), vector_bytes("register_2013"));
}

TEST(TerminalMessages, A2019AuthenticationCarriesImeiAndSoftwareVersion) {
    const Authentication message{.form = Edition::v2019,
                                 .code = as_bytes("K7Q2M9X4"),
                                 .imei = as_bytes("860000000000017"),
                                 .software = as_bytes("V2.1.0")};
    EXPECT_EQ(frame_of(Edition::v2019, 2, message), vector_bytes("auth_2019"));
    EXPECT_EQ(frame_of(Edition::v2013, 2, Authentication{.code = as_bytes("K7Q2M9X4")}),
              vector_bytes("auth_2013"));
}

TEST(TerminalMessages, APassengerFlowIsBuiltFromInstants) {
    const PassengerFlow flow{.start = to_bcd(parse_time("2026-09-01T07:00:00+08:00").value()),
                             .end = to_bcd(parse_time("2026-09-01T07:02:30+08:00").value()),
                             .boarded = 12};
    EXPECT_EQ(frame_of(Edition::v2013, 12, flow), vector_bytes("passenger_2013"));
    EXPECT_EQ(frame_of(Edition::v2013, 0, Heartbeat{}), vector_bytes("heartbeat_2013"));
    EXPECT_EQ(frame_of(Edition::v2013, 60, Logout{}), vector_bytes("logout_2013"));
}

// The edition of a body, where the header does not tell it.

TEST(Registration, A2011BodyWithAVinIsToldByWhereThePlateColourStands) {
    Wire body = bytes("0029057a485830303158432d31202020204142313233343502");
    const Wire vin = encode_text("LZYTFTE62B1000001", Edition::v2011);
    body.insert(body.end(), vin.begin(), vin.end());
    ASSERT_GT(body.size(), 37U);  // long enough for 2013
    EXPECT_EQ(Registration::form_of(Layout::v2011_2013, body), Edition::v2011);
}

TEST(Registration, A2019HeaderWithABodyThatFits2013IsDecodedAs2013) {
    const Wire body = body_of_vector("register_2013");
    EXPECT_EQ(Registration::form_of(Layout::v2019, body), Edition::v2013);
    EXPECT_EQ(Registration::form_of(Layout::v2019, body_of_vector("register_2019")), Edition::v2019);
}

TEST(Registration, ThePlateFieldOfAVehicleWithoutPlateIsItsVin) {
    const auto message = decode_body<Registration>(Layout::v2011_2013, body_of_vector("register_2013_vin"));
    EXPECT_TRUE(message->is_vin());
}

TEST(Authentication, ABareCodeIn2019FramesIsTheWholeBody) {
    const Wire body = body_of_vector("auth_2019_legacy_body");
    const auto message = decode_body<Authentication>(Layout::v2019, body);
    EXPECT_EQ(as_string(message->code), "K7Q2M9X4");
    EXPECT_TRUE(message->imei.empty());
}

// Bodies that are cut, changed or longer.

TEST(Bodies, EveryProperPrefixOfAFixedBodyNamesTheFieldThatIsNotWhole) {
    struct Sample {
        std::uint16_t id;
        Layout layout;
        Wire body;
    };
    const Sample samples[] = {
        {0x0001, Layout::v2019, body_of_vector("terminal_ack_2019")},
        {0x0200, Layout::v2011_2013, body_of_vector("location_2013_minimal")},
        {0x1005, Layout::v2011_2013, body_of_vector("passenger_2013")},
        {0x8001, Layout::v2011_2013, body_of_vector("platform_ack_2013")},
        {0x8003, Layout::v2019, body_of_vector("resend_request_2019")},
        {0x8100, Layout::v2019, body_of_vector("register_ack_no_vehicle_2019")},
    };
    for (const Sample& sample : samples)
        for (std::size_t length = 0; length < sample.body.size(); ++length) {
            const auto result = decode_message(sample.id, sample.layout, Bytes{sample.body}.first(length));
            ASSERT_TRUE(result.has_error()) << sample.id << " cut at " << length;
            EXPECT_EQ(result.error().reason, Reason::short_body);
            EXPECT_FALSE(result.error().field.empty());
            EXPECT_LE(result.error().offset, length);
        }
}

TEST(Bodies, AShortLocationNamesItsTimeAtOffset22) {
    const auto result = decode_message(receive(vector_bytes("location_short_body")).frames.at(0).frame());
    ASSERT_TRUE(result.has_error());
    EXPECT_EQ(to_string(result.error()), "short_body: time at offset 22");
}

TEST(Bodies, AFlippedByteNeverBreaksTheRoundTrip) {
    for (const auto& vector : vectors()) {
        const Received received = receive(bytes(vector.at("hex").as_string()));
        for (const auto& accepted : received.frames)
            for (std::size_t at = 0; at < accepted.body.size(); ++at) {
                Wire flipped = accepted.body;
                flipped[at] = static_cast<std::uint8_t>(~flipped[at]);
                const auto message =
                    decode_message(accepted.header.message_id, accepted.header.layout, flipped);
                if (!message) continue;
                Wire again;
                append_body(again, *message);
                ASSERT_EQ(again, flipped) << vector.at("name").as_string().c_str() << " at " << at;
            }
    }
}

TEST(Bodies, AnEncryptedBodyIsAnErrorAndAPackageOfSeveralIsRaw) {
    const auto encrypted = decode_message(receive(vector_bytes("rsa_encrypted")).frames.at(0).frame());
    ASSERT_TRUE(encrypted.has_error());
    EXPECT_EQ(encrypted.error().reason, Reason::encrypted);
    const auto part = decode_message(receive(vector_bytes("subpackage_704_2019")).frames.at(0).frame());
    EXPECT_TRUE(std::holds_alternative<RawMessage>(*part));
}

// The table.

TEST(MessageTable, EveryMessageOfTheStandardThatThisServerNeedsHasFields) {
    std::vector<std::uint16_t> with_fields;
    for (const MessageRow& row : message_table())
        if (row.decode != nullptr) with_fields.push_back(row.id);
    EXPECT_EQ(with_fields, (std::vector<std::uint16_t>{
                               0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0100, 0x0102, 0x0104, 0x0107, 0x0200,
                               0x0201, 0x0500, 0x0702, 0x0704, 0x0900, 0x1005, 0x8001, 0x8003, 0x8004, 0x8100,
                               0x8103, 0x8104, 0x8105, 0x8106, 0x8107, 0x8201, 0x8202, 0x8203, 0x8300}));
}

TEST(MessageTable, EveryRowEncodesWhatItDecodes) {
    const Wire bodies[] = {body_of_vector("register_2019"), Wire(200, 0)};
    for (const MessageRow& row : message_table()) {
        EXPECT_EQ(find_message(row.id), &row);
        EXPECT_EQ(row.direction == Direction::down, row.id >= 0x8000) << row.en;
        EXPECT_FALSE(row.zh.empty() || row.en.empty());
        if (row.decode == nullptr) continue;
        bool decoded = false;
        for (const Wire& body : bodies) {
            const auto message = row.decode(Layout::v2011_2013, body);
            if (!message) continue;
            decoded = true;
            Wire again;
            row.encode(again, *message);
            EXPECT_EQ(again, body) << row.en;
        }
        EXPECT_TRUE(decoded) << row.en;
    }
    EXPECT_EQ(find_message(0x0006), nullptr);
}

TEST(MessageTable, OnlyMessagesOfTheTerminalAreAnswered) {
    for (const MessageRow& row : message_table())
        EXPECT_TRUE(row.direction == Direction::up || row.answered_by == 0) << row.en;
    EXPECT_EQ(find_message(0x0100)->answered_by, 0x8100);
    EXPECT_EQ(find_message(0x0200)->answered_by, 0x8001);
    EXPECT_EQ(find_message(0x0801)->answered_by, 0x8800);
}

}  // namespace husong::jt808::test
