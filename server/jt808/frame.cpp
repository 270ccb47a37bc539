#include "server/jt808/frame.hpp"

#include "server/base/byte_writer.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <stdexcept>

namespace husong::jt808 {

namespace {

constexpr std::uint8_t escape_byte = 0x7D;
constexpr std::size_t old_header_bytes = 12;
constexpr std::size_t new_header_bytes = 17;
constexpr std::size_t package_bytes = 4;
constexpr std::uint16_t length_bits = 0x03FF;
constexpr std::uint16_t packaged_bit = 0x2000;
constexpr std::uint16_t version_bit = 0x4000;

struct Unescaped {
    std::size_t length = 0;
    bool bare_end = false;                    // the last byte was an escape that escapes nothing
    std::optional<std::size_t> bad_escape{};  // offset of an escape that is none
};

std::uint8_t* find(std::uint8_t* from, std::uint8_t* end, std::uint8_t byte) {
    if (from == end) return end;  // which may be null
    void* const at = std::memchr(from, byte, static_cast<std::size_t>(end - from));
    return at == nullptr ? end : static_cast<std::uint8_t*>(at);
}

Unescaped unescape(std::span<std::uint8_t> bytes) {
    std::uint8_t* const begin = bytes.data();
    std::uint8_t* const end = begin + bytes.size();
    std::uint8_t* from = find(begin, end, escape_byte);
    std::uint8_t* to = from;
    while (from != end) {
        if (from + 1 == end) {
            *to++ = escape_byte;
            return {static_cast<std::size_t>(to - begin), true};
        }
        if (from[1] != 1 && from[1] != 2)
            return {static_cast<std::size_t>(to - begin), false, static_cast<std::size_t>(from - begin)};
        *to++ = static_cast<std::uint8_t>(escape_byte - 1 + from[1]);
        from += 2;
        std::uint8_t* const next = find(from, end, escape_byte);
        std::memmove(to, from, static_cast<std::size_t>(next - from));
        to += next - from;
        from = next;
    }
    return {static_cast<std::size_t>(to - begin)};
}

// Eight bytes at a time: the XOR of all of them folds down to one byte at the end.
std::uint8_t checksum(Bytes bytes) {
    std::uint64_t sum = 0;
    std::size_t at = 0;
    for (; at + sizeof sum <= bytes.size(); at += sizeof sum) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, sizeof word);
        sum ^= word;
    }
    for (; at < bytes.size(); ++at) sum ^= bytes[at];
    sum ^= sum >> 32;
    sum ^= sum >> 16;
    sum ^= sum >> 8;
    return static_cast<std::uint8_t>(sum);
}

constexpr std::size_t header_bytes(Layout layout, std::uint16_t attributes) {
    return (layout == Layout::v2019 ? new_header_bytes : old_header_bytes) +
           ((attributes & packaged_bit) != 0 ? package_bytes : 0);
}

constexpr Layout announced_layout(std::uint16_t attributes) {
    return (attributes & version_bit) != 0 ? Layout::v2019 : Layout::v2011_2013;
}

// The layout that explains the length: the announced one first, then the other, else none.
std::optional<Layout> layout_by_length(std::uint16_t attributes, std::size_t frame_bytes) {
    const Layout announced = announced_layout(attributes);
    const Layout other = announced == Layout::v2019 ? Layout::v2011_2013 : Layout::v2019;
    for (const Layout layout : {announced, other})
        if (frame_bytes == header_bytes(layout, attributes) + (attributes & length_bits) + 1) return layout;
    return std::nullopt;
}

Header read_header(ByteReader& in, Layout layout) {
    Header header;
    header.message_id = in.u16();
    header.attributes = in.u16();
    header.layout = layout;
    if (layout == Layout::v2019) header.version = in.u8();
    if (const Bytes phone = in.bytes(phone_bytes(layout)); in.ok()) header.phone = Phone{phone};
    header.serial = in.u16();
    if (header.is_packaged()) {
        header.package_total = in.u16();
        header.package_index = in.u16();
    }
    return header;
}

RejectedFrame wrong_length(Bytes frame, std::uint16_t attributes) {
    RejectedFrame rejected{{Reason::length, "body length", 2}, std::nullopt, frame};
    ByteReader in{frame.first(frame.size() - 1)};
    const Header header = read_header(in, announced_layout(attributes));
    if (in.ok()) rejected.header = header;
    return rejected;
}

struct HeaderBytes {
    std::array<std::uint8_t, new_header_bytes + package_bytes> bytes{};
    std::size_t size = 0;
    void u8(unsigned value) { bytes[size++] = static_cast<std::uint8_t>(value); }
    void u16(unsigned value) {
        u8(value >> 8);
        u8(value);
    }
};

HeaderBytes write_header(const Header& header, std::size_t body_bytes) {
    const bool packaged = header.package_total != 0 || header.is_packaged();
    HeaderBytes to;
    to.u16(header.message_id);
    to.u16((header.attributes & ~unsigned{length_bits}) | (packaged ? packaged_bit : 0U) |
           static_cast<unsigned>(body_bytes));
    if (header.layout == Layout::v2019) to.u8(header.version);
    for (const std::uint8_t byte : header.phone.bytes()) to.u8(byte);
    to.u16(header.serial);
    if (packaged) {
        to.u16(header.package_total);
        to.u16(header.package_index);
    }
    return to;
}

