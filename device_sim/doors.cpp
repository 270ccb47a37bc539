#include "device_sim/doors.hpp"

#include <boost/json.hpp>
#include <fmt/core.h>

#include <charconv>

namespace husong::device_sim {

namespace {

namespace json = boost::json;

constexpr double metres_per_second_a_knot = 1852.0 / 3600.0;
constexpr int phone_accuracy_m = 8;

std::string bearer(std::string_view device, std::string_view secret) {
    return fmt::format("Authorization: Bearer {}:{}\r\n", device, secret);
}

}  // namespace

std::string to_wire(const HttpRequest& request, std::string_view host) {
    std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", request.method,
                                   request.target, host);
    text += request.headers;
    if (!request.body.empty()) text += "Content-Type: application/json\r\n";
    if (request.method == "POST") text += fmt::format("Content-Length: {}\r\n", request.body.size());
    return text + "\r\n" + request.body;
}

HttpRequest phone_fix(std::string_view device, std::string_view secret, const Fix& fix, Time at) {
    return {"GET",
            fmt::format(
                "/osmand?id={}&secret={}&lat={:.6f}&lon={:.6f}&timestamp={}&speed={:.2f}&bearing={:.0f}"
                "&altitude={:.0f}&accuracy={}",
                device, secret, fix.point.latitude_deg, fix.point.longitude_deg, to_millis(at) / 1000,
                fix.speed_mps / metres_per_second_a_knot, fix.course_deg, fix.altitude_m, phone_accuracy_m),
            {},
            {}};
}

HttpRequest head_count(std::string_view device, std::string_view secret, const HeadCount& count, Time at) {
    const json::object record{
        {"kind", "head_count"}, {"at", to_iso(at)}, {"pupils", count.pupils}, {"adults", count.adults}};
    const json::object body{{"records", json::array{record}}};
    return {"POST", "/api/v1/telemetry", bearer(device, secret), json::serialize(body)};
}

HttpRequest sighting(std::string_view device, std::string_view secret, const SeenVehicle& seen, Time at) {
    const json::object body{{"plate", seen.vehicle.plate},
                            {"colour", seen.vehicle.colour},
                            {"at", to_iso(at)},
                            {"place", seen.school.name},
                            {"latitude_deg", seen.school.gate.centre.latitude_deg},
                            {"longitude_deg", seen.school.gate.centre.longitude_deg},
                            {"pupils_seen", "some"},
                            {"pupils", seen.pupils}};
    constexpr std::size_t province_bytes = 3;  // a header is plain ASCII
    const std::string key = fmt::format("Idempotency-Key: {}-{}-{}\r\n", seen.school.code,
                                        seen.vehicle.plate.substr(province_bytes), to_millis(at));
    return {"POST", "/api/v1/sightings", bearer(device, secret) + key, json::serialize(body)};
}

int status_of(std::string_view answer) {
    constexpr std::string_view prefix = "HTTP/1.1 ";
    if (!answer.starts_with("HTTP/1.") || answer.size() < prefix.size() + 3) return 0;
    int status = 0;
    std::from_chars(answer.data() + prefix.size(), answer.data() + prefix.size() + 3, status);
    return status;
}

}  // namespace husong::device_sim
