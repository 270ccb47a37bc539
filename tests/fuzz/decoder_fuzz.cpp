// Any body for any message: decoding never crashes, and what was decoded encodes to the same bytes. The first
// input byte chooses the message, the second the header's layout. HUSONG_FUZZ_MESSAGE=0x0702 fuzzes that one
// only; =list prints the ids there are.
#include "server/jt808/describe.hpp"
#include "server/jt808/location_values.hpp"
#include "server/jt808/message_table.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using namespace husong;
using namespace husong::jt808;

class NullSink final : public DescriptionSink {
public:
    void number(std::string_view, std::int64_t) override {}
    void text(std::string_view, std::string_view) override {}
    void flag(std::string_view, bool) override {}
    void none(std::string_view) override {}
    void begin_object(std::string_view) override { ++depth_; }
    void end_object() override { close(); }
    void begin_array(std::string_view) override { ++depth_; }
    void end_array() override { close(); }

private:
    void close() {
        if (depth_-- == 0) std::abort();
    }
    std::size_t depth_ = 0;
};

// All of them, or the one that the environment names.
std::vector<const MessageRow*> chosen_rows() {
    const char* const named = std::getenv("HUSONG_FUZZ_MESSAGE");
    const unsigned long only = named == nullptr ? 0 : std::strtoul(named, nullptr, 16);
    std::vector<const MessageRow*> rows;
    for (const MessageRow& row : message_table())
        if (row.decode != nullptr && (named == nullptr || row.id == only)) rows.push_back(&row);
    if (rows.empty()) std::abort();  // no such message: nothing would be fuzzed
    return rows;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerInitialize(int*, char***) {
    const char* const named = std::getenv("HUSONG_FUZZ_MESSAGE");
    if (named == nullptr || std::string_view{named} != "list") return 0;
    for (const MessageRow& row : message_table())
        if (row.decode != nullptr) std::printf("0x%04X\n", unsigned{row.id});
    std::exit(0);
}

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto rows = chosen_rows();
    if (size < 2) return 0;
    const MessageRow& row = *rows[data[0] % rows.size()];
    const Layout layout = data[1] % 2 == 0 ? Layout::v2011_2013 : Layout::v2019;
    const Bytes body{data + 2, size - 2};
    const auto message = row.decode(layout, body);
    if (!message) {
        if (message.error().field.empty() || message.error().offset > body.size()) std::abort();
        return 0;
    }
    std::vector<std::uint8_t> again;
    row.encode(again, *message);
    if (!std::ranges::equal(again, body)) std::abort();
    NullSink sink;
    describe(*message, sink);
    anomalies_of(*message);
    return 0;
}
