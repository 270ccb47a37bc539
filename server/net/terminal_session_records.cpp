// What a session stores: records, packages and raw messages, each answered after its commit.
#include "server/ingest/driver_card.hpp"
#include "server/ingest/transparent_adapters.hpp"
#include "server/jt808/message_table.hpp"
#include "server/net/terminal_session.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace husong::net {

namespace {

using jt808::AnswerResult;

// To one message that came again and again before its commit.
constexpr std::uint16_t most_answers = 8;

// What stores as many records as one frame is work to read.
constexpr double records_a_frame = 5;

// What a raw row takes beside its bytes, so that empty ones are bounded too.
constexpr std::size_t raw_overhead_bytes = 64;

// Instants of the reassembly are of the clock that never jumps.
Time steady(const Moment& now) { return Time{now.tick}; }

// Messages that are kept, read or raw, and confirmed with 0x8001. Media and keys want answers of their own
// (0x8800, 0x8A00), which this server does not give: better refused than sent again for ever.
bool is_kept(std::uint16_t message_id) {
    const jt808::MessageRow* const row = jt808::find_message(message_id);
    return row != nullptr && row->direction == jt808::Direction::up &&
           row->answered_by == jt808::PlatformAnswer::id;
}

template <class M>
constexpr bool kept_raw = std::same_as<M, jt808::Parameters> || std::same_as<M, jt808::TerminalAttributes>;

db::RawMessage raw_message(const ingest::Teller& teller, const jt808::Frame& frame, Time received_at) {
    return {.terminal = teller.terminal,
            .received_at = received_at,
            .message_id = frame.header.message_id,
            .serial = frame.header.serial,
            .package_total = frame.header.package_total,
            .package_index = frame.header.package_index,
            .body = {frame.body.begin(), frame.body.end()}};
}

}  // namespace

void TerminalSession::take_records(const jt808::Frame& frame, const Moment& now) {
    const FrameKey key = frame_key(frame.header.message_id, frame.header.serial, frame.body);
    if (is_repeated(frame.header, key, now.tick)) return;
    if (!may_store_records()) return answer(frame.header, AnswerResult::failure);
    context_.entries.clear();
    const AnswerResult added = add_records(frame, frame.header, frame.body, now.at);
    spend_records();
    if (added != AnswerResult::success) {
        answer(frame.header, added);
        if (!context_.entries.empty()) offer_unanswered();
        return;
    }
    if (context_.entries.empty()) return answer(frame.header, AnswerResult::success);  // a batch of nothing
    offer_entries(key);
}

void TerminalSession::take_package(const jt808::Frame& frame, const Moment& now) {
    if (!authenticated()) return answer(frame.header, AnswerResult::message_error);
    // A driver's card fits one frame at its longest, and packages would be kept raw with the person's
    // numbers.
    if (frame.header.message_id == jt808::DriverCard::id)
        return answer(frame.header, AnswerResult::message_error);
    if (!is_kept(frame.header.message_id)) return take_unknown(frame, now);
    const FrameKey key = frame_key(frame.header.message_id, frame.header.serial, frame.body);
    // What is missing is taken even if its like was answered before: its message was given up meanwhile.
    if (!memory_->packages.misses(frame.header) && is_repeated(frame.header, key, now.tick)) return;
    const jt808::WholeMessage* whole = memory_->unstored.find(key);
    if (whole == nullptr && !has_room_for_packages()) {
        context_.counters.add(NetCount::packages_refused);
        return answer(frame.header, AnswerResult::failure);
    }
    if (!may_store_records() || !may_keep_raw(frame.body)) return answer(frame.header, AnswerResult::failure);
    jt808::Reassembler::Added added;
    if (whole == nullptr || memory_->packages.misses(frame.header)) {
        context_.package_bytes -= memory_->packages.bytes();
        added = memory_->packages.add(frame, steady(now));
        context_.package_bytes += memory_->packages.bytes();
        context_.counters.add(NetCount::packages_given_up, added.dropped);
        if (added.outcome == jt808::Reassembler::Outcome::invalid)
            return answer(frame.header, AnswerResult::message_error);
        if (whole == nullptr && added.message) whole = &*added.message;
    }
    offer_package(frame, key, whole, now.at);
}

