#include "server/tracking/record.hpp"

#include "server/base/hash.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace husong::tracking {

namespace {

struct SourceRow {
    Source source;
    std::string_view name;
    std::string_view name_zh;
};

constexpr SourceRow sources[] = {
    {Source::terminal, "terminal", "终端"}, {Source::phone, "phone", "手机"},
    {Source::escort, "escort", "照管员"},   {Source::gate, "gate", "门岗"},
    {Source::police, "police", "交警"},     {Source::patrol, "patrol", "护学岗"},
    {Source::camera, "camera", "摄像头"},   {Source::hotline, "hotline", "热线"},
    {Source::guardian, "guardian", "家长"}, {Source::teacher, "teacher", "班主任"},
};

struct EventRow {
    std::string_view name;
    std::string_view name_zh;
};
// In the order of the enumerators.
constexpr EventRow events[] = {
    {"driver_on", "驾驶人签到"},
    {"driver_off", "驾驶人签退"},
    {"escort_on", "照管人员签到"},
    {"escort_off", "照管人员签退"},
    {"walk_round", "出车前检查"},
    {"boarded", "学生上车"},
    {"alighted", "学生下车"},
    {"stop_counted", "清点上车人数"},
    {"swept", "清车确认"},
    {"excused", "学生请假"},
    {"at_school", "到校点名在校"},
    {"safe_home", "报平安"},
    {"front_seat", "副驾驶坐学生"},
    {"outsiders", "无关人员乘坐"},
    {"banned_load", "禁止载客的车辆载学生"},
    {"scrapped", "报废或拼装车"},
    {"cabin_motion", "熄火后车内有动静"},
    {"gate_arrived", "到达校门"},
    {"gate_checked", "校门核对"},
    {"gate_released", "校门放行"},
    {"gate_refused", "校门不放行"},
    {"collector_refused", "接领人不符"},
    {"taken_back", "撤回标记"},
    {"handed_over", "转乘"},
    {"not_home", "家长说没接到"},
};

const EventRow& row_of(EventKind kind) { return events[static_cast<std::size_t>(kind) - 1]; }

const SourceRow& row_of(Source source) { return sources[static_cast<std::size_t>(source) - 1]; }

constexpr std::uint64_t key_mask = (std::uint64_t{1} << record_key_bits) - 1;

std::uint64_t hash_text(std::string_view text) {
    return hash64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

// A content in one fixed buffer, little-endian, so that a key costs no allocation. Parts of any length go in
// as their hash.
class Canonical {
public:
    template <class Integer>
    void number(Integer value) {
        auto bits = static_cast<std::uint64_t>(value);
        for (std::size_t i = 0; i < sizeof(Integer); ++i, bits >>= 8)
            bytes_[size_++] = static_cast<std::uint8_t>(bits);
    }
    void text(std::string_view text) { number(hash_text(text)); }
    // A measure in the wire's resolution: what differs below it is the same.
    void measure(double value, double steps_per_unit) {
        number(static_cast<std::int32_t>(std::lround(value * steps_per_unit)));
    }

    [[nodiscard]] std::uint64_t key() const { return hash64({bytes_.data(), size_}) & key_mask; }

private:
    std::array<std::uint8_t, 96> bytes_;  // the longest content, a sighting, takes 63
    std::size_t size_ = 0;
};

constexpr double microdegrees_per_degree = 1e6;
constexpr double tenths_of_kmh_per_mps = 36;

void add(Canonical& content, const Position& position) {
    content.measure(position.latitude_deg, microdegrees_per_degree);
    content.measure(position.longitude_deg, microdegrees_per_degree);
    content.measure(position.altitude_m, 1);
    content.measure(position.speed_mps, tenths_of_kmh_per_mps);
    content.measure(position.course_deg, 1);
    content.number(position.alarm_bits);
    content.number(position.status_bits);
    content.number(hash64({position.items.data(), position.items.size()}));
}

void add(Canonical& content, const PassengerFlow& flow) {
    content.number(to_millis(flow.from));
    content.number(to_millis(flow.until));
}

void add(Canonical& content, const HeadCount& count) {
    content.number(count.pupils);
    content.number(count.adults);
    content.number(count.others);
}

void add(Canonical& content, const Sighting& sighting) {
    content.number(static_cast<std::uint8_t>(sighting.pupils_seen));
    content.number(sighting.pupils ? static_cast<std::int32_t>(*sighting.pupils) : -1);
    content.measure(sighting.latitude_deg.value_or(0), microdegrees_per_degree);
    content.measure(sighting.longitude_deg.value_or(0), microdegrees_per_degree);
    content.text(sighting.place);
    content.text(sighting.note);
    content.text(sighting.photo);
}

void add(Canonical& content, const TripEvent& event) {
    content.number(static_cast<std::uint8_t>(event.kind));
    content.text(event.trip);
    content.text(event.person);
    content.text(event.other);
    content.number(event.number);
    content.text(event.note);
}

}  // namespace

std::string_view source_name(Source source) { return row_of(source).name; }
std::string_view source_name_zh(Source source) { return row_of(source).name_zh; }

std::optional<Source> parse_source(std::string_view name) {
    const auto* row = std::find_if(std::begin(sources), std::end(sources),
                                   [&](const SourceRow& candidate) { return candidate.name == name; });
    return row == std::end(sources) ? std::nullopt : std::optional{row->source};
}

std::string_view event_name(EventKind kind) { return row_of(kind).name; }
std::string_view event_name_zh(EventKind kind) { return row_of(kind).name_zh; }

std::optional<EventKind> parse_event(std::string_view name) {
    const auto* found = std::ranges::find(events, name, &EventRow::name);
    if (found == std::end(events)) return std::nullopt;
    return static_cast<EventKind>(found - std::begin(events) + 1);
}

std::uint64_t record_key(const Record& record) {
    Canonical content;
    content.number(record.vehicle.value);
    content.number(static_cast<std::uint8_t>(record.kind()));
    content.number(to_millis(record.measured_at));
    std::visit([&](const auto& payload) { add(content, payload); }, record.payload);
    return content.key();
}

std::uint64_t record_key(std::int64_t told_by, std::string_view idempotency_key) {
    Canonical content;
    content.number(told_by);
    content.text(idempotency_key);
    return content.key();
}

}  // namespace husong::tracking
