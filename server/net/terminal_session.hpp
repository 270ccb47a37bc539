// One terminal's side of the protocol, without its socket: frames and instants in, frames and entries out.
// What is answered at once, what only after the commit, what is refused, and when the session has to end.
#pragma once

#include "server/jt808/message.hpp"
#include "server/net/session_host.hpp"
#include "server/net/token_bucket.hpp"

#include <optional>
#include <string>
#include <vector>

namespace husong::net {

class TerminalSession {
public:
    TerminalSession(SessionContext& context, SessionId id, std::string peer, const Moment& now);
    ~TerminalSession();
    TerminalSession(const TerminalSession&) = delete;
    TerminalSession& operator=(const TerminalSession&) = delete;

    // One frame or rejected candidate. Precondition: may_receive().
    void receive(const jt808::FrameResult& result, const Moment& now);
    // So many bytes were read, whatever they are.
    void spend_bytes(std::size_t count, const Moment& now);
    // False: leave the terminal's bytes where they are, for now.
    [[nodiscard]] bool may_receive() const {
        return held_.empty() && !over_rate_ && in_flight_.size() < context_.settings.messages_in_flight &&
               !closing_;
    }

    // The commit that holds a message of this session has succeeded.
    void committed(const ingest::Ticket& ticket, const Moment& now);
    // No transaction takes that message: it has no answer, and when it is sent again it is offered anew.
    void not_stored(const ingest::Ticket& ticket);
    void registered(const RegistrationRequest& request, const Result<ingest::RegistrationAnswer>& done);
    void logged_out(const LogoutRequest& request, const Result<>& done, const Moment& now);
    void room_again();
    // Once a second or so: limits of time, texts and packages that are due.
    void sweep(const Moment& now);
    // The register has changed: the terminal may speak for another vehicle now, or for none.
    void refresh(const Moment& now);
    // Sends the first waiting text, if it is due.
    void send_texts(const Moment& now);
    // Likewise the first waiting command, and writes down what became of others.
    void send_commands(const Moment& now);

    void close(CloseReason reason);
    [[nodiscard]] std::optional<CloseReason> closing() const { return closing_; }

    // Frames to the terminal, appended as they arise; the connection takes them off the front.
    std::vector<std::uint8_t>& outgoing() { return outgoing_; }
    [[nodiscard]] bool has_outgoing() const { return !outgoing_.empty(); }
    // Entries the intake had no room for: whoever ends the session sees to it that they are offered again.
    std::vector<ingest::Entry>& held() { return held_; }

    [[nodiscard]] bool authenticated() const { return memory_ != nullptr; }
    [[nodiscard]] Milliseconds stranger_since() const { return stranger_; }
    [[nodiscard]] const ingest::Teller& teller() const { return teller_; }
    [[nodiscard]] SessionId id() const { return id_; }

private:
    struct MessageRule;
    static const MessageRule* rule_for(std::uint16_t message_id);

    // A message whose records wait for their commit.
    struct InFlight {
        FrameKey key;
        std::uint16_t times = 1;  // how often it was sent meanwhile: it is answered as often
    };

    void take_frame(const jt808::Frame& frame, const Moment& now);
    void take_rejected(const jt808::RejectedFrame& rejected, const Moment& now);
    [[nodiscard]] bool is_same_terminal(const jt808::Header& header);
    void refuse_stranger(const jt808::Frame& frame, const Moment& now);

    // terminal_session_entry.cpp: how a terminal comes in and goes out.
    void take_registration(const jt808::Frame& frame, const Moment& now);
    void take_authentication(const jt808::Frame& frame, const Moment& now);
    void take_logout(const jt808::Frame& frame, const Moment& now);
    void enter(std::string phone, const Admission& admission, const Moment& now);
    void leave(Milliseconds tick);
    void refuse_code(const jt808::Header& header, std::string phone, std::string_view reason,
                     const Moment& now);
    void record_refusal(std::string phone, std::string_view reason, const Moment& now,
                        std::string detail = {});
    void refuse_unreadable(const jt808::Header& header, const jt808::DecodeError& error, const Moment& now);

    void take_heartbeat(const jt808::Frame& frame, const Moment& now);