// With its last package a message's records are stored, in one commit and before its answer. Until then the
// message is kept: the terminal may have to send that package again, and has forgotten the others.
void TerminalSession::offer_package(const jt808::Frame& frame, const FrameKey& key,
                                    const jt808::WholeMessage* whole, Time received_at) {
    context_.entries.clear();
    add_raw(frame, received_at);
    if (whole == nullptr) return offer_entries(key);
    const AnswerResult added = add_records(frame, whole->first, whole->body, received_at);
    spend_records();
    if (added != AnswerResult::success) {
        answer(frame.header, added);
        return offer_unanswered();
    }
    if (context_.entries.size() == 1) return offer_entries(key);  // a message without records
    context_.package_bytes -= memory_->unstored.bytes();
    memory_->unstored.add(key, *whole);
    context_.package_bytes += memory_->unstored.bytes();
    offer_entries(key);
}

bool TerminalSession::has_room_for_packages() const {
    return context_.package_bytes < context_.settings.package_bytes &&
           memory_->unstored.bytes() < context_.settings.packages.bytes;
}

void TerminalSession::take_other(const jt808::Frame& frame, const Moment& now) {
    if (!is_kept(frame.header.message_id)) return take_unknown(frame, now);
    const FrameKey key = frame_key(frame.header.message_id, frame.header.serial, frame.body);
    if (is_repeated(frame.header, key, now.tick)) return;
    if (!may_keep_raw(frame.body)) return answer(frame.header, AnswerResult::failure);
    context_.entries.clear();
    add_raw(frame, now.at);
    offer_entries(key);
}

void TerminalSession::take_unknown(const jt808::Frame& frame, const Moment& now) {
    context_.counters.add(NetCount::unknown_messages);
    answer(frame.header, AnswerResult::unsupported);
    unknown_.fill(context_.settings.unknown_per_second, context_.settings.unknown_burst, now.tick);
    if (!unknown_.take() || !may_keep_raw(frame.body))
        return context_.counters.add(NetCount::unknown_not_kept);
    context_.entries.clear();
    add_raw(frame, now.at);
    offer_unanswered();
}

// A frame whose like was committed a short while ago, or is about to be, is answered and goes no further.
bool TerminalSession::is_repeated(const jt808::Header& header, const FrameKey& key, Milliseconds tick) {
    if (memory_->recent.contains(key, tick)) {
        answer(header, AnswerResult::success);
        context_.counters.add(NetCount::duplicate_frames);
        return true;
    }
    const auto found = std::ranges::find(in_flight_, key, &InFlight::key);
    if (found == in_flight_.end()) return false;
    if (found->times < most_answers) ++found->times;
    context_.counters.add(NetCount::duplicate_frames);
    return true;
}

// The records of one whole message; not success: how it is answered, as it cannot be read or kept.
jt808::AnswerResult TerminalSession::add_records(const jt808::Frame& frame, const jt808::Header& header,
                                                 Bytes body, Time received_at) {
    const auto decoded = jt808::decode_message(header.message_id, header.layout, body);
    if (!decoded) {
        take_wrong(header.message_id, decoded.error(), received_at);
        return AnswerResult::message_error;
    }
    complete_command(header, *decoded, body, received_at);
    const auto add_position = [&](const jt808::LocationReport& report) {
        add_record(ingest::position_record(teller_, jt808::location_values(report), false, received_at));
        return AnswerResult::success;
    };
    return std::visit(
        [&]<class M>(const M& message) {
            if constexpr (std::same_as<M, jt808::LocationReport>) return add_position(message);
            if constexpr (requires { message.location; }) return add_position(message.location);
            if constexpr (std::same_as<M, jt808::PassengerFlow>)
                add_record(ingest::passenger_flow_record(teller_, message, received_at));
            if constexpr (std::same_as<M, jt808::DriverCard>)
                context_.entries.push_back(
                    {.what = ingest::driver_card(teller_, message, header.serial, received_at),
                     .ticket = {},
                     .last = false});
            if constexpr (std::same_as<M, jt808::BatchReport>) return add_batch(frame, message, received_at);
            if constexpr (kept_raw<M>) return add_raw_message(frame, received_at);
            if constexpr (std::same_as<M, jt808::TransparentData>) {
                const AnswerResult kept = add_raw_message(frame, received_at);
                const auto* const row =
                    ingest::find_adapter(ingest::transparent_table(), maker_, model_, message.type);
                if (kept == AnswerResult::success && row != nullptr)
                    row->read(teller_, message, received_at, context_.entries);
                return kept;
            }
            return AnswerResult::success;
        },
        *decoded);
}