// Replaces what needs escaping in out[from, end), moving bytes backwards so that each moves once.
void escape(std::vector<std::uint8_t>& out, std::size_t from) {
    const auto needs_escape = [](std::uint8_t byte) { return byte == flag_byte || byte == escape_byte; };
    const auto first = out.begin() + static_cast<std::ptrdiff_t>(from);
    const auto escapes = static_cast<std::size_t>(std::count_if(first, out.end(), needs_escape));
    std::size_t source = out.size();
    out.resize(out.size() + escapes);
    std::size_t target = out.size();
    while (target != source) {
        const std::uint8_t byte = out[--source];
        if (needs_escape(byte)) {
            out[--target] = static_cast<std::uint8_t>(byte - escape_byte + 1);
            out[--target] = escape_byte;
        } else {
            out[--target] = byte;
        }
    }
}

// Makes one frame of the body that stands in out from `start` to its end.
void enclose(std::vector<std::uint8_t>& out, std::size_t start, const Header& header) {
    const std::size_t body_bytes = out.size() - start;
    assert(body_bytes <= largest_body_bytes);
    assert(header.phone.bytes().size() == phone_bytes(header.layout));
    const HeaderBytes head = write_header(header, body_bytes);
    auto at = out.insert(out.begin() + static_cast<std::ptrdiff_t>(start), 1 + head.size, flag_byte);
    std::copy_n(head.bytes.begin(), head.size, at + 1);
    out.push_back(checksum(Bytes{out}.subspan(start + 1)));
    escape(out, start + 1);
    out.push_back(flag_byte);
}

}  // namespace

void throw_exception_from_error(const RejectedFrame& rejected, const boost::source_location&) {
    throw std::logic_error("unhandled rejected frame: " + to_string(rejected.error));
}

FrameResult decode_frame(std::span<std::uint8_t> candidate) {
    const Unescaped unescaped = unescape(candidate);
    const Bytes frame = candidate.first(unescaped.length);
    if (unescaped.bad_escape)
        return RejectedFrame{{Reason::escape, "escape", *unescaped.bad_escape}, std::nullopt, frame};
    if (frame.size() < smallest_frame_bytes)
        return RejectedFrame{{Reason::too_short, "frame", frame.size()}, std::nullopt, frame};
    if (checksum(frame) != 0)
        return RejectedFrame{{Reason::checksum, "check byte", frame.size() - 1}, std::nullopt, frame};

    const auto attributes = static_cast<std::uint16_t>(frame[2] << 8 | frame[3]);
    const auto layout = layout_by_length(attributes, frame.size());
    if (!layout) return wrong_length(frame, attributes);
    ByteReader in{frame.first(frame.size() - 1)};
    Header header = read_header(in, *layout);
    header.unescaped_checksum = unescaped.bare_end;
    return Frame{header, in.rest()};
}

Header make_header(Edition edition, const Phone& phone, std::uint16_t message_id, std::uint16_t serial) {
    Header header;
    header.message_id = message_id;
    header.layout = layout_of(edition);
    header.attributes = header.layout == Layout::v2019 ? version_bit : std::uint16_t{0};
    header.phone = phone;
    header.serial = serial;
    return header;
}

Header make_reply_header(const Header& to, std::uint16_t message_id, std::uint16_t serial) {
    Header header;
    header.message_id = message_id;
    header.attributes = to.attributes & version_bit;
    header.layout = to.layout;
    header.version = to.version;
    header.phone = to.phone;
    header.serial = serial;
    return header;
}

void append_frame(std::vector<std::uint8_t>& out, const Header& header, Bytes body) {
    const std::size_t start = out.size();
    ByteWriter{out}.bytes(body);
    enclose(out, start, header);
}

std::size_t append_packages(std::vector<std::uint8_t>& out, const Header& header, Bytes body,
                            std::size_t largest_part) {
    assert(largest_part > 0 && largest_part <= largest_body_bytes);
    if (body.size() <= largest_part) {
        append_frame(out, header, body);
        return 1;
    }
    const std::size_t total = (body.size() + largest_part - 1) / largest_part;
    assert(total <= 0xFFFF);
    Header part = header;
    part.package_total = static_cast<std::uint16_t>(total);
    for (std::size_t index = 0; index < total; ++index) {
        part.package_index = static_cast<std::uint16_t>(index + 1);
        part.serial = static_cast<std::uint16_t>(header.serial + index);
        const Bytes rest = body.subspan(index * largest_part);
        append_frame(out, part, rest.first(std::min(largest_part, rest.size())));
    }
    return total;
}

std::size_t frame_tail(std::vector<std::uint8_t>& out, std::size_t start, const Header& header) {
    if (out.size() - start <= usual_part_bytes) {
        enclose(out, start, header);
        return 1;
    }
    const std::vector<std::uint8_t> body(out.begin() + static_cast<std::ptrdiff_t>(start), out.end());
    out.resize(start);
    return append_packages(out, header, body);
}

}  // namespace husong::jt808
