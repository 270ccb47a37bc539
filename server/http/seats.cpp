#include "server/http/seats.hpp"

#include <iterator>

namespace husong::http {

void Seat::idle() { seats_.move(*this, seats_.idle_); }
void Seat::busy() { seats_.move(*this, seats_.busy_); }

// One that has to end stays among those, whatever it does until it has noticed.
void Seats::move(Seat& seat, std::list<Seat>& to) {
    if (seat.among_ == &ending_) return;
    to.splice(to.end(), *seat.among_, seat.self_);
    seat.among_ = &to;
}

Seat* Seats::take(bool& made_room) {
    made_room = idle_.size() + busy_.size() >= most_;
    if (made_room) {
        if (idle_.empty()) return nullptr;
        Seat& longest = idle_.front();
        move(longest, ending_);
        longest.signal_.emit(boost::asio::cancellation_type::terminal);
    }
    Seat& seat = idle_.emplace_back(*this);
    seat.among_ = &idle_;
    seat.self_ = std::prev(idle_.end());
    return &seat;
}

void Seats::leave(Seat& seat) { seat.among_->erase(seat.self_); }

void Seats::end_all() {
    for (std::list<Seat>* const seats : {&idle_, &busy_, &ending_})
        for (Seat& seat : *seats) seat.signal_.emit(boost::asio::cancellation_type::terminal);
}

}  // namespace husong::http