// Read, but kept as it came: of a message in packages these are kept anyway.
jt808::AnswerResult TerminalSession::add_raw_message(const jt808::Frame& frame, Time received_at) {
    if (frame.header.package_total > 1) return AnswerResult::success;
    if (!may_keep_raw(frame.body)) return AnswerResult::failure;
    add_raw(frame, received_at);
    return AnswerResult::success;
}

// As many locations as are really there. If some cannot be read the batch is kept raw beside those that can:
// it is about to be confirmed, and the terminal will forget it. If it may not be kept raw it is not
// confirmed, only stored as far as it can be read: the terminal may send it again or give up.
jt808::AnswerResult TerminalSession::add_batch(const jt808::Frame& frame, const jt808::BatchReport& batch,
                                               Time received_at) {
    const bool blind_area = batch.kind == jt808::BatchKind::blind_area;
    jt808::BatchRange locations{batch};
    std::optional<jt808::DecodeError> damage;
    while (const auto body = locations.next()) {
        const auto report = jt808::decode_body<jt808::LocationReport>(frame.header.layout, *body);
        if (report)
            add_record(
                ingest::position_record(teller_, jt808::location_values(*report), blind_area, received_at));
        else
            damage = report.error();
    }
    if (locations.overrun()) damage = {jt808::Reason::short_body, "locations", 3};
    if (!damage) return AnswerResult::success;
    context_.counters.add(NetCount::damaged_batches);
    note_wrong(frame.header.message_id, *damage, received_at);
    if (frame.header.package_total > 1) return AnswerResult::success;  // packages are kept raw anyway
    if (!may_keep_raw(frame.body)) return AnswerResult::failure;
    add_raw(frame, received_at);
    return AnswerResult::success;
}

void TerminalSession::add_record(tracking::Record record) {
    if ((record.flags & tracking::flag::clock_ahead) != 0) note_clock(record);
    context_.entries.push_back({.what = std::move(record), .ticket = {}, .last = false});
}

// Its records are stored and never judged: somebody has to set its clock.
void TerminalSession::note_clock(const tracking::Record& record) {
    const auto ahead = std::chrono::floor<std::chrono::seconds>(record.measured_at - record.received_at);
    note_trouble(memory_->clock_noted_at, record.received_at, "clock_ahead",
                 "+" + std::to_string(ahead.count()) + " s");
}

void TerminalSession::take_wrong(std::uint16_t message_id, const jt808::DecodeError& error, Time at) {
    context_.counters.add(error.reason);
    note_wrong(message_id, error, at);
}

// With field and offset, so that somebody can tell the terminal's maker.
void TerminalSession::note_wrong(std::uint16_t message_id, const jt808::DecodeError& error, Time at) {
    if (!authenticated()) return;
    const std::string message = message_id == 0 ? std::string{} : fmt::format("0x{:04X} ", message_id);
    note_trouble(memory_->wrong_frame_noted_at, at, "wrong_frame", message + jt808::to_string(error));
}

void TerminalSession::note_trouble(std::optional<Time>& noted_at, Time at, std::string reason,
                                   std::string detail) {
    if (noted_at && at >= *noted_at && at - *noted_at < context_.settings.trouble_noted_every) return;
    noted_at = at;
    context_.host.record(db::Refusal{.phone = phone_,
                                     .reason = std::move(reason),
                                     .claimed_plate = {},
                                     .claimed_terminal_id = {},
                                     .claimed_maker = {},
                                     .peer = peer_,
                                     .at = at,
                                     .detail = std::move(detail)});
}

void TerminalSession::add_raw(const jt808::Frame& frame, Time received_at) {
    context_.entries.push_back(
        {.what = raw_message(teller_, frame, received_at), .ticket = {}, .last = false});
}

