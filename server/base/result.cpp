#include "server/base/result.hpp"

#include <stdexcept>

namespace husong {

void throw_error(const Error& error) { throw std::logic_error("unhandled error: " + error.what); }

}  // namespace husong
