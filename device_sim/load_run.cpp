#include "device_sim/load.hpp"
#include "device_sim/load_link.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

namespace husong::device_sim {

namespace {

using Clock = std::chrono::steady_clock;
using Nanoseconds = std::chrono::nanoseconds;

constexpr auto beat = 1ms;  // how often due frames are written and answers are read
constexpr auto sweep_interval = 1s;
constexpr auto start_delay = 100ms;
constexpr auto connect_limit = 120s;
constexpr std::size_t most_connecting = 256;  // under the usual listen backlog
constexpr std::uint32_t heartbeat_every_sweeps = 60;
constexpr int most_sent_again = 3;
constexpr rlim_t spare_descriptors = 64;

double cpu_us() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto us = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec);
    };
    return us(usage.ru_utime) + us(usage.ru_stime);
}

bool allow_descriptors(std::size_t count) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return false;
    const rlim_t wanted = count + spare_descriptors;
    if (limit.rlim_cur >= wanted) return true;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted);
    return setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= wanted;
}

class LoadRun {
public:
    explicit LoadRun(const LoadOptions& options) : options_{options}, poll_{epoll_create1(EPOLL_CLOEXEC)} {
        const auto over_every = options.over_share > 0 ? std::llround(1 / options.over_share) : 0;
        for (std::size_t i = 0; i < options.terminals + options.idle; ++i)
            links_.emplace_back(options.credentials[i], static_cast<std::uint32_t>(i),
                                over_every != 0 && i % static_cast<std::size_t>(over_every) == 0);
        total_ = static_cast<std::uint64_t>(options.rate *
                                            std::chrono::duration<double>(options.duration).count());
    }
    ~LoadRun() { ::close(poll_); }
    LoadRun(const LoadRun&) = delete;
    LoadRun& operator=(const LoadRun&) = delete;

    Result<LoadReport> run() {
        if (auto connected = connect_all(); !connected) return connected.error();
        prepare_pattern();
        const double cpu_before = cpu_us();
        start_ = Clock::now() + start_delay;
        Clock::time_point last_sweep = start_;
        const auto end = start_ + options_.duration + options_.drain;
        while (!(scheduled_ == total_ && open_frames() == 0) && now_ < end) {
            sleep_until(now_ + beat);
            now_ = Clock::now();
            send_due();
            read_answers(0);
            if (now_ - last_sweep < sweep_interval) continue;
            sweep(last_sweep);
            last_sweep = now_;
        }
        report_.lost = report_.sent - report_.acknowledged - report_.refused;
        const std::chrono::duration<double> took = last_answer_ - start_;
        if (took.count() > 0)
            report_.acknowledged_per_s = static_cast<double>(report_.acknowledged_positions) / took.count();
        if (report_.sent > 0)
            report_.cpu_us_per_frame = (cpu_us() - cpu_before) / static_cast<double>(report_.sent);
        return report_;
    }

private:
    // Wakes at whole beats, whatever a beat's work took: answers are read in bunches, which is what saves
    // CPU.
    static void sleep_until(Clock::time_point at) {
        const auto since = at.time_since_epoch();
        const auto whole = std::chrono::duration_cast<std::chrono::seconds>(since);
        const timespec until{
            static_cast<time_t>(whole.count()),
            static_cast<long>(std::chrono::duration_cast<Nanoseconds>(since - whole).count())};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
    }

    Result<> connect_all() {
        const auto begin = Clock::now();
        std::size_t opened = 0;
        while (online_ < links_.size()) {
            now_ = Clock::now();
            if (now_ - begin > connect_limit)
                return Error{ErrorCode::unavailable,
                             fmt::format("only {} of {} terminals online", online_, links_.size())};
            while (opened < links_.size() && opened - online_ < most_connecting) open(opened++);
            read_answers(10);
            if (refusals_ > 0)
                return Error{ErrorCode::denied, "the server refused a terminal's authentication"};
            if (now_ - last_reopen_ < sweep_interval) continue;
            last_reopen_ = now_;
            for (std::size_t i = 0; i < opened; ++i)
                if (links_[i].state == LoadLink::State::closed) open(i);
        }
        report_.connect_s = std::chrono::duration<double>(Clock::now() - begin).count();
        report_.reconnects = 0;
        return {};
    }