    // terminal_session_commands.cpp: what is sent to the terminal, and its answers.
    void take_time_query(const jt808::Frame& frame, const Moment& now);
    void take_answer(const jt808::Frame& frame, const Moment& now);
    void take_resend_request(const jt808::Frame& frame, const Moment& now);

    // terminal_session_records.cpp: what is stored.
    void take_records(const jt808::Frame& frame, const Moment& now);
    void take_package(const jt808::Frame& frame, const Moment& now);
    void offer_package(const jt808::Frame& frame, const FrameKey& key, const jt808::WholeMessage* whole,
                       Time received_at);
    [[nodiscard]] bool has_room_for_packages() const;
    void take_other(const jt808::Frame& frame, const Moment& now);
    void take_unknown(const jt808::Frame& frame, const Moment& now);
    [[nodiscard]] bool is_repeated(const jt808::Header& header, const FrameKey& key, Milliseconds tick);
    [[nodiscard]] jt808::AnswerResult add_records(const jt808::Frame& frame, const jt808::Header& header,
                                                  Bytes body, Time received_at);
    [[nodiscard]] jt808::AnswerResult add_raw_message(const jt808::Frame& frame, Time received_at);
    void complete_command(const jt808::Header& header, const jt808::Message& message, Bytes body, Time at);
    [[nodiscard]] jt808::AnswerResult add_batch(const jt808::Frame& frame, const jt808::BatchReport& batch,
                                                Time received_at);
    void add_record(tracking::Record record);
    void note_clock(const tracking::Record& record);
    void take_wrong(std::uint16_t message_id, const jt808::DecodeError& error, Time at);
    void note_wrong(std::uint16_t message_id, const jt808::DecodeError& error, Time at);
    void note_trouble(std::optional<Time>& noted_at, Time at, std::string reason, std::string detail);
    void add_raw(const jt808::Frame& frame, Time received_at);
    [[nodiscard]] bool may_keep_raw(Bytes body);
    [[nodiscard]] bool may_store_records();
    void spend_records();
    void offer_entries(const FrameKey& key);
    void offer_unanswered();
    void ask_for_packages(const Moment& now);
    void recall_packages(const Moment& now);

    void send_text(TextQueue::Text& text);
    void send_command(CommandQueue::Command& command);
    [[nodiscard]] const std::vector<std::uint8_t>* frames_from(std::uint16_t first_serial) const;

    void answer(const jt808::Header& to, jt808::AnswerResult result);
    void answer(std::uint16_t serial, std::uint16_t message_id, jt808::AnswerResult result);
    std::uint16_t next_serial() { return serial_++; }
    TokenBucket& frames() { return memory_ ? *memory_->frames : frames_; }
    void spend_frame(const Moment& now);
    void fill_frames(Milliseconds tick);
    void fill_bytes(Milliseconds tick);

    SessionContext& context_;
    SessionId id_;
    std::string peer_;
    std::optional<CloseReason> closing_;

    jt808::Header last_header_;  // answers after the commit go out in its layout
    std::string phone_;          // the key it authenticated with
    ingest::Teller teller_;
    std::optional<jt808::Edition> shown_edition_;  // by the form of its 0x0100
    jt808::Edition edition_ = jt808::Edition::v2013;
    std::string maker_, model_;               // as in the register
    std::shared_ptr<TerminalMemory> memory_;  // none: not authenticated
    std::string claimed_plate_;               // by an unauthenticated terminal
    std::string given_to_, given_code_;       // by its registration: the register may be read later
    int wrong_codes_ = 0;
    bool registering_ = false;
    bool logging_out_ = false;
    std::string recorded_phone_;        // the last refusal: what is repeated says nothing new
    std::string_view recorded_reason_;  // a literal
    bool over_rate_ = false;            // of frames or of bytes

    std::uint16_t serial_ = 0;
    Milliseconds heard_;     // last good frame
    Milliseconds stranger_;  // since when it is not authenticated
    TokenBucket frames_;     // until it is authenticated
    TokenBucket bytes_;
    TokenBucket unknown_;
    std::vector<std::uint8_t> outgoing_;
    std::vector<ingest::Entry> held_;
    std::vector<InFlight> in_flight_;  // in the order they were offered, which is the order of their commits
};

}  // namespace husong::net
