#include "server/net/moment.hpp"

namespace husong::net {

Moment system_moment() {
    return {std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()),
            std::chrono::floor<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch())};
}

}  // namespace husong::net
