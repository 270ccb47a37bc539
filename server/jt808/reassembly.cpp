#include "server/jt808/reassembly.hpp"

#include "server/base/byte_writer.hpp"

#include <algorithm>

namespace husong::jt808 {

namespace {

constexpr std::size_t indices_a_request = 125;
// What the bookkeeping of one package costs beside its bytes, so that empty packages are bounded too.
constexpr std::size_t package_overhead_bytes = 96;

std::uint16_t first_serial_of(const Header& header) {
    return static_cast<std::uint16_t>(header.serial - header.package_index + 1);
}

bool same_message(const Header& a, const Header& b) {
    return a.message_id == b.message_id && a.package_total == b.package_total && a.phone == b.phone;
}

}  // namespace

Reassembler::Added Reassembler::add(const Frame& frame, Time now) {
    const Header& header = frame.header;
    const std::size_t total = header.package_total;
    if (total == 0 || total > limits_.packages || header.package_index == 0 || header.package_index > total)
        return {};
    if (total == 1) return {Outcome::whole, WholeMessage{header, {frame.body.begin(), frame.body.end()}}, 0};

    Open& message = touch(header, now);
    const auto [part, is_new] = message.packages.try_emplace(header.package_index);
    if (!is_new) return {Outcome::duplicate, {}, 0};
    part->second.assign(frame.body.begin(), frame.body.end());
    const std::size_t cost = frame.body.size() + package_overhead_bytes;
    message.bytes += cost;
    bytes_ += cost;
    if (message.packages.size() == total) return {Outcome::whole, join_newest(), 0};

    Added added{Outcome::stored, {}, 0};
    for (; open_.size() > 1 && (open_.size() > limits_.open_messages || bytes_ > limits_.bytes);
         ++added.dropped)
        drop_oldest();
    return added;
}

bool Reassembler::misses(const Header& header) const {
    const auto found = find(header);
    return found != open_.end() && !found->packages.contains(header.package_index);
}

std::vector<Reassembler::Open>::const_iterator Reassembler::find(const Header& header) const {
    const std::uint16_t first_serial = first_serial_of(header);
    return std::ranges::find_if(open_, [&](const Open& message) {
        return message.first_serial == first_serial && same_message(message.any, header);
    });
}

// The open message a package belongs to, opened if need be, moved to the end of the list.
Reassembler::Open& Reassembler::touch(const Header& header, Time now) {
    const auto found = open_.begin() + (find(header) - open_.cbegin());
    if (found == open_.end())
        open_.push_back({header, first_serial_of(header), {}, 0, now, 0});
    else
        std::rotate(found, found + 1, open_.end());
    open_.back().touched_at = now;
    return open_.back();
}

void Reassembler::drop_oldest() {
    bytes_ -= open_.front().bytes;
    open_.erase(open_.begin());
}

WholeMessage Reassembler::join_newest() {
    const Open& message = open_.back();
    WholeMessage whole{message.any, {}};
    whole.first.serial = message.first_serial;
    whole.first.package_index = 1;
    whole.body.reserve(message.bytes);
    for (const auto& [index, part] : message.packages)
        whole.body.insert(whole.body.end(), part.begin(), part.end());
    bytes_ -= message.bytes;
    open_.pop_back();
    return whole;
}

MissingPackages Reassembler::missing_of(const Open& message) const {
    MissingPackages missing{message.any, message.first_serial, {}, message.rounds == limits_.rounds};
    for (std::uint16_t index = 1; index <= message.any.package_total; ++index)
        if (!message.packages.contains(index) && missing.indices.size() < indices_a_request)
            missing.indices.push_back(index);
    return missing;
}

std::vector<MissingPackages> Reassembler::take_due(Time now, std::size_t& dropped) {
    std::vector<MissingPackages> due;
    while (!open_.empty() && now >= open_.front().touched_at + limits_.silence) {
        if (open_.front().rounds == limits_.rounds) {
            drop_oldest();
            ++dropped;
            continue;
        }
        std::rotate(open_.begin(), open_.begin() + 1, open_.end());
        Open& message = open_.back();
        message.touched_at = now;
        ++message.rounds;
        due.push_back(missing_of(message));
    }
    return due;
}

std::optional<Time> Reassembler::next_deadline() const {
    if (open_.empty()) return std::nullopt;
    return open_.front().touched_at + limits_.silence;
}

std::vector<std::uint8_t> package_words(std::span<const std::uint16_t> indices) {
    std::vector<std::uint8_t> words;
    ByteWriter to{words};
    for (const std::uint16_t index : indices) to.u16(index);
    return words;
}

}  // namespace husong::jt808
