// What is wrong with a frame or a body: the field, its offset and the reason. Never ends a session by itself.
#pragma once

#include "server/base/byte_reader.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace husong::jt808 {

enum class Reason : std::uint8_t {
    escape,      // 0x7D is followed by neither 01 nor 02
    too_short,   // fewer bytes than the smallest frame
    checksum,    // the XOR over header, body and check byte is not 0: nothing in it can be trusted
    length,      // neither header layout explains the length
    oversize,    // more bytes than the largest frame before the next flag
    short_body,  // the body ends inside a field: answer 2
    encrypted,   // the body cannot be read: answer 3
};
inline constexpr std::size_t reason_count = 7;

std::string_view name_of(Reason reason);  // "short_body"

struct DecodeError {
    Reason reason = Reason::checksum;
    std::string_view field;  // a literal: the field as the standard's table orders them
    std::size_t offset = 0;  // of that field, in the unescaped frame or, for short_body, in the body
};

std::string to_string(const DecodeError& error);  // "short_body: time at offset 22"; safe to log

[[noreturn]] void throw_exception_from_error(const DecodeError& error, const boost::source_location& where);

template <class T>
using Decoded = boost::system::result<T, DecodeError>;

}  // namespace husong::jt808
