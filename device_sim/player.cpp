#include "device_sim/player.hpp"

#include "device_sim/awaiting.hpp"
#include "device_sim/terminal_link.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <fmt/core.h>

#include <deque>

namespace husong::device_sim {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto catch_up_every = 100ms;  // how often the simulated world catches up with the clock
constexpr auto grace = 15s;             // for what is still unanswered at the end
constexpr auto http_retry_pause = 1s;
constexpr int http_attempts = 10;
constexpr std::size_t largest_http_answer = 64 * 1024;
constexpr int http_ok_family = 2;

std::uint8_t wire_code(std::string_view colour) {
    constexpr std::pair<std::string_view, std::uint8_t> codes[] = {
        {"blue", 1}, {"yellow", 2}, {"yellow_green", 93}, {"gradient_green", 94}};
    for (const auto& [name, code] : codes)
        if (name == colour) return code;
    return 9;  // other
}

jt808::Edition edition_of(std::string_view year) {
    if (year == "2011") return jt808::Edition::v2011;
    return year == "2019" ? jt808::Edition::v2019 : jt808::Edition::v2013;
}

class Player {
public:
    Player(const County& county, const Scenario& scenario, Time live, const PlayOptions& options)
        : county_{county},
          scenario_{scenario},
          live_{live},
          options_{options},
          traffic_{county, scenario, live},
          told_(county.vehicles.size()) {}

    Result<PlayReport> run() {
        boost::system::error_code failure;
        const auto found = tcp::resolver{io_}.resolve(options_.host, "", failure);
        if (failure || found.empty())
            return Error{ErrorCode::unavailable, fmt::format("no address for {}", options_.host)};
        server_ = found.begin()->endpoint().address();
        make_devices();
        dispatch(traffic_.advance(live_));  // what happened before anybody listened
        for (auto& device : devices_)
            asio::co_spawn(io_, run_terminal_link(*device, {server_, options_.port}), asio::detached);
        if (options_.http_port != 0) asio::co_spawn(io_, send_requests(), asio::detached);
        asio::co_spawn(io_, live(), asio::detached);
        io_.run();
        finish_report();
        return report_;
    }

private:
    void make_devices() {
        device_of_.assign(county_.vehicles.size(), nullptr);
        phone_of_.assign(county_.vehicles.size(), nullptr);
        for (const Terminal& terminal : county_.terminals) {
            if (terminal.kind == "phone") {
                phone_of_[terminal.vehicle] = &terminal;
                continue;
            }
            const Vehicle& vehicle = county_.vehicles[terminal.vehicle];
            devices_.push_back(std::make_unique<TerminalDevice>(
                TerminalIdentity{edition_of(terminal.edition), terminal.phone, terminal.terminal_id,
                                 terminal.maker, terminal.model, vehicle.plate, wire_code(vehicle.colour)},
                secret_of(terminal.phone), scenario_.faults.counts_survive, report_.terminals));
            device_of_[terminal.vehicle] = devices_.back().get();
        }
    }

    std::string secret_of(std::string_view id) const {
        const auto found = options_.secrets.find(id);
        return found == options_.secrets.end() ? std::string{} : found->second;
    }

    // The simulated world follows the clock, then waits for the last answers.
    asio::awaitable<void> live() {
        asio::steady_timer timer{io_};
        const auto begin = std::chrono::steady_clock::now();
        const Time end = live_ + options_.duration;
        for (Time simulated = live_; simulated < end && !stopped();) {
            timer.expires_after(catch_up_every);
            co_await timer.async_wait(as_result);
            const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
            simulated =
                std::min(end, live_ + std::chrono::duration_cast<Milliseconds>(passed * options_.speed));
            dispatch(traffic_.advance(simulated));
        }
        const auto give_up = std::chrono::steady_clock::now() + grace;
        while (!all_told() && !stopped() && std::chrono::steady_clock::now() < give_up) {
            timer.expires_after(catch_up_every);
            co_await timer.async_wait(as_result);
        }
        io_.stop();
    }

