#include "tests/hostile/cases.hpp"

#include "tests/support/hostile_texts.hpp"

#include <fmt/format.h>

#include <array>

namespace husong::hostile {

using husong::test::hostile_texts;

namespace {

constexpr std::uint16_t version_bit = 0x4000, encrypted_bit = 0x0400;
constexpr std::uint16_t unknown_message = 0x0F0F, heartbeat = 0x0002;
constexpr std::size_t unknown_body_bytes = 1000;

WireBytes joined(WireBytes a, const WireBytes& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

WireBytes repeated(std::uint8_t byte, std::size_t times) { return WireBytes(times, byte); }

WireBytes truncated(Attacker& attacker) { return cut(attacker.location(), 1 + attacker.turn % 10); }
WireBytes torn(Attacker& attacker) { return cut(attacker.location(), 20 + attacker.turn % 10); }
WireBytes oversized(Attacker&) { return joined({0x7E}, joined(repeated('A', 3'000), {0x7E})); }
WireBytes wrong_escape(Attacker&) { return joined({0x7E}, joined(repeated(0x7D, 40), {0x7E})); }
WireBytes endless_escape(Attacker& attacker) {
    return attacker.turn == 0 ? joined({0x7E}, repeated(0x7D, 4'000)) : repeated(0x7D, 4'000);
}
WireBytes wrong_checksum(Attacker& attacker) {
    WireBytes frame = attacker.frame(heartbeat, {});
    frame[3] ^= 0x03;
    return frame;
}
WireBytes wrong_edition(Attacker& attacker) { return attacker.frame(heartbeat, {}, version_bit); }
// The header tells more bytes than there are, and the check byte agrees with it.
WireBytes lying_length(Attacker& attacker) {
    WireBytes frame = attacker.frame(heartbeat, {});
    frame[4] ^= 0x30;
    frame[frame.size() - 2] ^= 0x30;
    return frame;
}
WireBytes encrypted(Attacker& attacker) { return attacker.frame(heartbeat, {}, encrypted_bit); }
WireBytes flag_storm(Attacker&) { return repeated(0x7E, 8'192); }
WireBytes flag_storm_around_frames(Attacker& attacker) {
    return joined(repeated(0x7E, 16'000), attacker.frame(heartbeat, {}));
}
WireBytes replayed_registration(Attacker& attacker) { return attacker.registration(); }
WireBytes invented_registration(Attacker& attacker) {
    return attacker.registration_of(attacker.invented_phone(),
                                    hostile_texts[attacker.turn % hostile_texts.size()]);
}
WireBytes guessed_code(Attacker& attacker) {
    return attacker.authentication_with(attacker.phone(), fmt::format("GUESS{}", attacker.turn));
}
WireBytes nothing(Attacker&) { return {}; }
WireBytes stranger_location(Attacker& attacker) {
    return attacker.frame_of(attacker.invented_phone(), jt808::LocationReport::id, repeated(0, 28));
}
WireBytes heartbeats(Attacker& attacker) { return attacker.frame(heartbeat, {}); }
WireBytes locations(Attacker& attacker) { return attacker.location(); }
WireBytes full_batch(Attacker& attacker) { return attacker.batch(30, 30); }
WireBytes lying_batch(Attacker& attacker) {
    WireBytes body{0x00, 0x05, 0x00, 0xFF, 0xFF};
    body.push_back(static_cast<std::uint8_t>(attacker.turn >> 8));
    body.push_back(static_cast<std::uint8_t>(attacker.turn));
    return attacker.frame(jt808::BatchReport::id, body);
}
WireBytes endless_packages(Attacker& attacker) {
    return attacker.package(1'000, static_cast<std::uint16_t>(1 + attacker.turn % 7));
}
WireBytes unknown(Attacker& attacker) {
    WireBytes body = repeated(0x20, unknown_body_bytes);
    body[0] = static_cast<std::uint8_t>(attacker.turn);
    body[1] = static_cast<std::uint8_t>(attacker.turn >> 8);
    return attacker.frame(unknown_message, body);
}
WireBytes anothers_phone(Attacker& attacker) {
    return attacker.frame_of(attacker.invented_phone(), jt808::LocationReport::id, repeated(0, 28));
}

WireBytes not_http(Attacker& attacker) { return attacker.location(); }
WireBytes long_head(Attacker&) {
    return text_bytes("GET / HTTP/1.1\r\nX-Long: " + std::string(20'000, 'a') + "\r\n\r\n");
}
WireBytes many_headers(Attacker&) {
    std::string text = "GET / HTTP/1.1\r\n";
    for (int i = 0; i < 4'000; ++i) text += fmt::format("X{}: y\r\n", i);
    return text_bytes(text + "\r\n");
}
WireBytes long_body(Attacker&) {
    return text_bytes("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000000\r\n\r\n{}");
}
WireBytes slow_large_body(Attacker&) {
    return text_bytes("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" +
                      std::string(60'000, ' '));
}
WireBytes bad_chunks(Attacker&) {
    return text_bytes(
        "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
        "chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n");
}
WireBytes two_lengths(Attacker&) {
    return text_bytes(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 40\r\n\r\nGET / HTTP/1.1\r\n");
}
WireBytes long_query(Attacker&) {
    std::string text = "GET /api/v1/vehicles?";
    for (int i = 0; i < 3'000; ++i) text += "a=1&";
    return text_bytes(text + " HTTP/1.1\r\nHost: x\r\n\r\n");
}
WireBytes slow_head(Attacker&) { return text_bytes("GET / HTTP/1.1\r\nHost: " + std::string(2'000, 'x')); }
WireBytes unauthorised(Attacker& attacker) {
    return text_bytes(
        fmt::format("GET /api/v1/vehicles/%27%3BDROP{}?colour=yellow HTTP/1.1\r\nHost: x\r\nCookie: "
                    "husong_session={}\r\n\r\n",
                    attacker.turn, attacker.turn));
}

// Lines of /metrics.
constexpr std::string_view too_short = R"(terminal_frames_rejected_total{kind="too_short"})";
constexpr std::string_view checksum = R"(terminal_frames_rejected_total{kind="checksum"})";
constexpr std::string_view oversize = R"(terminal_frames_rejected_total{kind="oversize"})";
constexpr std::string_view escape = R"(terminal_frames_rejected_total{kind="escape"})";
constexpr std::string_view length = R"(terminal_frames_rejected_total{kind="length"})";
constexpr std::string_view not_readable = R"(terminal_frames_rejected_total{kind="encrypted"})";
constexpr std::string_view rubbish = R"(terminal_connections_closed_total{kind="rubbish"})";
constexpr std::string_view too_late =
    R"(terminal_connections_closed_total{kind="not_authenticated_in_time"})";
constexpr std::string_view stranger_went = R"(terminal_connections_closed_total{kind="made_room"})";
constexpr std::string_view gone = R"(terminal_connections_closed_total{kind="by_terminal"})";
constexpr std::string_view replaced = R"(terminal_connections_closed_total{kind="replaced"})";
constexpr std::string_view slow_reader = R"(terminal_connections_closed_total{kind="slow_reader"})";
constexpr std::string_view rate = R"(terminal_pauses_total{kind="rate"})";
constexpr std::string_view bytes = R"(terminal_pauses_total{kind="bytes"})";
constexpr std::string_view no_http = R"(http_troubles_total{kind="not_http"})";
constexpr std::string_view large_head = R"(http_troubles_total{kind="head_too_large"})";
constexpr std::string_view large_body = R"(http_troubles_total{kind="body_too_large"})";
constexpr std::string_view no_body_room = R"(http_troubles_total{kind="no_body_room"})";
constexpr std::string_view bad_query = R"(http_troubles_total{kind="bad_query"})";
constexpr std::string_view too_slow = R"(http_troubles_total{kind="too_slow"})";
constexpr std::string_view made_room = R"(http_troubles_total{kind="made_room"})";
constexpr std::string_view refused = R"(http_answers_total{class="4xx"})";

using Piece = WireBytes (*)(Attacker&);

// Who has no key, at the terminals' door.
constexpr Case stranger(std::string_view name, std::string_view counter, Piece piece) {
    return {.name = name, .counter = counter, .piece = piece};
}
// Who has the key of an enrolled terminal.
constexpr Case insider(std::string_view name, std::string_view counter, Piece piece) {
    return {.name = name, .has_key = true, .connections = 8, .counter = counter, .piece = piece};
}
constexpr Case visitor(std::string_view name, std::string_view counter, Piece piece) {
    return {.name = name, .door = Door::http, .counter = counter, .piece = piece};
}
constexpr Case acted(Manner manner, std::size_t connections, Case what,
                     std::string_view counter_at_full_rate = {}) {
    what.manner = manner;
    what.connections = connections;
    what.counter_at_full_rate = counter_at_full_rate;
    return what;
}

using enum Manner;

constexpr std::array table{
    stranger("truncated", too_short, truncated),
    stranger("torn", checksum, torn),
    stranger("oversized", oversize, oversized),
    stranger("wrong_escape", escape, wrong_escape),
    stranger("endless_escape", rubbish, endless_escape),
    stranger("wrong_checksum", checksum, wrong_checksum),
    stranger("wrong_edition", "terminal_layout_mismatches_total", wrong_edition),
    stranger("lying_length", length, lying_length),
    stranger("encrypted", not_readable, encrypted),
    stranger("flag_storm", rubbish, flag_storm),
    stranger("http_at_the_terminals_door", rubbish, long_head),
    acted(trickle, 500, stranger("one_byte_a_second", too_late, locations),
          "terminal_connections_accepted_total"),
    acted(silent, 12'000, stranger("connects_without_a_word", too_late, nothing), stranger_went),
    acted(brief, 64, stranger("connects_and_goes", gone, nothing)),
    stranger("replayed_registration", "terminal_registrations_total", replayed_registration),
    acted(flood, 64,
          stranger("invented_registrations", "terminal_refusals_not_noted_total", invented_registration),
          "terminal_registrations_total"),
    stranger("guessed_codes", "terminal_wrong_code_total", guessed_code),
    stranger("locations_of_strangers", "terminal_not_authenticated_total", stranger_location),
    acted(flood, 500, stranger("heartbeats_of_strangers", rate, heartbeats)),
    acted(rival, 16, insider("two_live_sessions", replaced, locations)),
    insider("flag_storm_with_a_key", bytes, flag_storm_around_frames),
    insider("valid_nonsense", rate, locations),
    acted(flood, 8, insider("full_batches", "terminal_records_refused_total", full_batch), rate),
    insider("lying_batches", "terminal_damaged_batches_total", lying_batch),
    insider("endless_packages", "terminal_packages_given_up_total", endless_packages),
    insider("unknown_messages", "terminal_unknown_not_kept_total", unknown),
    insider("anothers_phone", "terminal_other_phone_total", anothers_phone),
    acted(deaf, 8, insider("reads_no_answers", slow_reader, heartbeats), rate),
    visitor("not_http", no_http, not_http),
    visitor("long_head", large_head, long_head),
    visitor("many_headers", large_head, many_headers),
    visitor("long_body", large_body, long_body),
    visitor("bad_chunks", no_http, bad_chunks),
    visitor("two_lengths", no_http, two_lengths),
    visitor("long_query", bad_query, long_query),
    visitor("unauthorised", refused, unauthorised),
    acted(once, 500, visitor("slow_large_bodies", no_body_room, slow_large_body)),
    acted(trickle, 2'500, visitor("slow_heads", too_slow, slow_head), made_room),
    acted(silent, 2'500, visitor("idle_connections", made_room, nothing)),
};

}  // namespace

std::span<const Case> cases() { return table; }

}  // namespace husong::hostile
