// Bytes to values: how many frames a second one core decodes. Floor: 5 million.
#include "server/base/hex.hpp"
#include "server/jt808/framer.hpp"
#include "server/jt808/location_items.hpp"
#include "server/jt808/location_values.hpp"
#include "server/jt808/message.hpp"

#include <benchmark/benchmark.h>

namespace {

using namespace husong;
using namespace husong::jt808;

// What a terminal of 2013 sends every ten seconds: 65 bytes between the flags, two of them escapes.
std::vector<std::uint8_t> usual_frame() {
    std::vector<std::uint8_t> items;
    append_item(items, 0x01, {1'234'567});
    append_item(items, 0x03, {0x7E});
    append_item(items, 0x25, {0x10});
    append_item(items, 0x30, {24});
    append_item(items, 0x31, {11});
    LocationReport report;
    report.status = 0x000C0003;
    report.latitude = 40'800'123;
    report.longitude = 118'200'456;
    report.altitude = 412;
    report.speed = 0x7D;
    report.direction = 87;
    report.time = BcdTime{{0x26, 0x09, 0x01, 0x07, 0x15, 0x30}};
    report.items = items;
    const auto phone = Phone::from_digits("13900001234", Layout::v2011_2013);
    std::vector<std::uint8_t> wire;
    append_message(wire, make_header(Edition::v2013, *phone, LocationReport::id, 3), report);
    return wire;
}

// Frames back to back, as much as one read of a busy connection brings.
std::vector<std::uint8_t> one_read(std::size_t frames) {
    const auto frame = usual_frame();
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < frames; ++i) bytes.insert(bytes.end(), frame.begin(), frame.end());
    return bytes;
}

// Cuts, unescapes, verifies, decodes and converts all frames of a buffer; returns how many it met.
std::size_t decode_all(std::span<std::uint8_t> bytes) {
    Framer framer;
    std::size_t decoded = 0;
    while (const auto frame = framer.next(bytes)) {
        if (!frame->has_value()) continue;
        const auto message = decode_message(**frame);
        if (!message) continue;
        const auto* const report = std::get_if<LocationReport>(&*message);
        if (report == nullptr) continue;
        LocationValues values = location_values(*report);
        benchmark::DoNotOptimize(values);
        ++decoded;
    }
    return decoded;
}

void bytes_to_values(benchmark::State& state) {
    constexpr std::size_t frames = 16;
    const auto received = one_read(frames);
    std::vector<std::uint8_t> buffer(received.size());
    for ([[maybe_unused]] const auto step : state) {
        std::copy(received.begin(), received.end(), buffer.begin());  // decoding undoes escapes in place
        if (decode_all(buffer) != frames) return state.SkipWithError("a frame was refused");
    }
    state.SetItemsProcessed(state.iterations() * static_cast<benchmark::IterationCount>(frames));
    state.counters["wire_bytes"] = static_cast<double>(received.size()) / frames;
}
BENCHMARK(bytes_to_values);

void answer(benchmark::State& state) {
    const auto phone = Phone::from_digits("13900001234", Layout::v2011_2013);
    const Header header = make_header(Edition::v2013, *phone, LocationReport::id, 3);
    std::vector<std::uint8_t> out;
    for ([[maybe_unused]] const auto step : state) {
        out.clear();
        append_message(out, make_reply_header(header, PlatformAnswer::id, 9),
                       PlatformAnswer{.serial = 3, .message_id = LocationReport::id});
        benchmark::DoNotOptimize(out.data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(answer);

}  // namespace

BENCHMARK_MAIN();
