#include "server/http/telemetry.hpp"

#include "server/http/json_fields.hpp"
#include "server/ingest/telemetry.hpp"

#include <fmt/core.h>

#include <charconv>
#include <cmath>

namespace husong::http {

namespace json = boost::json;
using tracking::HeadCount;
using tracking::Position;
using tracking::Record;

namespace {

constexpr double mps_per_knot = 1852.0 / 3600.0;
constexpr std::int64_t earliest_in_millis =
    100'000'000'000;  // larger numbers cannot be seconds of this millennium

float small(const json::object& told, std::string_view name) {
    return static_cast<float>(number_or_none<double>(told, name).value_or(0));
}

Position read_position(const json::object& told) {
    Position position;
    position.latitude_deg = told.at("latitude_deg").to_number<double>();
    position.longitude_deg = told.at("longitude_deg").to_number<double>();
    position.speed_mps = small(told, "speed_mps");
    position.course_deg = small(told, "course_deg");
    position.accuracy_m = small(told, "accuracy_m");
    position.altitude_m = small(told, "altitude_m");
    position.located = true;
    return position;
}

HeadCount read_count(const json::object& told) {
    return {.pupils = told.at("pupils").to_number<std::uint16_t>(),
            .adults = told.at("adults").to_number<std::uint16_t>(),
            .others = number_or_none<std::uint16_t>(told, "others").value_or(0)};
}

// What a sensor in the vehicle tells of itself; the schema names which events.
tracking::TripEvent read_event(const json::object& told) {
    tracking::TripEvent event;
    event.kind = *tracking::parse_event(std::string_view{told.at("event").as_string()});
    return event;
}

// A sensor tells of the vehicle that it is built into, whatever else its device may.
bool may_tell(const access::DeviceKey& device, std::string_view kind) {
    if (kind == "position") return device.may_report_positions;
    return kind == "head_count" ? device.may_count : device.may_report_positions || device.may_count;
}

tracking::Payload read_payload(const json::object& told, std::string_view kind) {
    if (kind == "position") return read_position(told);
    if (kind == "head_count") return read_count(told);
    return read_event(told);
}

// The named number of a form, within its range; none: not told.
Result<std::optional<double>> read_number(const Fields& fields, std::string_view name, double least,
                                          double most) {
    for (const auto& [key, text] : fields) {
        if (key != name) continue;
        double number = 0;
        const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (wrong != std::errc{} || end != text.data() + text.size() || !(number >= least && number <= most))
            return Error{ErrorCode::malformed,
                         fmt::format("{} must be a number from {} to {}", name, least, most)};
        return std::optional{number};
    }
    return std::optional<double>{};
}

Result<double> need_number(const Fields& fields, std::string_view name, double least, double most) {
    const auto number = read_number(fields, name, least, most);
    if (!number) return number.error();
    if (!*number) return Error{ErrorCode::malformed, fmt::format("{} is missing", name)};
    return **number;
}

// Unix seconds, milliseconds, or ISO 8601; not told: when it came.
Result<Time> read_timestamp(const Fields& fields, Time received_at) {
    for (const auto& [key, text] : fields) {
        if (key != "timestamp") continue;
        std::int64_t number = 0;
        const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (wrong != std::errc{} || end != text.data() + text.size()) return parse_time(text);
        if (number < 0 || number >= to_millis(end_of_time))
            return Error{ErrorCode::malformed, "timestamp is out of range"};
        return from_millis(number >= earliest_in_millis ? number : number * 1000);
    }
    return received_at;
}

}  // namespace

Result<std::vector<Record>> read_batch(const Request& request) {
    const access::DeviceKey& device = *request.caller.device;
    std::vector<Record> records;
    for (const json::value& item : request.json.at("records").as_array()) {
        const json::object& told = item.as_object();
        const std::string_view kind{told.at("kind").as_string()};
        if (!may_tell(device, kind))
            return Error{ErrorCode::denied,
                         fmt::format("records[{}].kind is not for this device", records.size())};
        Record record;
        record.vehicle = device.vehicle;
        record.received_at = request.received_at;
        record.measured_at = *time_or_none(told, "at");
        record.source = request.caller.source();
        record.told_by = device.number;
        record.payload = read_payload(told, kind);
        ingest::finish(record);
        records.push_back(std::move(record));
    }
    return records;
}

Result<Record> read_osmand(const Fields& fields, const access::DeviceKey& device, Time received_at) {
    const auto latitude = need_number(fields, "lat", -90, 90);
    if (!latitude) return latitude.error();
    const auto longitude = need_number(fields, "lon", -180, 180);
    if (!longitude) return longitude.error();
    const auto measured_at = read_timestamp(fields, received_at);
    if (!measured_at) return measured_at.error();

    Position position;
    position.latitude_deg = *latitude;
    position.longitude_deg = *longitude;
    position.located = true;
    struct Optional {
        std::string_view name;
        double least, most, factor;
        float Position::*member;
    };
    static constexpr std::array optional{
        Optional{"speed", 0, 300, mps_per_knot, &Position::speed_mps},
        Optional{"bearing", 0, 360, 1, &Position::course_deg},
        Optional{"altitude", -500, 10'000, 1, &Position::altitude_m},
        Optional{"accuracy", 0, 1'000'000, 1, &Position::accuracy_m},
    };
    for (const Optional& row : optional) {
        const auto number = read_number(fields, row.name, row.least, row.most);
        if (!number) return number.error();
        if (*number) position.*row.member = static_cast<float>(**number * row.factor);
    }
    Record record;
    record.vehicle = device.vehicle;
    record.received_at = received_at;
    record.measured_at = *measured_at;
    record.source = tracking::parse_source(device.source).value_or(tracking::Source::phone);
    record.told_by = device.number;
    record.payload = std::move(position);
    ingest::finish(record);
    return record;
}

}  // namespace husong::http
