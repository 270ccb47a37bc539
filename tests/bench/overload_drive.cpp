#include "tests/bench/overload_drive.hpp"

#include "tests/bench/deciding_frame.hpp"

#include <array>
#include <poll.h>
#include <stdexcept>
#include <thread>

namespace husong::bench {

namespace {

using device_sim::LoadLink;

constexpr std::uint32_t frames_a_vehicle = 48;  // eight with the door open, the count, the rest on the road
constexpr auto beat = std::chrono::seconds{1};
constexpr auto last_ride = beat * frames_a_vehicle;
constexpr int patience_ms = 10'000;
// Ahead of the server's clock: no deadline of the vehicle fires before the frame that it belongs to.
constexpr auto device_clock_ahead = std::chrono::seconds{20};
constexpr std::uint32_t first_place = 3'000;  // the load's own vehicles drive elsewhere

void await(const LoadLink& link, short events) {
    pollfd waiting{link.descriptor(), events, 0};
    if (poll(&waiting, 1, patience_ms) != 1) throw std::runtime_error{"a terminal got no answer"};
}

void read_answers(LoadLink& link) {
    std::array<std::uint8_t, 4096> buffer;
    link.read(
        buffer,
        [&](std::uint16_t message_id, std::uint16_t, std::uint8_t result) {
            if (message_id == jt808::Authentication::id && result == 0) link.state = LoadLink::State::online;
        },
        [](const jt808::Header&) {});
}

std::unique_ptr<LoadLink> let_in(const device_sim::Credential& credential, std::uint32_t place,
                                 std::uint16_t port) {
    auto link = std::make_unique<LoadLink>(credential, place, true);
    if (!link->open("127.0.0.1", port)) throw std::runtime_error{"a terminal cannot connect"};
    await(*link, POLLOUT);
    link->authenticate();
    await(*link, POLLIN);
    read_answers(*link);
    if (link->state != LoadLink::State::online)
        throw std::runtime_error{"terminal " + credential.phone + " is not let in"};
    return link;
}

}  // namespace

OverloadDrive::OverloadDrive(std::vector<SpareTerminal> terminals, std::uint16_t port) {
    for (SpareTerminal& terminal : terminals) {
        auto link =
            let_in(terminal.credential, first_place + static_cast<std::uint32_t>(vehicles_.size()), port);
        vehicles_.push_back({std::move(terminal), std::move(link), {}, {}});
    }
}

void OverloadDrive::drive(std::chrono::seconds duration) {
    const auto begin = Clock::now();
    const auto device_begin =
        std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now()) + device_clock_ahead;
    const auto apart =
        std::chrono::nanoseconds{duration - last_ride} / std::max<std::size_t>(vehicles_.size(), 1);
    std::vector<std::pair<Clock::time_point, std::pair<std::size_t, std::uint32_t>>> frames;
    for (std::size_t i = 0; i < vehicles_.size(); ++i) {
        Vehicle& vehicle = vehicles_[i];
        vehicle.sets_out = begin + apart * i;
        vehicle.pattern.passenger_every = frames_a_vehicle;
        vehicle.pattern.step = beat;
        vehicle.pattern.first_at =
            device_begin + std::chrono::duration_cast<Milliseconds>(vehicle.sets_out - begin);
        for (std::uint32_t n = 0; n < frames_a_vehicle; ++n)
            frames.push_back({vehicle.sets_out + beat * n, {i, n}});
    }
    std::sort(frames.begin(), frames.end());
    for (const auto& [intended, which] : frames) {
        std::this_thread::sleep_until(intended);
        send_frame(vehicles_[which.first], which.second);
    }
}

void OverloadDrive::send_frame(Vehicle& vehicle, std::uint32_t n) {
    if (!vehicle.link->write(vehicle.link->frames.frame(n, vehicle.pattern)))
        throw std::runtime_error{"the connection of terminal " + vehicle.terminal.credential.phone +
                                 " broke"};
    read_answers(*vehicle.link);
}

void OverloadDrive::seen(const std::string& plate, Clock::time_point at) {
    const std::lock_guard lock{mutex_};
    seen_.emplace(plate, at);
}

std::size_t OverloadDrive::missing() const {
    const std::lock_guard lock{mutex_};
    std::size_t missing = 0;
    for (const Vehicle& vehicle : vehicles_) missing += seen_.count(vehicle.terminal.plate) == 0 ? 1 : 0;
    return missing;
}

std::vector<Clock::duration> OverloadDrive::latencies() const {
    const std::lock_guard lock{mutex_};
    std::vector<Clock::duration> latencies;
    for (const Vehicle& vehicle : vehicles_) {
        const auto found = seen_.find(vehicle.terminal.plate);
        if (found == seen_.end()) continue;
        const auto decided = vehicle.sets_out + beat * deciding_frame(vehicle.pattern);
        latencies.push_back(taken_from(decided, found->second, vehicle.terminal.plate));
    }
    return latencies;
}

}  // namespace husong::bench
