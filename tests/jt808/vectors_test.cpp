#include "server/jt808/describe.hpp"
#include "server/jt808/message_table.hpp"
#include "server/jt808/reassembly.hpp"
#include "tests/jt808/test_frames.hpp"
#include "tools/husongctl/jt808_decode.hpp"

#include <gtest/gtest.h>

namespace husong::jt808::test {

namespace {

namespace json = boost::json;

bool has_fields(std::uint16_t message_id) {
    const MessageRow* const row = find_message(message_id);
    return row != nullptr && row->decode != nullptr;
}

// The vectors name only part of what an active-safety item holds; of everything else every key counts.
void keep_expected_keys(json::value& items, const json::value& expected) {
    const std::size_t count = std::min(items.as_array().size(), expected.as_array().size());
    for (std::size_t i = 0; i < count; ++i) {
        const json::object& wanted = expected.at(i).as_object();
        json::object& item = items.at(i).as_object();
        if (!wanted.contains("value") || !item.contains("value")) continue;
        json::object kept;
        for (const auto& pair : wanted.at("value").as_object())
            if (const auto* const found = item["value"].as_object().if_contains(pair.key()))
                kept[pair.key()] = *found;
        item["value"] = kept;
    }
}

// What a frame must look like, without the keys that say how to test it and without bodies kept raw.
json::object expected_frame(const json::value& expect, bool raw) {
    json::object wanted = expect.as_object();
    for (const char* key : {"kind", "dir", "ok", "note"}) wanted.erase(key);
    if (raw) {
        wanted.erase("body");
        wanted.erase("anomaly");
    }
    return wanted;
}

void expect_frame(const Frame& frame, const json::value& expect) {
    const bool raw = frame.header.package_total > 1 || !has_fields(frame.header.message_id);
    json::object actual = ctl::to_json(frame);
    actual.erase("error");
    const json::object wanted = expected_frame(expect, raw);
    if (wanted.contains("body") && wanted.at("body").as_object().contains("items"))
        keep_expected_keys(actual["body"].at("items"), wanted.at("body").at("items"));
    EXPECT_EQ(json::value(actual), json::value(wanted));
}

void expect_single_frame(const Wire& wire, const json::value& expect) {
    const Received received = receive(wire);
    if (expect.at("ok").as_bool()) {
        ASSERT_EQ(received.frames.size(), 1U);
        EXPECT_TRUE(received.discarded.empty());
        expect_frame(received.frames[0].frame(), expect);
    } else {
        EXPECT_TRUE(received.frames.empty());
        EXPECT_EQ(received.discarded, std::vector<std::string>{std::string{expect.at("error").as_string()}});
    }
}

void expect_reassembly(const Received& received, const json::object& expect) {
    Reassembler reassembler;
    std::optional<WholeMessage> whole;
    const Time start{};
    for (const auto& accepted : received.frames)
        if (auto added = reassembler.add(accepted.frame(), start); added.message) whole = added.message;
    if (expect.contains("missing")) {
        std::size_t dropped = 0;
        const auto due = reassembler.take_due(start + 60s, dropped);
        ASSERT_EQ(due.size(), 1U);
        EXPECT_EQ(json::value_from(due[0].indices), expect.at("missing"));
        EXPECT_EQ(due[0].first_serial, expect.at("first_serial").as_int64());
        const Wire packages = package_words(due[0].indices);
        const ResendRequest request{.first_serial = due[0].first_serial, .packages = packages};
        Wire reply;
        append_message(reply, make_reply_header(due[0].any, ResendRequest::id, 6), request);
        EXPECT_EQ(to_hex(reply), expect.at("reply_hex").as_string());
        return;
    }
    ASSERT_TRUE(whole);
    const json::value& wanted = expect.at("reassembled");
    EXPECT_EQ(to_hex(whole->body), wanted.at("body_hex").as_string());
    if (!has_fields(whole->first.message_id)) return;
    const auto as_one =
        ctl::to_json(Frame{make_reply_header(whole->first, whole->first.message_id, 0), whole->body});
    EXPECT_EQ(as_one.at("body"), wanted.at("body"));
}

void expect_stream(const Wire& wire, const json::object& expect) {
    Framer framer;
    Received received;
    receive(framer, wire, received);
    const json::array& wanted = expect.at("frames").as_array();
    ASSERT_EQ(received.frames.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) expect_frame(received.frames[i].frame(), wanted[i]);
    EXPECT_EQ(json::value_from(received.discarded), expect.at("discarded"));
    EXPECT_EQ(framer.pending_bytes(), static_cast<std::size_t>(expect.at("pending_bytes").as_int64()));
    if (expect.contains("reassembled") || expect.contains("missing")) expect_reassembly(received, expect);
}

}  // namespace

TEST(Vectors, EveryFrameDecodesToItsFieldsOrIsRefusedWithItsReason) {
    std::size_t frames = 0;
    for (const auto& vector : vectors()) {
        const json::value& expect = vector.at("expect");
        if (expect.at("kind").as_string() != "frame") continue;
        SCOPED_TRACE(vector.at("name").as_string().c_str());
        expect_single_frame(bytes(vector.at("hex").as_string()), expect);
        ++frames;
    }
    EXPECT_EQ(frames, 82U);
}

TEST(Vectors, EveryStreamGivesItsFramesItsDiscardsAndItsReassembledMessages) {
    std::size_t streams = 0;
    for (const auto& vector : vectors()) {
        const json::value& expect = vector.at("expect");
        if (expect.at("kind").as_string() != "stream") continue;
        SCOPED_TRACE(vector.at("name").as_string().c_str());
        expect_stream(bytes(vector.at("hex").as_string()), expect.as_object());
        ++streams;
    }
    EXPECT_EQ(streams, 12U);
}

TEST(Vectors, EveryAcceptedFrameReencodesToTheSameBytes) {
    for (const auto& vector : vectors()) {
        const json::object& expect = vector.at("expect").as_object();
        if (expect.at("kind").as_string() != "frame" || !expect.at("ok").as_bool()) continue;
        if (vector.at("name").as_string() == "checksum_7d_not_escaped")
            continue;  // re-encodes as it should be
        SCOPED_TRACE(vector.at("name").as_string().c_str());
        const Received received = receive(bytes(vector.at("hex").as_string()));
        ASSERT_EQ(received.frames.size(), 1U);
        const Frame frame = received.frames[0].frame();
        Wire body{frame.body.begin(), frame.body.end()};
        if (const auto message = decode_message(frame)) {
            body.clear();
            append_body(body, *message);
        }
        Wire again;
        append_frame(again, frame.header, body);
        EXPECT_EQ(to_hex(again), vector.at("hex").as_string());
    }
}

TEST(Vectors, ALengthErrorKeepsTheHeaderSoThatItCanBeAnswered) {
    for (const char* name : {"declared_longer_than_body", "declared_shorter_than_body"}) {
        Wire wire = vector_bytes(name);
        const auto rejected = decode_frame(std::span{wire}.subspan(1, wire.size() - 2));
        ASSERT_TRUE(rejected.has_error());
        EXPECT_EQ(rejected.error().error.field, "body length");
        ASSERT_TRUE(rejected.error().header);
        EXPECT_EQ(rejected.error().header->message_id, 0x0200);
    }
    Wire wrong_checksum = vector_bytes("bad_checksum");
    const auto rejected = decode_frame(std::span{wrong_checksum}.subspan(1, wrong_checksum.size() - 2));
    EXPECT_FALSE(rejected.error().header);
}

}  // namespace husong::jt808::test
