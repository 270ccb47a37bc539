// The TCP connection of one simulated terminal: connects when there is signal, again and again.
#pragma once

#include "device_sim/terminal_device.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace husong::device_sim {

// Runs for ever; ends with its io_context. The device must outlive the io_context's run.
boost::asio::awaitable<void> run_terminal_link(TerminalDevice& device, boost::asio::ip::tcp::endpoint server);

// The computer's clock, for a device's patience; what happened when is told by the events.
Time wall_now();

}  // namespace husong::device_sim
