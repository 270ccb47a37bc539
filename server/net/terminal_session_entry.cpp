// How a terminal comes in and goes out: registration, authentication, logout.
#include "server/jt808/message.hpp"
#include "server/jt808/text.hpp"
#include "server/net/terminal_session.hpp"

#include <fmt/core.h>
#include <sodium.h>

#include <utility>

namespace husong::net {

namespace {

using jt808::AnswerResult;

std::string phone_key(const jt808::Header& header) {
    const jt808::PhoneDigits digits = header.phone.digits();
    return std::string{digits.key()};
}

std::string text_of(Bytes wire) { return jt808::decode_text(wire).utf8; }

// Takes as long wherever the first difference is. No code is no key.
bool opens(const std::string& code, Bytes told) {
    return !code.empty() && code.size() == told.size() &&
           sodium_memcmp(code.data(), told.data(), code.size()) == 0;
}

}  // namespace

void TerminalSession::take_registration(const jt808::Frame& frame, const Moment& now) {
    const auto message = jt808::decode_body<jt808::Registration>(frame.header.layout, frame.body);
    if (!message) return refuse_unreadable(frame.header, message.error(), now);
    if (registering_) return;  // a repeat: the answer to the first is on its way
    shown_edition_ = message->form;
    claimed_plate_ = text_of(message->plate);
    RegistrationRequest request{.session = id_,
                                .header = frame.header,
                                .form = message->form,
                                .claim = {.phone = phone_key(frame.header),
                                          .maker = text_of(message->manufacturer),
                                          .model = text_of(message->model),
                                          .terminal_id = text_of(message->terminal_id),
                                          .plate = claimed_plate_,
                                          .peer = peer_,
                                          .unplated = message->plate_color == 0}};
    if (!context_.host.credentials(request.claim.phone) && !context_.may_note_stranger(now.tick))
        return registered(request, ingest::RegistrationAnswer{});
    registering_ = context_.host.register_terminal(std::move(request));
    context_.counters.add(registering_ ? NetCount::registrations : NetCount::acts_not_taken);
}

void TerminalSession::registered(const RegistrationRequest& request,
                                 const Result<ingest::RegistrationAnswer>& done) {
    registering_ = false;
    if (!done) return;  // not stored: no answer, the terminal asks again
    std::vector<std::uint8_t> code{done->code.begin(), done->code.end()};
    if (request.form == jt808::Edition::v2011) code.push_back(0);
    jt808::RegistrationAnswer message;
    message.serial = request.header.serial;
    message.result = static_cast<jt808::RegistrationResult>(done->result);
    if (message.result == jt808::RegistrationResult::success) {
        message.code = code;
        given_to_ = request.claim.phone;
        given_code_ = done->code;
    }
    const auto header =
        jt808::make_reply_header(request.header, jt808::RegistrationAnswer::id, next_serial());
    jt808::append_message(outgoing_, header, message);
}

void TerminalSession::take_authentication(const jt808::Frame& frame, const Moment& now) {
    const auto message = jt808::decode_body<jt808::Authentication>(frame.header.layout, frame.body);
    if (!message) return refuse_unreadable(frame.header, message.error(), now);
    std::string phone = phone_key(frame.header);
    const auto known = context_.host.credentials(phone);
    const auto admission = known ? context_.host.admit(known->terminal, now.at) : std::nullopt;
    if (!admission) return refuse_code(frame.header, std::move(phone), "unknown_phone", now);

    const Bytes told = jt808::trim_text(message->code);
    const bool current = opens(known->code, told);
    const bool next = opens(known->next_code, told) || (given_to_ == phone && opens(given_code_, told));
    if (!current && !next) return refuse_code(frame.header, std::move(phone), "wrong_code", now);
    if (known->must_register) return refuse_code(frame.header, std::move(phone), "logged_out", now);
    if (!current) context_.host.adopt_next_code(phone, {told.begin(), told.end()});
    answer(frame.header, AnswerResult::success);
    if (!authenticated()) enter(std::move(phone), *admission, now);
}

void TerminalSession::refuse_code(const jt808::Header& header, std::string phone, std::string_view reason,
                                  const Moment& now) {
    context_.counters.add(NetCount::wrong_code);
    answer(header, AnswerResult::failure);
    record_refusal(std::move(phone), reason, now);
    if (++wrong_codes_ >= context_.settings.wrong_codes) close(CloseReason::wrong_code);
}

// It stays outside, so whoever mounted it has to see why.
void TerminalSession::refuse_unreadable(const jt808::Header& header, const jt808::DecodeError& error,
                                        const Moment& now) {
    context_.counters.add(error.reason);
    answer(header, AnswerResult::message_error);
    record_refusal(phone_key(header), "wrong_frame", now,
                   fmt::format("0x{:04X} {}", header.message_id, jt808::to_string(error)));
}

void TerminalSession::record_refusal(std::string phone, std::string_view reason, const Moment& now,
                                     std::string detail) {
    if (recorded_reason_ == reason && recorded_phone_ == phone) return;
    recorded_reason_ = reason;
    recorded_phone_ = phone;
    if (!context_.host.credentials(phone) && !context_.may_note_stranger(now.tick)) return;
    context_.host.record(db::Refusal{.phone = std::move(phone),
                                     .reason = std::string{reason},
                                     .claimed_plate = claimed_plate_,
                                     .claimed_terminal_id = {},
                                     .claimed_maker = {},
                                     .peer = peer_,
                                     .at = now.at,
                                     .detail = std::move(detail)});
}

void TerminalSession::enter(std::string phone, const Admission& admission, const Moment& now) {
    phone_ = std::move(phone);
    teller_ = admission.teller;
    edition_ = shown_edition_.value_or(admission.edition);
    maker_ = admission.maker;
    model_ = admission.model;
    wrong_codes_ = 0;
    recorded_reason_ = {};
    claimed_plate_ = {};
    memory_ = context_.host.enter(id_, teller_);
    if (!memory_->frames) memory_->frames.emplace(context_.settings.frames_burst - 1, now.tick);
    bytes_ = TokenBucket{context_.settings.bytes_burst, now.tick};
    recall_packages(now);
    context_.counters.add(NetCount::sessions_open);
}

void TerminalSession::take_logout(const jt808::Frame& frame, const Moment&) {
    if (logging_out_) return;  // a repeat: the answer to the first is on its way
    logging_out_ = context_.host.log_out({.session = id_, .header = frame.header, .phone = phone_});
    if (!logging_out_) context_.counters.add(NetCount::acts_not_taken);
}

void TerminalSession::logged_out(const LogoutRequest& request, const Result<>& done, const Moment& now) {
    logging_out_ = false;
    if (!done || !authenticated()) return;  // not stored: no answer, the terminal asks again
    answer(request.header, AnswerResult::success);
    leave(now.tick);
    stranger_ = now.tick;
}

void TerminalSession::leave(Milliseconds tick) {
    memory_->texts.disconnected(tick);
    memory_->commands.disconnected(tick);
    memory_->touched = tick;
    memory_.reset();
    context_.host.leave(id_, teller_);
    context_.counters.subtract(NetCount::sessions_open);
}

void TerminalSession::refresh(const Moment& now) {
    if (!authenticated()) return;
    const auto admission = context_.host.admit(teller_.terminal, now.at);
    if (!admission) return close(CloseReason::withdrawn);
    if (admission->teller.vehicle == teller_.vehicle) return;
    context_.host.leave(id_, teller_);
    teller_ = admission->teller;
    memory_ = context_.host.enter(id_, teller_);
    if (!memory_->frames) memory_->frames.emplace(context_.settings.frames_burst, now.tick);
}

}  // namespace husong::net
