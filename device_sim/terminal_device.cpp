#include "device_sim/terminal_device.hpp"

#include "server/jt808/text.hpp"

#include <algorithm>

namespace husong::device_sim {

namespace {

constexpr Milliseconds first_patience = 5s;  // T1; then T(n+1) = T(n) * (n+1)
constexpr int most_repetitions = 3;
constexpr Milliseconds heartbeat_interval = 60s;
constexpr Milliseconds refusal_pause = 30s;
constexpr std::size_t most_open_frames = 16;        // a terminal's send window
constexpr std::size_t most_locations_a_batch = 15;  // well under 1000 bytes
constexpr std::size_t most_backlog = 20'000;        // a day of fixes; then the oldest goes

}  // namespace

TerminalDevice::TerminalDevice(TerminalIdentity identity, std::string auth_code, bool counts_survive,
                               TerminalTotals& totals)
    : identity_{std::move(identity)},
      auth_code_{std::move(auth_code)},
      counts_survive_{counts_survive},
      totals_{totals} {
    const auto phone = jt808::Phone::from_digits(identity_.phone, jt808::layout_of(identity_.edition));
    if (phone) phone_ = *phone;
}

void TerminalDevice::happen(const Event& event, Time now) {
    if (const auto* fix = std::get_if<Fix>(&event.what)) {
        tell({jt808::LocationReport::id, location_body(*fix, event.at, identity_.edition)}, now);
    } else if (const auto* count = std::get_if<DoorCount>(&event.what)) {
        tell({jt808::PassengerFlow::id, passenger_flow_body(*count, event.at)}, now);
    } else if (const auto* signal = std::get_if<Signal>(&event.what)) {
        signal_ = signal->available;
    } else if (std::holds_alternative<Restart>(event.what)) {
        gave_up_ = true;  // the link breaks; what was not answered lies in flash memory
        serial_ = 0;
    }
}

void TerminalDevice::connected(Time now) {
    framer_ = {};
    introduce(now);
}

void TerminalDevice::introduce(Time now) {
    introduce_again_at_ = Time{};
    state_ = auth_code_.empty() ? State::registering : State::authenticating;
    if (state_ == State::registering)
        send(jt808::Registration::id, registration_body(identity_), {}, now);
    else
        send(jt808::Authentication::id, authentication_body(identity_, auth_code_), {}, now);
}

void TerminalDevice::disconnected() {
    state_ = State::offline;
    gave_up_ = false;
    output_.clear();
    back_to_backlog();
}

// In front of what is already there, in the order in which it was told.
void TerminalDevice::back_to_backlog() {
    for (auto open = open_.rbegin(); open != open_.rend(); ++open)
        for (auto told = open->told.rbegin(); told != open->told.rend(); ++told) {
            const bool lost = told->message_id == jt808::PassengerFlow::id && !counts_survive_;
            if (!lost) backlog_.push_front(std::move(*told));
        }
    open_.clear();
}

void TerminalDevice::keep(Told told) {
    if (told.message_id == jt808::PassengerFlow::id && !counts_survive_) return;
    if (backlog_.size() == most_backlog) backlog_.pop_front();
    backlog_.push_back(std::move(told));
}

// Live things overtake the past: the backlog is uploaded beside them.
void TerminalDevice::tell(Told told, Time now) {
    if (state_ != State::online || !signal_ || open_.size() >= most_open_frames) return keep(std::move(told));
    const std::uint16_t message_id = told.message_id;
    const ByteString body = told.body;
    send(message_id, body, {std::move(told)}, now);
}

// Batches exist since 2013; older terminals send the past as single reports. A door count is always its own
// message and keeps its place between the locations.
void TerminalDevice::upload_backlog(Time now) {
    while (state_ == State::online && !backlog_.empty() && open_.size() < most_open_frames) {
        const bool batched = identity_.edition != jt808::Edition::v2011 &&
                             backlog_.front().message_id == jt808::LocationReport::id;
        std::vector<Told> told;
        std::vector<ByteString> bodies;
        do {
            bodies.push_back(backlog_.front().body);
            told.push_back(std::move(backlog_.front()));
            backlog_.pop_front();
        } while (batched && told.size() < most_locations_a_batch && !backlog_.empty() &&
                 backlog_.front().message_id == jt808::LocationReport::id);
        const std::uint16_t message_id = batched ? jt808::BatchReport::id : told.front().message_id;
        send(message_id, batched ? blind_area_body(bodies) : bodies.front(), std::move(told), now);
    }
}

void TerminalDevice::send(std::uint16_t message_id, const ByteString& body, std::vector<Told> told,
                          Time now) {
    const jt808::Header header = jt808::make_header(identity_.edition, phone_, message_id, serial_);
    ByteString frame;
    jt808::append_frame(frame, header, body);
    output_.insert(output_.end(), frame.begin(), frame.end());
    ++totals_.frames_sent;
    last_sent_at_ = now;
    open_.push_back({serial_, message_id, std::move(frame), now, first_patience, 0, std::move(told)});
    ++serial_;
}

void TerminalDevice::answer(const jt808::Header& to, jt808::AnswerResult result, Time now) {
    jt808::append_message(output_,
                          jt808::make_header(identity_.edition, phone_, jt808::TerminalAnswer::id, serial_++),
                          jt808::TerminalAnswer{to.serial, to.message_id, result, {}});
    ++totals_.frames_sent;
    last_sent_at_ = now;
}

void TerminalDevice::receive(std::span<std::uint8_t> bytes, Time now) {
    while (auto frame = framer_.next(bytes))
        if (*frame) handle(**frame, now);
    upload_backlog(now);
}

void TerminalDevice::handle(const jt808::Frame& frame, Time now) {
    const auto message = jt808::decode_message(frame);
    if (!message) return;
    if (const auto* general = std::get_if<jt808::PlatformAnswer>(&*message))
        return handle_answer(*general, now);
    if (const auto* registration = std::get_if<jt808::RegistrationAnswer>(&*message))
        return handle_registration(*registration, now);
    const bool text = std::holds_alternative<jt808::DriverText>(*message);
    if (text) ++totals_.driver_texts;
    answer(frame.header, text ? jt808::AnswerResult::success : jt808::AnswerResult::unsupported, now);
}

std::optional<TerminalDevice::Open> TerminalDevice::close_open(std::uint16_t serial,
                                                               std::uint16_t message_id) {
    const auto found = std::find_if(open_.begin(), open_.end(), [&](const Open& open) {
        return open.serial == serial && open.message_id == message_id;
    });
    if (found == open_.end()) return std::nullopt;
    Open open = std::move(*found);
    open_.erase(found);
    return open;
}

void TerminalDevice::handle_answer(const jt808::PlatformAnswer& answer, Time now) {
    const auto open = close_open(answer.serial, answer.message_id);
    if (!open) return;
    const bool success =
        answer.result == jt808::AnswerResult::success || answer.result == jt808::AnswerResult::alarm_handled;
    if (open->message_id == jt808::Authentication::id) {
        state_ = success ? State::online : State::registering;
        if (success) return;
        ++totals_.refused;
        auth_code_.clear();
        introduce_again_at_ = now + refusal_pause;
        return;
    }
    if (!success) ++totals_.answered_badly;
    for (const Told& told : open->told)
        ++(told.message_id == jt808::LocationReport::id ? totals_.positions : totals_.door_counts);
}

void TerminalDevice::handle_registration(const jt808::RegistrationAnswer& answer, Time now) {
    if (!close_open(answer.serial, jt808::Registration::id)) return;
    if (answer.result != jt808::RegistrationResult::success) {
        ++totals_.refused;
        introduce_again_at_ = now + refusal_pause;
        return;
    }
    const Bytes code = jt808::trim_text(answer.code);
    auth_code_.assign(code.begin(), code.end());
    introduce(now);
}

void TerminalDevice::tick(Time now) {
    if (state_ == State::offline) return;
    for (Open& open : open_) {
        if (now - open.sent_at < open.patience) continue;
        if (open.repetitions == most_repetitions) {
            if (!gave_up_) ++totals_.links_given_up;
            gave_up_ = true;
            return;
        }
        ++open.repetitions;
        open.patience *= open.repetitions + 1;
        open.sent_at = now;
        output_.insert(output_.end(), open.frame.begin(), open.frame.end());
        ++totals_.resent;
    }
    if (introduce_again_at_ != Time{} && now >= introduce_again_at_) introduce(now);
    if (state_ == State::online && now - last_sent_at_ >= heartbeat_interval)
        send(jt808::Heartbeat::id, {}, {}, now);
    upload_backlog(now);
}

}  // namespace husong::device_sim
