// One frame: the bytes between two flags, and the header they carry. Escapes and checksum end here.
#pragma once

#include "server/jt808/decode_error.hpp"
#include "server/jt808/phone.hpp"

#include <optional>
#include <vector>

namespace husong::jt808 {

inline constexpr std::uint8_t flag_byte = 0x7E;
inline constexpr std::size_t smallest_frame_bytes = 13;     // 12 of header, the check byte
inline constexpr std::size_t largest_segment_bytes = 2090;  // 1045 bytes, each escaped, between two flags
inline constexpr std::size_t largest_body_bytes = 1023;     // ten bits of the attributes
inline constexpr std::size_t usual_part_bytes = 1000;       // what every terminal's buffer takes

struct Header {
    std::uint16_t message_id = 0;
    std::uint16_t attributes = 0;  // as sent; encoding sets only bits 0-9 (length) and 13 (packaged)
    Layout layout = Layout::v2011_2013;
    std::uint8_t version = 1;  // the protocol version byte of the 2019 layout
    Phone phone;
    std::uint16_t serial = 0;
    std::uint16_t package_total = 0;  // 0 for a message that is one frame
    std::uint16_t package_index = 0;  // from 1
    bool unescaped_checksum = false;  // tolerated: a bare 0x7D just before the flag

    [[nodiscard]] std::size_t body_length() const { return attributes & 0x3FFU; }
    [[nodiscard]] unsigned encryption() const { return attributes >> 10 & 7U; }
    [[nodiscard]] bool is_packaged() const { return (attributes & 0x2000U) != 0; }
    [[nodiscard]] bool version_flag() const { return (attributes & 0x4000U) != 0; }
    // Tolerated: the flag announces the layout that the length refutes.
    [[nodiscard]] bool version_flag_mismatch() const { return version_flag() != (layout == Layout::v2019); }
};

// The body is a view of the bytes given to decode_frame.
struct Frame {
    Header header;
    Bytes body;
};

struct RejectedFrame {
    DecodeError error;
    // Only with Reason::length: the checksum held, so serial and phone can be answered (result 2).
    std::optional<Header> header;
    Bytes bytes;  // for the log, unescaped as far as it went; a view, empty when oversize
};

[[noreturn]] void throw_exception_from_error(const RejectedFrame& rejected,
                                             const boost::source_location& where);

using FrameResult = boost::system::result<Frame, RejectedFrame>;

// Decodes one candidate: what lies between two flags, escapes included. They are undone in place.
[[nodiscard]] FrameResult decode_frame(std::span<std::uint8_t> candidate);

// A header for a first message to or from a terminal of that edition.
Header make_header(Edition edition, const Phone& phone, std::uint16_t message_id, std::uint16_t serial);

// A header in the layout, flag, version and phone bytes the other side used.
Header make_reply_header(const Header& to, std::uint16_t message_id, std::uint16_t serial);

// Appends one frame with flags and escapes. The body has at most largest_body_bytes.
void append_frame(std::vector<std::uint8_t>& out, const Header& header, Bytes body);

// Appends a message of any length: one frame, or packages with consecutive serials from header.serial.
// Returns how many serials were used.
std::size_t append_packages(std::vector<std::uint8_t>& out, const Header& header, Bytes body,
                            std::size_t largest_part = usual_part_bytes);

// The same for a body that stands in out from `start` to its end: makes frames of it in place.
std::size_t frame_tail(std::vector<std::uint8_t>& out, std::size_t start, const Header& header);

}  // namespace husong::jt808