    // Device time ends about now: a terminal's frames are at least a second apart, so it begins in the past
    // when terminals send more than one frame a second.
    void prepare_pattern() {
        const double frames_each = static_cast<double>(total_) / static_cast<double>(options_.terminals);
        const double interval_s = static_cast<double>(options_.terminals) / options_.rate;
        pattern_.step = Milliseconds{std::max<std::int64_t>(1000, std::llround(interval_s * 1000))};
        if (options_.passenger_share > 0)
            pattern_.passenger_every = static_cast<std::uint32_t>(std::llround(1 / options_.passenger_share));
        else
            pattern_.passenger_every = 0;
        pattern_.late = options_.late;
        pattern_.people = options_.people;
        pattern_.people_when_over = options_.people_when_over;
        const auto wall = std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
        pattern_.first_at = wall + options_.duration - pattern_.step * std::llround(std::ceil(frames_each));
    }

    void watch(std::size_t i, bool writable, int operation) {
        epoll_event event{};
        event.events = EPOLLIN | (writable ? static_cast<std::uint32_t>(EPOLLOUT) : 0U);
        event.data.u64 = i;
        epoll_ctl(poll_, operation, links_[i].descriptor(), &event);
    }

    void open(std::size_t i) {
        if (links_[i].open(options_.host, options_.port)) watch(i, true, EPOLL_CTL_ADD);
    }

    void lose(std::size_t i) {
        if (links_[i].state == LoadLink::State::online) --online_;
        ++report_.reconnects;
        links_[i].close();  // the poll forgets a closed descriptor
    }

    Clock::time_point intended(std::size_t link, std::uint32_t n) const {
        const double frames =
            static_cast<double>(n) * static_cast<double>(options_.terminals) + static_cast<double>(link);
        return start_ + Nanoseconds{static_cast<std::int64_t>(frames * 1e9 / options_.rate)};
    }

    // Frame g of the whole schedule belongs to terminal g mod terminals.
    void send_due() {
        if (now_ < start_) return;
        const double passed_s = std::chrono::duration<double>(now_ - start_).count();
        const auto due = std::min(total_, static_cast<std::uint64_t>(passed_s * options_.rate) + 1);
        for (; scheduled_ < due; ++scheduled_) send_waiting(scheduled_ % options_.terminals, scheduled_ + 1);
    }

    // All frames of a link that should have been sent by now: usually one, more after it was blocked.
    void send_waiting(std::size_t i, std::uint64_t due) {
        LoadLink& link = links_[i];
        while (link.state == LoadLink::State::online && !link.is_blocked() && link.has_room() &&
               std::uint64_t{link.next()} * options_.terminals + i < due) {
            report_.send_lag.add(
                std::chrono::duration_cast<LatencyHistogram::Microseconds>(now_ - intended(i, link.next())));
            const auto frame = link.frames.frame(link.next(), pattern_);
            link.sent();
            ++report_.sent;
            if (!write(i, frame)) return;
        }
    }

    bool write(std::size_t i, std::span<const std::uint8_t> frame) {
        if (!links_[i].write(frame)) return false;  // broken: the poll will say so
        if (links_[i].is_blocked()) watch(i, true, EPOLL_CTL_MOD);
        return true;
    }