    bool stopped() const { return options_.stop && options_.stop->load(); }
    bool all_told() const {
        return requests_.empty() && std::all_of(devices_.begin(), devices_.end(), [](const auto& device) {
                   return device->is_drained() || !device->wants_link();
               });
    }

    void dispatch(const std::vector<Event>& events) {
        for (const Event& event : events) {
            if (options_.on_load && told_[event.vehicle] != event.aboard)
                options_.on_load(county_.vehicles[event.vehicle], event.at, event.aboard);
            told_[event.vehicle] = event.aboard;
            if (device_of_[event.vehicle]) device_of_[event.vehicle]->happen(event, wall_now());
            if (options_.http_port != 0) request_for(event);
        }
    }

    // Phones tell their own fixes, escorts' phones only counts; sightings need no device in the vehicle.
    void request_for(const Event& event) {
        const Terminal* phone = phone_of_[event.vehicle];
        const Vehicle& vehicle = county_.vehicles[event.vehicle];
        if (const auto* fix = std::get_if<Fix>(&event.what); fix && phone && !device_of_[event.vehicle]) {
            requests_.push_back(phone_fix(phone->phone, secret_of(phone->phone), *fix, event.at));
        } else if (const auto* count = std::get_if<HeadCount>(&event.what); count && phone) {
            requests_.push_back(head_count(phone->phone, secret_of(phone->phone), *count, event.at));
        } else if (const auto* seen = std::get_if<Sighting>(&event.what)) {
            requests_.push_back(sighting(seen->by, secret_of(seen->by),
                                         {vehicle, county_.schools[seen->school], seen->pupils}, event.at));
        }
    }

    // One after another, in order; what the server cannot take now is tried again.
    asio::awaitable<void> send_requests() {
        asio::steady_timer timer{io_};
        for (int attempt = 1;;) {
            if (requests_.empty()) {
                timer.expires_after(catch_up_every);
                co_await timer.async_wait(as_result);
                continue;
            }
            const int status = co_await exchange(to_wire(requests_.front(), options_.host));
            const bool final = status != 0 && status / 100 != 5;
            if (!final && attempt < http_attempts) {
                ++attempt;
                timer.expires_after(http_retry_pause);
                co_await timer.async_wait(as_result);
                continue;
            }
            ++(!final                           ? report_.http_failed
               : status / 100 == http_ok_family ? report_.http_sent
                                                : report_.http_refused);
            requests_.pop_front();
            attempt = 1;
        }
    }

    // The status code, 0 when there was no answer.
    asio::awaitable<int> exchange(std::string request) {
        tcp::socket socket{io_};
        const auto [no_connection] =
            co_await socket.async_connect(tcp::endpoint{server_, options_.http_port}, as_result);
        if (no_connection) co_return 0;
        const auto [no_write, sent] = co_await asio::async_write(socket, asio::buffer(request), as_result);
        if (no_write) co_return 0;
        std::string answer;
        co_await asio::async_read(socket, asio::dynamic_buffer(answer, largest_http_answer), as_result);
        co_return status_of(answer);
    }

    void finish_report() {
        for (const auto& device : devices_) {
            report_.online_at_end += device->is_online() ? 1 : 0;
            report_.undrained_at_end += device->is_drained() ? 0 : 1;
        }
    }

    const County& county_;
    const Scenario& scenario_;
    Time live_;
    const PlayOptions& options_;
    Traffic traffic_;
    std::vector<Load> told_;
    PlayReport report_;
    std::vector<std::unique_ptr<TerminalDevice>> devices_;
    std::vector<TerminalDevice*> device_of_;  // by vehicle
    std::vector<const Terminal*> phone_of_;   // by vehicle
    std::deque<HttpRequest> requests_;
    asio::ip::address server_;
    asio::io_context io_{1};  // last: its coroutines refer to the rest
};

}  // namespace

Result<PlayReport> play(const County& county, const Scenario& scenario, Time live,
                        const PlayOptions& options) {
    return Player{county, scenario, live, options}.run();
}

}  // namespace husong::device_sim
