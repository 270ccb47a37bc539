#include "tools/husongctl/record_log.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <numeric>

namespace husong::ctl {

namespace {

using tracking::Record;

Result<std::string> read_bytes(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary | std::ios::ate};
    std::string text;
    if (in) text.resize(static_cast<std::size_t>(in.tellg()));
    in.seekg(0).read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in) return Error{ErrorCode::not_found, fmt::format("{}: cannot be read", file.string())};
    return text;
}

}  // namespace

std::string_view RecordLog::line(const Place& place) const {
    return std::string_view{text_}.substr(place.offset, place.length);
}

Record RecordLog::record(std::size_t index) const { return parse_log_line(line(places_[index]))->record; }

// By what we had first; plates by their text, so that vehicles get the same numbers in whatever order the
// lines stand.
void RecordLog::sort() {
    std::ranges::stable_sort(places_, {}, &Place::received_at);
    std::vector<std::uint32_t> order(plates_.size()), rank(plates_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [this](std::uint32_t at) { return plates_[at]; });
    std::vector<registry::Plate> sorted;
    for (const std::uint32_t at : order) {
        rank[at] = static_cast<std::uint32_t>(sorted.size());
        sorted.push_back(plates_[at]);
    }
    for (Place& place : places_) place.plate = rank[place.plate];
    plates_ = std::move(sorted);
}

Result<RecordLog> RecordLog::read(const std::filesystem::path& file) {
    auto bytes = read_bytes(file);
    if (!bytes) return bytes.error();
    return parse(std::move(*bytes), file.string());
}

Result<RecordLog> RecordLog::parse(std::string text, std::string_view name) {
    RecordLog log;
    log.text_ = std::move(text);
    std::map<registry::Plate, std::uint32_t> numbers;
    std::size_t number = 0;
    for (std::size_t from = 0; from < log.text_.size();) {
        const std::size_t until = std::min(log.text_.find('\n', from), log.text_.size());
        const Place place{{}, from, static_cast<std::uint32_t>(until - from), 0};
        ++number;
        from = until + 1;
        if (place.length == 0 || log.text_[place.offset] == '#') continue;
        auto parsed = parse_log_line(log.line(place));
        if (!parsed)
            return Error{ErrorCode::malformed, fmt::format("{}:{}: {}", name, number, parsed.error().what)};
        const auto [known, fresh] =
            numbers.try_emplace(parsed->plate, static_cast<std::uint32_t>(log.plates_.size()));
        if (fresh) log.plates_.push_back(std::move(parsed->plate));
        log.places_.push_back({parsed->record.received_at, place.offset, place.length, known->second});
    }
    log.sort();
    return log;
}

}  // namespace husong::ctl
