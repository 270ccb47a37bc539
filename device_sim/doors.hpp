// What phones, gates and hotlines send over HTTP. All that depends on the server's HTTP interface stands
// here.
#pragma once

#include "device_sim/county.hpp"
#include "device_sim/event.hpp"

#include <map>
#include <string>

namespace husong::device_sim {

// Secrets of devices by their id: phones, escorts' phones, and whoever tells sightings (gate, hotline).
using Secrets = std::map<std::string, std::string, std::less<>>;

// A whole HTTP/1.1 request that closes its connection.
struct HttpRequest {
    std::string method, target;
    std::string headers;  // further ones, each with its line end
    std::string body;     // JSON, or empty
};
std::string to_wire(const HttpRequest& request, std::string_view host);

// The query form of OsmAnd and Traccar Client: speed in knots, time in Unix seconds.
HttpRequest phone_fix(std::string_view device, std::string_view secret, const Fix& fix, Time at);
// People counted aboard, from the phone of the one who counted.
HttpRequest head_count(std::string_view device, std::string_view secret, const HeadCount& count, Time at);
// A vehicle seen at a school.
struct SeenVehicle {
    const Vehicle& vehicle;
    const School& school;
    int pupils = 0;
};
// The same sighting sent twice has the same idempotency key.
HttpRequest sighting(std::string_view device, std::string_view secret, const SeenVehicle& seen, Time at);

// The status code of an answer; 0 when its first line is none.
int status_of(std::string_view answer);

}  // namespace husong::device_sim
