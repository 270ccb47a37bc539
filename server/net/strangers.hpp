// The connections that have not authenticated, in the order in which they came, of all and of each address.
#pragma once

#include "server/net/session_host.hpp"

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

namespace husong::net {

class Strangers {
public:
    void add(SessionId id, const std::string& address);
    void remove(SessionId id);

    // The one that has been one for longest.
    [[nodiscard]] std::optional<SessionId> oldest() const;
    [[nodiscard]] std::optional<SessionId> oldest_of(const std::string& address) const;
    [[nodiscard]] std::size_t size() const { return all_.size(); }
    [[nodiscard]] std::size_t count_of(const std::string& address) const;

private:
    using Order = std::list<SessionId>;
    using Addresses = std::map<std::string, Order>;  // none is empty
    struct Place {
        Order::iterator among_all;
        Addresses::iterator address;
        Order::iterator among_these;
    };

    Order all_;
    Addresses addresses_;
    std::unordered_map<std::uint32_t, Place> places_;  // by slot
};

}  // namespace husong::net
