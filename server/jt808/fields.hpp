// How a body's fields are read and written. Each message has one fields(archive, message): given a BodyReader
// it decodes, given a BodyWriter it encodes, given a Describer (describe.cpp) it prints.
#pragma once

#include "server/base/byte_writer.hpp"
#include "server/jt808/bcd_time.hpp"
#include "server/jt808/decode_error.hpp"
#include "server/jt808/edition.hpp"
#include "server/jt808/view.hpp"

#include <algorithm>
#include <concepts>

namespace husong::jt808 {

template <class T>
concept OneByte = sizeof(T) == 1 && (std::unsigned_integral<T> || std::is_enum_v<T>);

using Names = std::span<const std::string_view>;  // of the values 0, 1, 2 ... of a field

std::size_t count_parameters(Bytes parameters);  // parameters.cpp

class BodyReader {
public:
    explicit BodyReader(Bytes body) : in_{body} {}

    template <OneByte T>
    void u8(std::string_view name, T& value) {
        value = static_cast<T>(in_.u8());
        check(name);
    }
    template <OneByte T>
    void choice(std::string_view name, T& value, Names) {
        u8(name, value);
    }
    void u16(std::string_view name, std::uint16_t& value) {
        value = in_.u16();
        check(name);
    }
    void u32(std::string_view name, std::uint32_t& value) {
        value = in_.u32();
        check(name);
    }
    void message_id(std::string_view name, std::uint16_t& value) { u16(name, value); }
    void time(std::string_view name, BcdTime& value) {
        if (const Bytes bytes = in_.bytes(value.bytes.size()); !bytes.empty())
            std::copy(bytes.begin(), bytes.end(), value.bytes.begin());
        check(name);
    }
    // Text of a fixed width.
    void text(std::string_view name, View& value, std::size_t width) {
        value = in_.bytes(width);
        check(name);
    }
    // Text behind one byte of length.
    void counted_text(std::string_view name, View& value) {
        value = in_.bytes(in_.u8());
        check(name);
    }
    void rest_text(std::string_view, View& value) { value = in_.rest(); }
    // WORDs behind their count: a BYTE until 2013, a WORD since.
    void words(std::string_view name, View& value, Edition form) {
        const std::size_t count = form == Edition::v2019 ? in_.u16() : in_.u8();
        value = in_.bytes(count * 2);
        check(name);
    }
    void items(View& value) { value = in_.rest(); }
    void locations(View& value) { value = in_.rest(); }
    // What a later revision or the maker appended.
    void extra(View& value) { value = in_.rest(); }
    void form(const Edition&) {}
    void body_layout(std::string_view) {}
    template <OneByte T>
    void hex_byte(std::string_view name, T& value) {
        u8(name, value);
    }
    void bits(std::string_view name, std::uint32_t& value) { u32(name, value); }
    void utc_time(std::string_view name, BcdTime& value) { time(name, value); }
    // BCD digits of a fixed width.
    void digits(std::string_view name, View& value, std::size_t width) { text(name, value, width); }
    // Taken if all of it is there.
    void optional_text(std::string_view name, View& value, std::size_t width) {
        if (in_.left() >= width) text(name, value, width);
    }
    void rest_bytes(std::string_view, View& value) { value = in_.rest(); }
    // DWORDs behind a BYTE that counts them.
    void dwords(std::string_view name, View& value) {
        value = in_.bytes(std::size_t{in_.u8()} * 4);
        check(name);
    }
    // Parameters (DWORD id, BYTE length, value) behind a BYTE that counts them.
    void parameters(std::string_view name, View& value) {
        std::size_t count = in_.u8();
        ByteReader ahead = in_;
        for (; count > 0 && ahead.ok(); --count) {
            ahead.u32();
            ahead.bytes(ahead.u8());
        }
        const std::size_t length = ahead.position() - in_.position();
        value = in_.bytes(ahead.ok() ? length : in_.left() + 1);
        check(name);
    }
    template <class Location>
    void location(Location& value) {
        Location::fields(*this, value);
    }

    [[nodiscard]] bool ok() const { return in_.ok(); }
    [[nodiscard]] DecodeError error() const { return {Reason::short_body, failed_, in_.position()}; }

private:
    void check(std::string_view name) {
        if (!in_.ok() && failed_.empty()) failed_ = name;
    }

    ByteReader in_;
    std::string_view failed_;
};

class BodyWriter {
public:
    explicit BodyWriter(std::vector<std::uint8_t>& out) : out_{out} {}

    template <OneByte T>
    void u8(std::string_view, T value) {
        out_.u8(static_cast<std::uint8_t>(value));
    }
    template <OneByte T>
    void choice(std::string_view, T value, Names) {
        out_.u8(static_cast<std::uint8_t>(value));
    }
    void u16(std::string_view, std::uint16_t value) { out_.u16(value); }
    void u32(std::string_view, std::uint32_t value) { out_.u32(value); }
    void message_id(std::string_view, std::uint16_t value) { out_.u16(value); }
    void time(std::string_view, const BcdTime& value) { out_.bytes(value.bytes); }
    // Shorter text is padded with 00 behind, longer text is cut.
    void text(std::string_view, Bytes value, std::size_t width) {
        const std::size_t kept = std::min(value.size(), width);
        out_.bytes(value.first(kept));
        out_.fill(width - kept, 0);
    }
    void counted_text(std::string_view, Bytes value) {
        const Bytes kept = value.first(std::min<std::size_t>(value.size(), 0xFF));
        out_.u8(static_cast<std::uint8_t>(kept.size()));
        out_.bytes(kept);
    }
    void rest_text(std::string_view, Bytes value) { out_.bytes(value); }
    void words(std::string_view, Bytes value, Edition form) {
        const std::size_t limit = form == Edition::v2019 ? 0xFFFF : 0xFF;
        const std::size_t count = std::min(value.size() / 2, limit);
        out_.number(static_cast<std::uint32_t>(count), form == Edition::v2019 ? 2 : 1);
        out_.bytes(value.first(count * 2));
    }
    void items(Bytes value) { out_.bytes(value); }
    void locations(Bytes value) { out_.bytes(value); }
    void extra(Bytes value) { out_.bytes(value); }
    void form(Edition) {}
    void body_layout(std::string_view) {}
    template <OneByte T>
    void hex_byte(std::string_view, T value) {
        out_.u8(static_cast<std::uint8_t>(value));
    }
    void bits(std::string_view, std::uint32_t value) { out_.u32(value); }
    void utc_time(std::string_view name, const BcdTime& value) { time(name, value); }
    void digits(std::string_view name, Bytes value, std::size_t width) { text(name, value, width); }
    void optional_text(std::string_view name, Bytes value, std::size_t width) {
        if (!value.empty()) text(name, value, width);
    }
    void rest_bytes(std::string_view, Bytes value) { out_.bytes(value); }
    void dwords(std::string_view, Bytes value) {
        const std::size_t count = std::min<std::size_t>(value.size() / 4, 0xFF);
        out_.u8(static_cast<std::uint8_t>(count));
        out_.bytes(value.first(count * 4));
    }
    // Precondition: whole parameters, at most 255.
    void parameters(std::string_view, Bytes value) {
        out_.u8(static_cast<std::uint8_t>(count_parameters(value)));
        out_.bytes(value);
    }
    template <class Location>
    void location(const Location& value) {
        Location::fields(*this, value);
    }

private:
    ByteWriter out_;
};

}  // namespace husong::jt808
