// Frames that others made: an independent implementation, and terminals in the field.
#include "server/jt808/location_values.hpp"
#include "tests/jt808/test_frames.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace husong::jt808::test {

namespace {

enum class Fate { located, not_located, no_location, bad_checksum, bad_length };

Fate fate_of_report(Layout layout, Bytes body) {
    const auto report = decode_body<LocationReport>(layout, body);
    if (!report) return Fate::no_location;
    return location_values(*report).located ? Fate::located : Fate::not_located;
}

Fate fate_of(const Wire& wire) {
    const Received received = receive(wire);
    if (!received.discarded.empty())
        return received.discarded[0] == "checksum" ? Fate::bad_checksum : Fate::bad_length;
    const auto& accepted = received.frames.at(0);
    const auto message = decode_message(accepted.frame());
    if (!message) return Fate::no_location;
    if (const auto* const batch = std::get_if<BatchReport>(&*message)) {
        BatchRange locations{*batch};
        const auto first = locations.next();
        return first ? fate_of_report(accepted.header.layout, *first) : Fate::no_location;
    }
    if (!std::holds_alternative<LocationReport>(*message)) return Fate::no_location;
    return fate_of_report(accepted.header.layout, accepted.body);
}

std::vector<std::string> lines_of(std::string_view file) {
    std::istringstream in{read_data(file)};
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

}  // namespace

TEST(FramesFromElsewhere, EveryFrameOfAnotherImplementationReencodesToTheSameBytes) {
    const auto lines = lines_of("roundtrip.txt");
    EXPECT_EQ(lines.size(), 96U);
    for (const std::string& line : lines) {
        SCOPED_TRACE(line);
        const Received received = receive(bytes(line));
        ASSERT_EQ(received.frames.size(), 1U);
        const Frame frame = received.frames[0].frame();
        const auto message = decode_message(frame);
        ASSERT_TRUE(message) << to_string(message.error());
        Wire body;
        append_body(body, *message);
        Wire again;
        append_frame(again, frame.header, body);
        EXPECT_EQ(to_hex(again), line);
    }
}

// In the order of the file. Two frames carry a wrong check byte and one a wrong length: the server they were
// captured from does not look, this one refuses them and says why.
TEST(FramesFromElsewhere, TerminalsInTheFieldAreLocatedOrNotOrRefusedWithTheReason) {
    using enum Fate;
    const std::vector<Fate> expected{not_located, located,     located,     located,      no_location,
                                     no_location, not_located, no_location, bad_checksum, located,
                                     located,     bad_length,  located,     not_located,  no_location,
                                     located,     located,     located,     bad_checksum, not_located};
    std::vector<Fate> fates;
    for (const std::string& line : lines_of("captured.jsonl")) {
        const auto captured = boost::json::parse(line);
        fates.push_back(fate_of(bytes(captured.at("hex").as_string())));
        const bool none = captured.at("outcome").as_string() == "no position";
        EXPECT_TRUE(!none || fates.back() == no_location);
    }
    EXPECT_EQ(fates, expected);
}

TEST(FramesFromElsewhere, VendorValuesAreKeptRawAndInOrder) {
    for (const std::string& line : lines_of("captured.jsonl")) {
        const Received received = receive(bytes(boost::json::parse(line).at("hex").as_string()));
        if (received.frames.empty()) continue;
        SCOPED_TRACE(line);
        const auto& accepted = received.frames[0];
        const auto message = decode_message(accepted.frame());
        ASSERT_TRUE(message);
        Wire again;
        append_body(again, *message);
        EXPECT_EQ(to_hex(again), to_hex(accepted.body));
    }
}

}  // namespace husong::jt808::test