    void read_answers(int wait_ms) {
        const int count = epoll_wait(poll_, events_.data(), static_cast<int>(events_.size()), wait_ms);
        now_ = Clock::now();
        for (int e = 0; e < count; ++e) {
            const auto i = static_cast<std::size_t>(events_[static_cast<std::size_t>(e)].data.u64);
            const std::uint32_t what = events_[static_cast<std::size_t>(e)].events;
            if ((what & EPOLLOUT) != 0) on_writable(i);
            if ((what & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) on_readable(i);
        }
    }

    void on_writable(std::size_t i) {
        LoadLink& link = links_[i];
        if (link.state == LoadLink::State::connecting) link.authenticate();
        if (!link.flush()) return;  // broken: the poll will say so
        if (link.is_blocked()) return;
        watch(i, false, EPOLL_CTL_MOD);
        send_waiting(i, scheduled_);
    }

    void on_readable(std::size_t i) {
        LoadLink& link = links_[i];
        if (link.state == LoadLink::State::closed) return;
        const bool alive = link.read(
            buffer_,
            [this, i](std::uint16_t message_id, std::uint16_t serial, std::uint8_t result) {
                on_answer(i, message_id, serial, result);
            },
            [this, i](const jt808::Header& header) { confirm(i, header); });
        if (!alive) return lose(i);
        if (i < options_.terminals) send_waiting(i, scheduled_);
    }

    void on_answer(std::size_t i, std::uint16_t message_id, std::uint16_t serial, std::uint8_t result) {
        LoadLink& link = links_[i];
        if (message_id == jt808::Authentication::id) return on_authentication(i, result);
        if (message_id == jt808::Heartbeat::id) return;
        const auto n = link.answer(serial);
        if (!n) return;
        last_answer_ = now_;
        if (result != 0) {
            ++report_.refused;
            return;
        }
        ++report_.acknowledged;
        ++(LoadFrames::is_passenger_flow(*n, pattern_) ? report_.acknowledged_passenger_flows
                                                       : report_.acknowledged_positions);
        report_.answered.add(
            std::chrono::duration_cast<LatencyHistogram::Microseconds>(now_ - intended(i, *n)));
    }

    // What was on its way when the last connection broke is sent again.
    void on_authentication(std::size_t i, std::uint8_t result) {
        LoadLink& link = links_[i];
        if (result != 0) {
            ++refusals_;
            return;
        }
        if (link.state == LoadLink::State::online) return;
        link.state = LoadLink::State::online;
        ++online_;
        for (std::uint32_t n = link.low(); n < link.next(); ++n)
            if (!repeat(i, n)) return;
    }

    bool repeat(std::size_t i, std::uint32_t n) {
        if (links_[i].is_answered(n)) return true;
        ++report_.resent;
        return write(i, links_[i].frames.frame(n, pattern_));
    }

    // A text to the driver and the like: confirmed with 0x0001, as a terminal does.
    void confirm(std::size_t i, const jt808::Header& to) {
        ByteString frame;
        jt808::append_message(
            frame, jt808::make_reply_header(to, jt808::TerminalAnswer::id, 0),
            jt808::TerminalAnswer{to.serial, to.message_id, jt808::AnswerResult::success, {}});
        write(i, frame);
    }

    // Once a second: repetitions that became due since the last sweep, heartbeats of the idle, broken links
    // again.
    void sweep(Clock::time_point last_sweep) {
        ++sweeps_;
        for (std::size_t i = 0; i < links_.size(); ++i) {
            if (links_[i].state == LoadLink::State::closed) open(i);
            if (i < options_.terminals)
                repeat_overdue(i, last_sweep);
            else if (sweeps_ % heartbeat_every_sweeps == i % heartbeat_every_sweeps)
                beat_heart(i);
        }
    }

    void repeat_overdue(std::size_t i, Clock::time_point last_sweep) {
        const LoadLink& link = links_[i];
        for (std::uint32_t n = link.low(); n < link.next() && link.state == LoadLink::State::online; ++n) {
            const auto sent_at = intended(i, n);
            if (now_ - sent_at < options_.patience) return;
            if (fell_due(now_ - sent_at, last_sweep - sent_at) && !repeat(i, n)) return;
        }
    }

    // T1, then T(n+1) = T(n) * (n+1): ages 1, 3 and 9 times the patience.
    bool fell_due(Clock::duration age, Clock::duration age_before) const {
        Clock::duration threshold{0}, step = options_.patience;
        for (int repetition = 1; repetition <= most_sent_again; ++repetition) {
            threshold += step;
            if (age >= threshold && age_before < threshold) return true;
            step *= repetition + 1;
        }
        return false;
    }

    void beat_heart(std::size_t i) {
        if (links_[i].state != LoadLink::State::online) return;
        const auto phone =
            jt808::Phone::from_digits(options_.credentials[i].phone, jt808::Layout::v2011_2013);
        if (!phone) return;
        ByteString frame;
        jt808::append_frame(frame,
                            jt808::make_header(jt808::Edition::v2013, *phone, jt808::Heartbeat::id,
                                               static_cast<std::uint16_t>(sweeps_)),
                            {});
        write(i, frame);
    }

    std::uint64_t open_frames() const { return report_.sent - report_.acknowledged - report_.refused; }

    const LoadOptions& options_;
    int poll_;
    std::deque<LoadLink> links_;  // a deque: links stay where they are
    std::vector<epoll_event> events_{4096};
    std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(64 * 1024);
    LoadPattern pattern_;
    LoadReport report_;
    std::uint64_t total_ = 0, scheduled_ = 0;
    std::size_t online_ = 0, refusals_ = 0;
    std::uint32_t sweeps_ = 0;
    Clock::time_point now_{}, start_{}, last_answer_{}, last_reopen_{};
};

}  // namespace

Result<LoadReport> run_load(const LoadOptions& options) {
    const std::size_t links = options.terminals + options.idle;
    if (options.terminals == 0 || options.rate <= 0 || options.duration.count() <= 0)
        return Error{ErrorCode::malformed, "terminals, rate and seconds must be positive"};
    if (options.credentials.size() < links)
        return Error{ErrorCode::malformed, fmt::format("{} terminals are wanted, the file names {}", links,
                                                       options.credentials.size())};
    if (!allow_descriptors(links))
        return Error{ErrorCode::unavailable,
                     fmt::format("the system allows fewer than {} connections", links)};
    return LoadRun{options}.run();
}

}  // namespace husong::device_sim
