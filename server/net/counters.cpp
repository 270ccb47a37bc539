#include "server/net/counters.hpp"

#include <iterator>

namespace husong::net {

namespace {

constexpr NetCountName names[] = {
    {"connections_open", "", true},
    {"sessions_open", "", true},
    {"package_bytes", "", true},
    {"connections_accepted", ""},
    {"connections_refused", ""},
    {"bytes_received", ""},
    {"frames_received", ""},
    {"answers", "success"},
    {"answers", "failure"},
    {"answers", "message_error"},
    {"answers", "unsupported"},
    {"duplicate_frames", ""},
    {"not_authenticated", ""},
    {"wrong_code", ""},
    {"other_phone", ""},
    {"layout_mismatches", ""},
    {"registrations", ""},
    {"acts_not_taken", ""},
    {"refusals_not_noted", ""},
    {"unknown_messages", ""},
    {"unknown_not_kept", ""},
    {"raw_refused", ""},
    {"records_refused", ""},
    {"damaged_batches", ""},
    {"packages_refused", ""},
    {"packages_given_up", ""},
    {"resend_requests", ""},
    {"pauses", "no_room"},
    {"pauses", "rate"},
    {"pauses", "bytes"},
    {"pauses", "in_flight"},
    {"orphans_dropped", ""},
    {"texts", "sent"},
    {"texts", "repeated"},
    {"texts", "confirmed"},
    {"texts", "refused"},
    {"texts", "failed"},
    {"commands", "sent"},
    {"commands", "repeated"},
    {"commands", "over"},
    {"packages_sent_again", ""},
};
static_assert(std::size(names) == static_cast<std::size_t>(NetCount::rejected_first));

constexpr std::string_view close_reasons[] = {
    "by_terminal", "idle",      "not_authenticated_in_time",
    "wrong_code",  "rubbish",   "replaced",
    "slow_reader", "withdrawn", "made_room",
    "stopping",
};
static_assert(std::size(close_reasons) == close_reason_count);

}  // namespace

NetCountName name_of(NetCount count) {
    if (count < NetCount::rejected_first) return names[static_cast<std::size_t>(count)];
    const auto from = [count](NetCount first) {
        return static_cast<unsigned>(count) - static_cast<unsigned>(first);
    };
    if (count < NetCount::closed_first)
        return {"frames_rejected",
                jt808::name_of(static_cast<jt808::Reason>(from(NetCount::rejected_first)))};
    return {"connections_closed", close_reasons[from(NetCount::closed_first)]};
}

}  // namespace husong::net