// One terminal fills no disk: what it may have kept raw comes back slowly, over all its connections.
bool TerminalSession::may_keep_raw(Bytes body) {
    const NetSettings& settings = context_.settings;
    std::optional<TokenBucket>& budget = memory_->raw_bytes;
    if (!budget) budget.emplace(settings.raw_burst_bytes, heard_);
    budget->fill(settings.raw_bytes_per_second, settings.raw_burst_bytes, heard_);
    if (budget->take(static_cast<float>(body.size() + raw_overhead_bytes))) return true;
    context_.counters.add(NetCount::raw_refused);
    return false;
}

// Nor does it with records. A message that begins within the limit is stored whole.
bool TerminalSession::may_store_records() {
    const NetSettings& settings = context_.settings;
    std::optional<TokenBucket>& budget = memory_->records;
    if (!budget) budget.emplace(settings.records_burst, heard_);
    budget->fill(settings.records_per_second, settings.records_burst, heard_);
    if (!budget->empty()) return true;
    context_.counters.add(NetCount::records_refused);
    return false;
}

// A batch is the work of several frames: it counts as such, at most as a whole burst.
void TerminalSession::spend_records() {
    const auto count = static_cast<double>(context_.entries.size());
    memory_->records->spend(count);
    if (count >= records_a_frame)
        frames().spend(std::min(count / records_a_frame, context_.settings.frames_burst));
}

void TerminalSession::offer_entries(const FrameKey& key) {
    in_flight_.push_back({key});
    if (in_flight_.size() == context_.settings.messages_in_flight)
        context_.counters.add(NetCount::pauses_in_flight);
    ingest::Entry& last = context_.entries.back();
    last.ticket = {.session = id_.slot,
                   .generation = id_.generation,
                   .message_id = key.message_id,
                   .serial = key.serial,
                   .fingerprint = key.fingerprint,
                   .terminal = teller_.terminal};
    last.last = true;
    if (context_.host.offer(context_.entries)) return;
    context_.counters.add(NetCount::pauses_no_room);
    held_.swap(context_.entries);
}

// What is kept although it was refused: when there is no room, it is not.
void TerminalSession::offer_unanswered() {
    ingest::Entry& last = context_.entries.back();
    last.ticket = {nobody.slot, nobody.generation, 0, 0, 0};
    last.last = true;
    if (!context_.host.offer(context_.entries)) context_.counters.add(NetCount::unknown_not_kept);
}

void TerminalSession::ask_for_packages(const Moment& now) {
    jt808::Reassembler& packages = memory_->packages;
    if (packages.open_messages() == 0) return;
    std::size_t dropped = 0;
    context_.package_bytes -= packages.bytes();
    const auto due = packages.take_due(steady(now), dropped);
    context_.package_bytes += packages.bytes();
    context_.counters.add(NetCount::packages_given_up, dropped);
    if (edition_ == jt808::Edition::v2011) return;  // has no such request
    for (const jt808::MissingPackages& missing : due) {
        const std::vector<std::uint8_t> indices = jt808::package_words(missing.indices);
        jt808::ResendRequest message;
        message.form = jt808::likely_edition(missing.any.layout);
        message.first_serial = missing.first_serial;
        message.packages = indices;
        const auto header = jt808::make_reply_header(missing.any, jt808::ResendRequest::id, next_serial());
        jt808::append_message(outgoing_, header, message);
        context_.counters.add(NetCount::resend_requests);
    }
}

// The stored packages go the way they went before the server started, so that what was incomplete is so
// again. What becomes whole was stored as records by the commit that held its last package.
void TerminalSession::recall_packages(const Moment& now) {
    jt808::Reassembler& packages = memory_->packages;
    context_.package_bytes -= packages.bytes();
    for (const db::RawMessage& stored : std::exchange(memory_->earlier, {})) {
        if (!is_kept(stored.message_id)) continue;
        jt808::Header header = last_header_;
        header.message_id = stored.message_id;
        header.serial = stored.serial;
        header.package_total = stored.package_total;
        header.package_index = stored.package_index;
        const Bytes body{reinterpret_cast<const std::uint8_t*>(stored.body.data()), stored.body.size()};
        const auto added = packages.add({header, body}, steady(now));
        context_.counters.add(NetCount::packages_given_up, added.dropped);
        memory_->recent.add(frame_key(stored.message_id, stored.serial, body), now.tick);
    }
    context_.package_bytes += packages.bytes();
}

}  // namespace husong::net
