// How the coroutines of the simulated terminals and phones wait: an operation gives its error as a value.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace husong::device_sim {

inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace husong::device_sim
