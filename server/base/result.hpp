// Expected failures are values: Result<T> is a T or an Error. Exceptions mean a bug or a dead process.
#pragma once

#include <boost/system/result.hpp>

#include <string>

namespace husong {

// What a caller can act on. HTTP status is derived from it in one place (server/http).
enum class ErrorCode {
    truncated,
    malformed,
    unsupported,
    not_found,
    conflict,
    unavailable,
    denied,
    too_many
};

struct Error {
    ErrorCode code = ErrorCode::malformed;
    std::string what;  // one sentence, naming the offending field or row; safe to log
    std::string zh{};  // the same for a page; empty: there is none
    [[nodiscard]] const std::string& on_page() const { return zh.empty() ? what : zh; }
};

[[noreturn]] void throw_error(const Error& error);  // for value() on an error: a bug in the caller

// Found by boost::system::result through ADL.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw_error(error);
}

template <class T = void>
using Result = boost::system::result<T, Error>;

}  // namespace husong
