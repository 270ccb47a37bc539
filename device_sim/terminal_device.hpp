// One terminal of a vehicle: registers, authenticates, reports, repeats what stays unanswered, keeps what an
// outage prevents and uploads it afterwards. No socket and no clock: the link hands bytes and the present
// time in and takes bytes out.
#pragma once

#include "device_sim/terminal_bodies.hpp"
#include "server/jt808/framer.hpp"

#include <deque>

namespace husong::device_sim {

// What many terminals did, added up.
struct TerminalTotals {
    std::uint64_t frames_sent = 0;
    std::uint64_t positions = 0;    // told and answered, singly or in batches
    std::uint64_t door_counts = 0;  // told and answered
    std::uint64_t resent = 0;
    std::uint64_t refused = 0;         // registrations and authentications
    std::uint64_t answered_badly = 0;  // answers with another result than success
    std::uint64_t driver_texts = 0;
    std::uint64_t links_given_up = 0;  // after the last repetition stayed unanswered
};

class TerminalDevice {
public:
    // An empty code makes it register first. The totals must outlive it.
    TerminalDevice(TerminalIdentity identity, std::string auth_code, bool counts_survive,
                   TerminalTotals& totals);

    // What its vehicle's sensors tell it. Loss of signal and restarts end the link: see wants_link().
    void happen(const Event& event, Time now);

    void connected(Time now);
    void disconnected();
    void receive(std::span<std::uint8_t> bytes, Time now);
    // Repetitions and heartbeats that are due. To be called every second or so.
    void tick(Time now);

    [[nodiscard]] bool wants_link() const { return signal_ && !gave_up_; }
    [[nodiscard]] bool is_online() const { return state_ == State::online; }
    // Nothing waits to be told or answered.
    [[nodiscard]] bool is_drained() const { return backlog_.empty() && open_.empty(); }
    // Bytes to send, in order.
    ByteString take_output() { return std::exchange(output_, {}); }
    [[nodiscard]] const std::string& auth_code() const { return auth_code_; }

private:
    enum class State { offline, registering, authenticating, online };
    // One thing to tell: a location or a door count, as the body of its message.
    struct Told {
        std::uint16_t message_id = 0;
        ByteString body;
    };
    // A frame that waits for its answer.
    struct Open {
        std::uint16_t serial = 0, message_id = 0;
        ByteString frame;
        Time sent_at{};
        Milliseconds patience{};
        int repetitions = 0;
        std::vector<Told> told;  // what it carries: goes back to the backlog when it is never answered
    };

    void tell(Told told, Time now);
    void keep(Told told);
    void upload_backlog(Time now);
    void send(std::uint16_t message_id, const ByteString& body, std::vector<Told> told, Time now);
    void answer(const jt808::Header& to, jt808::AnswerResult result, Time now);
    void handle(const jt808::Frame& frame, Time now);
    void handle_answer(const jt808::PlatformAnswer& answer, Time now);
    void handle_registration(const jt808::RegistrationAnswer& answer, Time now);
    std::optional<Open> close_open(std::uint16_t serial, std::uint16_t message_id);
    void introduce(Time now);
    void back_to_backlog();

    TerminalIdentity identity_;
    std::string auth_code_;
    bool counts_survive_;
    TerminalTotals& totals_;
    jt808::Phone phone_;
    jt808::Framer framer_;
    State state_ = State::offline;
    bool signal_ = true;
    bool gave_up_ = false;  // until the link is down
    std::uint16_t serial_ = 0;
    Time last_sent_at_{};
    Time introduce_again_at_{};  // after a refusal
    std::deque<Open> open_;
    std::deque<Told> backlog_;
    ByteString output_;
};

}  // namespace husong::device_sim
