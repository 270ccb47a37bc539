// What the terminals' door counts, for /metrics. Written by the net thread, read by any.
#pragma once

#include "server/jt808/decode_error.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace husong::net {

// Why a connection ended.
enum class CloseReason : std::uint8_t {
    by_terminal,
    idle,
    not_authenticated_in_time,
    wrong_code,
    rubbish,
    replaced,     // the same terminal authenticated on a newer connection
    slow_reader,  // it does not read its answers
    withdrawn,    // its terminal left the register
    made_room,    // a stranger, for a newcomer: all their places were taken
    stopping,
};
inline constexpr std::size_t close_reason_count = 10;

enum class NetCount : std::uint8_t {
    connections_open,  // a gauge
    sessions_open,     // authenticated ones; a gauge
    package_bytes,     // held of incomplete messages; a gauge
    connections_accepted,
    connections_refused,
    bytes_received,
    frames_received,  // good ones
    answers_success,
    answers_failure,
    answers_message_error,
    answers_unsupported,
    duplicate_frames,   // answered again, not stored again
    not_authenticated,  // messages that came before authentication
    wrong_code,         // refused authentications
    other_phone,        // frames with another phone on an authenticated connection
    layout_mismatches,  // tolerated: the header's flag announced another layout
    registrations,
    acts_not_taken,      // registrations and refusals the writer had no room for
    refusals_not_noted,  // of strangers, beyond the limit: answered, not written down
    unknown_messages,
    unknown_not_kept,   // beyond the limit of raw storage
    raw_refused,        // of any id, and packages: beyond one terminal's bytes of it
    records_refused,    // messages beyond one terminal's records
    damaged_batches,    // 0x0704 with locations that could not be read
    packages_refused,   // no room for more incomplete messages
    packages_given_up,  // messages whose packages never came
    resend_requests,
    pauses_no_room,
    pauses_rate,
    pauses_bytes,
    pauses_in_flight,
    orphans_dropped,  // messages of ended sessions there was no room for; never answered, so sent again
    texts_sent,
    texts_repeated,
    texts_confirmed,
    texts_refused,
    texts_failed,
    commands_sent,
    commands_repeated,
    commands_over,   // answered or given up
    resends,         // packages that a terminal asked for again and got
    rejected_first,  // one for each jt808::Reason
    rejected_last = rejected_first + jt808::reason_count - 1,
    closed_first,  // one for each CloseReason
    closed_last = closed_first + close_reason_count - 1,
    end,
};
inline constexpr std::size_t net_count_size = static_cast<std::size_t>(NetCount::end);

// `frames_rejected` with label reason="checksum"; label empty: none.
struct NetCountName {
    std::string_view name;
    std::string_view label;
    bool gauge = false;
};
NetCountName name_of(NetCount count);

class NetCounters {
public:
    void add(NetCount count, std::uint64_t by = 1) { at(count).fetch_add(by, std::memory_order_relaxed); }
    void subtract(NetCount count) { at(count).fetch_sub(1, std::memory_order_relaxed); }
    void set(NetCount count, std::uint64_t value) { at(count).store(value, std::memory_order_relaxed); }
    void add(jt808::Reason reason) { add(shifted(NetCount::rejected_first, static_cast<unsigned>(reason))); }
    void add(CloseReason reason) { add(shifted(NetCount::closed_first, static_cast<unsigned>(reason))); }

    [[nodiscard]] std::uint64_t get(NetCount count) const {
        return values_[static_cast<std::size_t>(count)].load(std::memory_order_relaxed);
    }
    [[nodiscard]] std::uint64_t get(jt808::Reason reason) const {
        return get(shifted(NetCount::rejected_first, static_cast<unsigned>(reason)));
    }
    [[nodiscard]] std::uint64_t get(CloseReason reason) const {
        return get(shifted(NetCount::closed_first, static_cast<unsigned>(reason)));
    }

private:
    static constexpr NetCount shifted(NetCount first, unsigned by) {
        return static_cast<NetCount>(static_cast<unsigned>(first) + by);
    }
    std::atomic<std::uint64_t>& at(NetCount count) { return values_[static_cast<std::size_t>(count)]; }

    std::array<std::atomic<std::uint64_t>, net_count_size> values_{};
};

}  // namespace husong::net
