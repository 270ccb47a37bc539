// What is sent to a terminal beside answers, and what it says to that: texts, commands, the time, packages
// again.
#include "server/jt808/text.hpp"
#include "server/net/terminal_session.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace husong::net {

namespace {

using jt808::AnswerResult;

// The n-th frame of several, one after the other; n from 1. Empty: there are fewer.
Bytes frame_of(Bytes frames, std::size_t n) {
    auto from = frames.begin();
    for (;;) {
        from = std::find(from, frames.end(), jt808::flag_byte);
        if (from == frames.end()) return {};
        const auto until = std::find(from + 1, frames.end(), jt808::flag_byte);
        if (until == frames.end()) return {};
        if (--n == 0) return {from, until + 1};
        from = until + 1;
    }
}

}  // namespace

// The one time on the wire that is UTC (§6.9).
void TerminalSession::take_time_query(const jt808::Frame& frame, const Moment& now) {
    const jt808::TimeAnswer message{.utc = jt808::to_bcd(now.at - china_offset)};
    jt808::append_message(
        outgoing_, jt808::make_reply_header(frame.header, jt808::TimeAnswer::id, next_serial()), message);
}

void TerminalSession::take_answer(const jt808::Frame& frame, const Moment& now) {
    if (!authenticated()) return;
    const auto message = jt808::decode_body<jt808::TerminalAnswer>(frame.header.layout, frame.body);
    if (!message) return take_wrong(jt808::TerminalAnswer::id, message.error(), now.at);
    if (message->message_id == jt808::DriverText::id) {
        if (!memory_->texts.answered(message->serial)) return;
        const bool taken = message->result == AnswerResult::success;
        context_.counters.add(taken ? NetCount::texts_confirmed : NetCount::texts_refused);
        return send_texts(now);
    }
    if (memory_->commands.answered(message->message_id, message->serial,
                                   static_cast<std::uint8_t>(message->result), now, context_.settings))
        send_commands(now);
}

// The frames of the text or the command under way that began with this serial; null: they are gone.
const std::vector<std::uint8_t>* TerminalSession::frames_from(std::uint16_t first_serial) const {
    TextQueue& texts = memory_->texts;
    if (!texts.empty() && texts.first().sent != 0 && texts.first().serial == first_serial)
        return &texts.first().frames;
    const CommandQueue::Command* const command = memory_->commands.under_way();
    return command != nullptr && command->serial == first_serial ? &command->frames : nullptr;
}

// The packages that are still there go out again as they were; else the terminal is told that they will not.
void TerminalSession::take_resend_request(const jt808::Frame& frame, const Moment& now) {
    // It exists since 2019, so its form is that edition's even behind an older header, if that explains it.
    auto message = jt808::decode_body<jt808::TerminalResendRequest>(jt808::Layout::v2019, frame.body);
    if (!message) message = jt808::decode_body<jt808::TerminalResendRequest>(frame.header.layout, frame.body);
    if (!message) {
        take_wrong(jt808::TerminalResendRequest::id, message.error(), now.at);
        return answer(frame.header, AnswerResult::message_error);
    }
    const std::vector<std::uint8_t>* const frames = frames_from(message->first_serial);
    std::size_t found = 0;
    for (ByteReader indices{message->packages}; frames != nullptr && indices.left() > 1;) {
        const std::size_t index = indices.u16();
        const Bytes package = index == 0 ? Bytes{} : frame_of(*frames, index);
        if (package.empty()) continue;
        outgoing_.insert(outgoing_.end(), package.begin(), package.end());
        ++found;
    }
    context_.counters.add(NetCount::resends, found);
    if (found == 0) answer(frame.header, AnswerResult::failure);
}

void TerminalSession::send_texts(const Moment& now) {
    using Step = TextQueue::Step;
    if (!authenticated()) return;
    TextQueue& texts = memory_->texts;
    for (;;) {
        const Step step = texts.step(now.tick, context_.settings);
        if (step == Step::nothing) return;
        if (step == Step::failed) {
            context_.counters.add(NetCount::texts_failed);
            continue;
        }
        if (step == Step::send_first) send_text(texts.first());
        const std::vector<std::uint8_t>& frames = texts.first().frames;
        outgoing_.insert(outgoing_.end(), frames.begin(), frames.end());
        texts.sent(now.tick, context_.settings);
        context_.counters.add(step == Step::send_first ? NetCount::texts_sent : NetCount::texts_repeated);
        return;
    }
}

// Spoken, not shown: the driver's eyes stay on the road (§6.5).
void TerminalSession::send_text(TextQueue::Text& text) {
    const bool newest = last_header_.layout == jt808::Layout::v2019;
    const jt808::Edition form = newest ? jt808::Edition::v2019 : edition_;
    const std::vector<std::uint8_t> gbk = jt808::encode_text(text.utf8, form);
    jt808::DriverText message;
    message.form = form;
    message.flags =
        (newest ? jt808::DriverText::urgent_2019 : jt808::DriverText::urgent) | jt808::DriverText::speech;
    message.text = gbk;
    text.serial = serial_;
    const jt808::Header header = jt808::make_reply_header(last_header_, jt808::DriverText::id, serial_);
    text.frames.clear();
    serial_ = static_cast<std::uint16_t>(serial_ + jt808::append_message(text.frames, header, message));
}

void TerminalSession::send_commands(const Moment& now) {
    using Step = CommandQueue::Step;
    if (!authenticated()) return;
    CommandQueue& commands = memory_->commands;
    if (commands.empty()) return;
    const Step step = commands.step(now, context_.settings);
    if (step == Step::send_first) send_command(commands.first());
    if (step != Step::nothing) {
        const std::vector<std::uint8_t>& frames = commands.first().frames;
        outgoing_.insert(outgoing_.end(), frames.begin(), frames.end());
        commands.sent(now, context_.settings);
        context_.counters.add(step == Step::send_first ? NetCount::commands_sent
                                                       : NetCount::commands_repeated);
    }
    note_progress(commands, context_.host);
}

void TerminalSession::send_command(CommandQueue::Command& command) {
    const std::string& body = command.row.body;
    command.serial = serial_;
    const jt808::Header header = jt808::make_reply_header(last_header_, command.row.message_id, serial_);
    command.frames.assign(body.begin(), body.end());
    serial_ = static_cast<std::uint16_t>(serial_ + jt808::frame_tail(command.frames, 0, header));
}

// A dedicated answer completes the command as well as 0x0001 (§2.7).
void TerminalSession::complete_command(const jt808::Header& header, const jt808::Message& message, Bytes body,
                                       Time at) {
    std::optional<std::uint16_t> serial;
    if (const auto* parameters = std::get_if<jt808::Parameters>(&message)) serial = parameters->serial;
    if (const auto* located = std::get_if<jt808::QueriedLocation>(&message))
        if (located->has_serial) serial = located->serial;
    if (memory_->commands.answered_by(header.message_id, serial, body, at))
        note_progress(memory_->commands, context_.host);
}

void note_progress(CommandQueue& commands, SessionHost& host) {
    std::vector<db::CommandProgress>& progress = commands.progress();
    std::size_t taken = 0;
    while (taken < progress.size() && host.note(progress[taken])) ++taken;
    progress.erase(progress.begin(), progress.begin() + static_cast<std::ptrdiff_t>(taken));
}

}  // namespace husong::net
