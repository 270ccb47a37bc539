// The places of an HTTP listener. Whoever waits for its peer longest makes room for a newcomer, so that
// silent connections, however many, keep nobody out. On the net thread.
#pragma once

#include <boost/asio/cancellation_signal.hpp>

#include <cstddef>
#include <list>

namespace husong::http {

class Seats;

// One connection's place.
class Seat {
public:
    explicit Seat(Seats& seats) : seats_{seats} {}

    // From now on it waits for its peer: for bytes of a request, or for the answer to be taken.
    void idle();
    // From now on it is the server that works.
    void busy();
    boost::asio::cancellation_slot slot() { return signal_.slot(); }

private:
    friend class Seats;
    Seats& seats_;
    boost::asio::cancellation_signal signal_;
    std::list<Seat>* among_ = nullptr;
    std::list<Seat>::iterator self_;
};

class Seats {
public:
    explicit Seats(std::size_t most) : most_{most} {}

    // A place for a newcomer, idle; none when all are taken by busy ones. `made_room`: another was ended.
    [[nodiscard]] Seat* take(bool& made_room);
    void leave(Seat& seat);
    void end_all();

private:
    friend class Seat;
    void move(Seat& seat, std::list<Seat>& to);

    std::size_t most_;
    std::list<Seat> idle_, busy_, ending_;  // the one that has waited longest first
};

}  // namespace husong::http
