#include "server/net/terminal_session.hpp"

#include "server/jt808/message.hpp"

#include <algorithm>
#include <utility>

namespace husong::net {

namespace {

using jt808::AnswerResult;

bool is_part(const jt808::Header& header) {
    return header.is_packaged() && !(header.package_total == 1 && header.package_index == 1);
}

NetCount count_of(AnswerResult result) {
    return static_cast<NetCount>(static_cast<unsigned>(NetCount::answers_success) +
                                 static_cast<unsigned>(result));
}

}  // namespace

// What is done with a message, by its id. Those that keep their sender waiting for a commit are in
// terminal_session_records.cpp.
struct TerminalSession::MessageRule {
    std::uint16_t id;
    bool open_to_strangers;  // accepted before authentication (§2.1)
    void (TerminalSession::*take)(const jt808::Frame&, const Moment&);
};

const TerminalSession::MessageRule* TerminalSession::rule_for(std::uint16_t message_id) {
    using S = TerminalSession;
    static constexpr MessageRule rules[] = {
        {jt808::LocationReport::id, false, &S::take_records},
        {jt808::Heartbeat::id, true, &S::take_heartbeat},
        {jt808::PassengerFlow::id, false, &S::take_records},
        {jt808::BatchReport::id, false, &S::take_records},
        {jt808::Authentication::id, true, &S::take_authentication},
        {jt808::Registration::id, true, &S::take_registration},
        {jt808::Logout::id, false, &S::take_logout},
        {jt808::TerminalAnswer::id, true, &S::take_answer},
        {jt808::TimeQuery::id, true, &S::take_time_query},
        {jt808::TerminalResendRequest::id, false, &S::take_resend_request},
        {jt808::DriverCard::id, false, &S::take_records},
        {jt808::QueriedLocation::id, false, &S::take_records},
        {jt808::VehicleControlResult::id, false, &S::take_records},
        {jt808::Parameters::id, false, &S::take_records},
        {jt808::TerminalAttributes::id, false, &S::take_records},
        {jt808::TransparentData::id, false, &S::take_records},
    };
    const auto* const found = std::ranges::find(rules, message_id, &MessageRule::id);
    return found == std::end(rules) ? nullptr : found;
}

TerminalSession::TerminalSession(SessionContext& context, SessionId id, std::string peer, const Moment& now)
    : context_{context},
      id_{id},
      peer_{std::move(peer)},
      heard_{now.tick},
      stranger_{now.tick},
      frames_{context.settings.stranger_frames_burst, now.tick},
      bytes_{context.settings.stranger_bytes_burst, now.tick},
      unknown_{context.settings.unknown_burst, now.tick} {}

TerminalSession::~TerminalSession() {
    if (authenticated()) leave(heard_);
}

void TerminalSession::receive(const jt808::FrameResult& result, const Moment& now) {
    spend_frame(now);
    if (!result) return take_rejected(result.error(), now);
    context_.counters.add(NetCount::frames_received);
    heard_ = now.tick;
    take_frame(*result, now);
}

// Wrong ones count as good ones do: they are work all the same.
void TerminalSession::spend_frame(const Moment& now) {
    if (frames().take()) return;
    fill_frames(now.tick);
    if (frames().take()) return;
    over_rate_ = true;
    context_.counters.add(NetCount::pauses_rate);
}

void TerminalSession::spend_bytes(std::size_t count, const Moment& now) {
    bytes_.spend(static_cast<double>(count));
    if (!bytes_.empty()) return;
    fill_bytes(now.tick);
    if (!bytes_.empty()) return;
    over_rate_ = true;
    context_.counters.add(NetCount::pauses_bytes);
}

void TerminalSession::fill_frames(Milliseconds tick) {
    const NetSettings& settings = context_.settings;
    if (authenticated())
        frames().fill(settings.frames_per_second, settings.frames_burst, tick);
    else
        frames().fill(settings.stranger_frames_per_second, settings.stranger_frames_burst, tick);
}

void TerminalSession::fill_bytes(Milliseconds tick) {
    const NetSettings& settings = context_.settings;
    if (authenticated())
        bytes_.fill(settings.bytes_per_second, settings.bytes_burst, tick);
    else
        bytes_.fill(settings.stranger_bytes_per_second, settings.stranger_bytes_burst, tick);
}

void TerminalSession::take_frame(const jt808::Frame& frame, const Moment& now) {
    const jt808::Header& header = frame.header;
    const MessageRule* const rule = rule_for(header.message_id);
    if (!authenticated() && (rule == nullptr || !rule->open_to_strangers)) return refuse_stranger(frame, now);
    if (authenticated() && !is_same_terminal(header)) {
        context_.counters.add(NetCount::other_phone);
        return answer(header, AnswerResult::failure);
    }
    if (header.version_flag_mismatch()) context_.counters.add(NetCount::layout_mismatches);
    last_header_ = header;
    if (header.encryption() != 0) {
        take_wrong(header.message_id, {jt808::Reason::encrypted, "properties", 2}, now.at);
        return answer(header, AnswerResult::unsupported);
    }
    if (is_part(header)) return take_package(frame, now);
    if (rule == nullptr) return take_other(frame, now);
    (this->*rule->take)(frame, now);
}

// A frame of the wrong length is answered: its checksum held. Of the others neither serial nor phone can be
// trusted.
void TerminalSession::take_rejected(const jt808::RejectedFrame& rejected, const Moment& now) {
    take_wrong(rejected.header ? rejected.header->message_id : 0, rejected.error, now.at);
    if (!rejected.header) return;
    if (authenticated() && !is_same_terminal(*rejected.header)) return;
    answer(*rejected.header, AnswerResult::message_error);
}

bool TerminalSession::is_same_terminal(const jt808::Header& header) {
    if (header.phone == last_header_.phone) return true;
    const jt808::PhoneDigits digits = header.phone.digits();  // a terminal may change its layout
    return digits.key() == phone_;
}

void TerminalSession::refuse_stranger(const jt808::Frame& frame, const Moment& now) {
    context_.counters.add(NetCount::not_authenticated);
    answer(frame.header, AnswerResult::failure);
    const jt808::PhoneDigits digits = frame.header.phone.digits();
    record_refusal(std::string{digits.key()}, "not_authenticated", now);
}

void TerminalSession::take_heartbeat(const jt808::Frame& frame, const Moment&) {
    answer(frame.header, AnswerResult::success);
}

void TerminalSession::committed(const ingest::Ticket& ticket, const Moment& now) {
    const FrameKey key{ticket.fingerprint, ticket.message_id, ticket.serial};
    const auto found = std::ranges::find(in_flight_, key, &InFlight::key);
    if (found == in_flight_.end()) return;
    if (memory_) context_.learn(*memory_, key, now.tick);
    for (unsigned i = 0; i < found->times; ++i)
        answer(ticket.serial, ticket.message_id, AnswerResult::success);
    // Commits come in order: one that was passed over will never come, and is never answered.
    in_flight_.erase(in_flight_.begin(), found + 1);
}

void TerminalSession::not_stored(const ingest::Ticket& ticket) {
    const FrameKey key{ticket.fingerprint, ticket.message_id, ticket.serial};
    const auto found = std::ranges::find(in_flight_, key, &InFlight::key);
    if (found != in_flight_.end()) in_flight_.erase(found);
}

void TerminalSession::room_again() {
    if (!held_.empty() && context_.host.offer(held_)) held_.clear();
}

void TerminalSession::sweep(const Moment& now) {
    const NetSettings& settings = context_.settings;
    if (!may_receive()) heard_ = now.tick;  // it is we who do not listen
    if (over_rate_) {
        fill_frames(now.tick);
        fill_bytes(now.tick);
        over_rate_ = frames().empty() || bytes_.empty();
    }
    if (!authenticated() && now.tick - stranger_ >= settings.authenticate_within)
        return close(CloseReason::not_authenticated_in_time);
    if (now.tick - heard_ >= settings.idle_limit) return close(CloseReason::idle);
    if (!authenticated()) return;
    send_texts(now);
    send_commands(now);
    ask_for_packages(now);
}

void TerminalSession::close(CloseReason reason) {
    if (!closing_) closing_ = reason;
}

void TerminalSession::answer(const jt808::Header& to, AnswerResult result) {
    if (to.message_id == jt808::TerminalAnswer::id) return;  // answers are not answered
    const jt808::PlatformAnswer message{.serial = to.serial, .message_id = to.message_id, .result = result};
    jt808::append_message(outgoing_, jt808::make_reply_header(to, jt808::PlatformAnswer::id, next_serial()),
                          message);
    context_.counters.add(count_of(result));
}

void TerminalSession::answer(std::uint16_t serial, std::uint16_t message_id, AnswerResult result) {
    jt808::Header to = last_header_;
    to.serial = serial;
    to.message_id = message_id;
    answer(to, result);
}

}  // namespace husong::net
