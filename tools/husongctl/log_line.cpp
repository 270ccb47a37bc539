#include "tools/husongctl/log_line.hpp"

#include "server/base/hex.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>

namespace husong::ctl {

namespace {

using tracking::Record;

constexpr std::array<std::string_view, 5> kind_names{"position", "passenger_flow", "head_count", "sighting",
                                                     "trip_event"};
constexpr std::array<std::string_view, 3> seen_names{"not_told", "none", "some"};
constexpr double kmh_per_mps = 3.6;
constexpr std::int64_t latest_ms = to_millis(end_of_time);
constexpr unsigned located_bit = 1U << 1, shifted_bit = 1U << 5;  // of the status in 0x0200

// Takes the fields of a line one after another and keeps the first complaint: read all, check once.
class LineFields {
public:
    explicit LineFields(std::string_view line) : rest_{line} {}

    std::string_view raw() {
        if (over_) return {};
        const std::size_t tab = rest_.find('\t');
        const std::string_view field = rest_.substr(0, tab);
        over_ = tab == std::string_view::npos;
        rest_.remove_prefix(over_ ? rest_.size() : tab + 1);
        return field;
    }
    [[nodiscard]] bool more() const { return !over_; }

    template <class Integer>
    Integer whole(std::string_view name, std::int64_t highest, std::int64_t lowest = 0) {
        const std::string_view field = raw();
        std::int64_t value = 0;
        if (!read(field, value) || value < lowest || value > highest)
            complain(name, fmt::format("is no whole number from {} to {}", lowest, highest));
        return static_cast<Integer>(value);
    }
    template <class Integer>
    std::optional<Integer> whole_if_told(std::string_view name, std::int64_t highest) {
        if (rest_.empty() || rest_.front() == '\t') return raw(), std::nullopt;
        return whole<Integer>(name, highest);
    }
    Time instant(std::string_view name) { return from_millis(whole<std::int64_t>(name, latest_ms)); }
    double decimal(std::string_view name, double lowest, double highest) {
        return decimal_of(raw(), name, lowest, highest);
    }
    std::optional<double> decimal_if_told(std::string_view name, double lowest, double highest) {
        const std::string_view field = raw();
        if (field.empty()) return std::nullopt;
        return decimal_of(field, name, lowest, highest);
    }
    std::string text(std::string_view name) {
        const std::string_view field = raw();
        std::string text;
        for (std::size_t i = 0; i < field.size(); ++i) {
            if (field[i] != '\\') {
                text += field[i];
                continue;
            }
            const char sign = ++i < field.size() ? field[i] : ' ';
            constexpr std::string_view escaped = "\\tnr", meant = "\\\t\n\r";
            const std::size_t at = escaped.find(sign);
            if (at == std::string_view::npos) return complain(name, "has a \\ before none of \\ t n r"), text;
            text += meant[at];
        }
        return text;
    }
    void complain(std::string_view name, std::string_view what) {
        if (complaint_.empty()) complaint_ = fmt::format("{} {}", name, what);
    }
    [[nodiscard]] Result<> finish() const {
        if (!complaint_.empty()) return Error{ErrorCode::malformed, complaint_};
        return {};
    }

private:
    template <class T>
    static bool read(std::string_view field, T& value) {
        const auto [end, failure] = std::from_chars(field.data(), field.data() + field.size(), value);
        return failure == std::errc{} && end == field.data() + field.size();
    }
    double decimal_of(std::string_view field, std::string_view name, double lowest, double highest) {
        double value = 0;
        if (!read(field, value) || !(value >= lowest && value <= highest))
            complain(name, fmt::format("is no number from {} to {}", lowest, highest));
        return value;
    }

    std::string_view rest_;
    std::string complaint_;
    bool over_ = false;
};

// As wide as the wire is: whether a place is on the earth is asked when the whole line has been read.
constexpr double most_degrees = 4'295, most_metres = 1'000'000, most_kmh = 10'000, most_course_deg = 65'535;

void read_payload(LineFields& fields, tracking::Position& position) {
    position.latitude_deg = fields.decimal("latitude_deg", -most_degrees, most_degrees);
    position.longitude_deg = fields.decimal("longitude_deg", -most_degrees, most_degrees);
    position.speed_mps = static_cast<float>(fields.decimal("speed_kmh", 0, most_kmh) / kmh_per_mps);
    position.course_deg = static_cast<float>(fields.decimal("course_deg", 0, most_course_deg));
    position.altitude_m = static_cast<float>(fields.decimal("altitude_m", -most_metres, most_metres));
    position.accuracy_m = static_cast<float>(fields.decimal("accuracy_m", 0, most_metres));
    position.status_bits = fields.whole<std::uint32_t>("status", UINT32_MAX);
    position.satellites =
        fields.whole_if_told<std::uint8_t>("satellites", UINT8_MAX).value_or(tracking::satellites_not_told);
    if (fields.more()) position.alarm_bits = fields.whole<std::uint32_t>("alarms", UINT32_MAX);
}

void read_payload(LineFields& fields, tracking::PassengerFlow& flow) {
    flow.from = fields.instant("from");
    flow.until = fields.instant("until");
    flow.boarded = fields.whole<std::uint16_t>("boarded", UINT16_MAX);
    flow.alighted = fields.whole<std::uint16_t>("alighted", UINT16_MAX);
}

void read_payload(LineFields& fields, tracking::HeadCount& heads) {
    heads.pupils = fields.whole<std::uint16_t>("pupils", UINT16_MAX);
    heads.adults = fields.whole<std::uint16_t>("adults", UINT16_MAX);
    heads.others = fields.whole<std::uint16_t>("others", UINT16_MAX);
}

void read_payload(LineFields& fields, tracking::Sighting& sighting) {
    const auto seen = std::ranges::find(seen_names, fields.raw());
    if (seen == seen_names.end())
        fields.complain("pupils_seen", "is none of not_told, none, some");
    else
        sighting.pupils_seen = static_cast<tracking::PupilsSeen>(seen - seen_names.begin());
    if (const auto pupils = fields.decimal_if_told("pupils", 0, UINT16_MAX))
        sighting.pupils = static_cast<std::uint16_t>(*pupils);
    sighting.latitude_deg = fields.decimal_if_told("latitude_deg", -90, 90);
    sighting.longitude_deg = fields.decimal_if_told("longitude_deg", -180, 180);
    sighting.place = fields.text("place");
    sighting.note = fields.text("note");
    sighting.photo = fields.text("photo");
}

void read_payload(LineFields& fields, tracking::TripEvent& event) {
    if (const auto kind = tracking::parse_event(fields.raw()))
        event.kind = *kind;
    else
        fields.complain("event", "is none that is known");
    event.trip = fields.text("trip");
    event.person = fields.text("person");
    event.other = fields.text("other");
    if (fields.more()) event.number = fields.whole<std::int32_t>("number", INT32_MAX, INT32_MIN);
    event.note = fields.text("note");
}

template <std::size_t Index = 0>
void read_payload_of(std::size_t kind, LineFields& fields, Record& record) {
    if constexpr (Index < kind_names.size()) {
        if (kind != Index) return read_payload_of<Index + 1>(kind, fields, record);
        read_payload(fields, record.payload.emplace<Index>());
    }
}
static_assert(std::variant_size_v<tracking::Payload> == kind_names.size());

// What follows a kind's own fields, by name.
struct Named {
    std::optional<bool> located;
};

struct FlagName {
    std::uint16_t bit;
    std::string_view name;
};
// Those that only the teller's message or the witness says.
constexpr FlagName flag_names[] = {
    {tracking::flag::out_of_range, "out_of_range"},   {tracking::flag::blind_area, "blind_area"},
    {tracking::flag::bad_window, "bad_window"},       {tracking::flag::malformed_items, "malformed_items"},
    {tracking::flag::partial_plate, "partial_plate"},
};

std::uint16_t read_flags(LineFields& fields, std::string_view names) {
    std::uint16_t flags = 0;
    while (!names.empty()) {
        const std::size_t comma = std::min(names.find(','), names.size());
        const auto* row = std::ranges::find(flag_names, names.substr(0, comma), &FlagName::name);
        if (row == std::end(flag_names)) return fields.complain("flags", "has one that is not known"), flags;
        flags = static_cast<std::uint16_t>(flags | row->bit);
        names.remove_prefix(std::min(comma + 1, names.size()));
    }
    return flags;
}

void read_items(LineFields& fields, std::string_view hex, Record& record) {
    auto* position = std::get_if<tracking::Position>(&record.payload);
    const auto bytes = from_hex(hex);
    if (position == nullptr || !bytes) return fields.complain("items", "are no bytes of a position");
    position->items.assign(bytes->begin(), bytes->end());
}

void read_key(LineFields& fields, std::string_view hex, Record& record) {
    constexpr int base = 16;
    const auto [end, failure] = std::from_chars(hex.data(), hex.data() + hex.size(), record.key, base);
    const bool whole = failure == std::errc{} && end == hex.data() + hex.size();
    if (!whole || record.key == 0 || record.key >> tracking::record_key_bits != 0)
        fields.complain("key", "is no hexadecimal number of 44 bits");
}

// A terminal's, account's or phone's number: it only tells one teller from another.
void read_teller(LineFields& fields, std::string_view number, Record& record) {
    const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), record.told_by);
    const bool whole = failure == std::errc{} && end == number.data() + number.size();
    if (!whole || record.told_by <= 0) fields.complain("by", "is no number of a teller");
}

Named read_named(LineFields& fields, Record& record) {
    Named named;
    while (fields.more()) {
        const std::string_view field = fields.raw();
        const std::size_t sign = std::min(field.find('='), field.size());
        const std::string_view name = field.substr(0, sign),
                               value = field.substr(std::min(sign + 1, field.size()));
        if (name == "key")
            read_key(fields, value, record);
        else if (name == "flags")
            record.flags = read_flags(fields, value);
        else if (name == "by")
            read_teller(fields, value, record);
        else if (name == "items")
            read_items(fields, value, record);
        else if (name == "located" && (value == "yes" || value == "no"))
            named.located = value == "yes";
        else
            fields.complain("the line", "has more fields than its kind");
    }
    return named;
}

bool located_by_status(const tracking::Position& position, std::uint16_t flags) {
    return (position.status_bits & located_bit) != 0 && (position.status_bits & shifted_bit) == 0 &&
           (flags & tracking::flag::out_of_range) == 0;
}

void finish_position(LineFields& fields, const Named& named, Record& record) {
    auto* position = std::get_if<tracking::Position>(&record.payload);
    if (position == nullptr) return;
    position->located = named.located.value_or(located_by_status(*position, record.flags));
    if ((record.flags & tracking::flag::out_of_range) != 0) return;
    constexpr double pole_deg = 90, date_line_deg = 180;
    if (std::abs(position->latitude_deg) > pole_deg)
        fields.complain("latitude_deg", "is no number from -90 to 90");
    if (std::abs(position->longitude_deg) > date_line_deg)
        fields.complain("longitude_deg", "is no number from -180 to 180");
}

// A part of a plate stays one.
Result<std::string> plate_or_part(std::string_view told) {
    auto part = registry::normalise_plate_part(told);
    return part ? part : registry::normalise_plate(told);
}

registry::Plate read_plate(LineFields& fields) {
    registry::Plate plate;
    auto text = plate_or_part(fields.raw());
    if (text)
        plate.text = std::move(*text);
    else
        fields.complain("plate", "is none");
    if (const auto colour = registry::parse_colour(fields.raw()))
        plate.colour = registry::colour_group(*colour);
    else
        fields.complain("colour", "is none that is known");
    return plate;
}

void escape(std::string_view text, std::string& line) {
    for (const char sign : text) {
        constexpr std::string_view escaped = "\\tnr", meant = "\\\t\n\r";
        const std::size_t at = meant.find(sign);
        if (at == std::string_view::npos)
            line += sign;
        else
            line.append({'\\', escaped[at]});
    }
}

std::string escaped(std::string_view text) {
    std::string line;
    escape(text, line);
    return line;
}

template <class Number>
std::string if_told(const std::optional<Number>& value) {
    return value ? fmt::format("{}", *value) : std::string{};
}

std::string fields_of(const tracking::Position& p) {
    const bool counted = p.satellites != tracking::satellites_not_told;
    return fmt::format("{:.6f}\t{:.6f}\t{:.1f}\t{:.1f}\t{:.1f}\t{:.1f}\t{}\t{}\t{}", p.latitude_deg,
                       p.longitude_deg, p.speed_mps * kmh_per_mps, p.course_deg, p.altitude_m, p.accuracy_m,
                       p.status_bits, counted ? std::to_string(p.satellites) : "", p.alarm_bits);
}

std::string fields_of(const tracking::PassengerFlow& flow) {
    return fmt::format("{}\t{}\t{}\t{}", to_millis(flow.from), to_millis(flow.until), flow.boarded,
                       flow.alighted);
}

std::string fields_of(const tracking::HeadCount& heads) {
    return fmt::format("{}\t{}\t{}", heads.pupils, heads.adults, heads.others);
}

std::string fields_of(const tracking::Sighting& s) {
    return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}", seen_names.at(static_cast<std::size_t>(s.pupils_seen)),
                       if_told(s.pupils), if_told(s.latitude_deg), if_told(s.longitude_deg), escaped(s.place),
                       escaped(s.note), escaped(s.photo));
}

std::string fields_of(const tracking::TripEvent& event) {
    return fmt::format("{}\t{}\t{}\t{}\t{}\t{}", tracking::event_name(event.kind), escaped(event.trip),
                       escaped(event.person), escaped(event.other), event.number, escaped(event.note));
}

std::string flags_of(const Record& record) {
    std::string names;
    for (const FlagName& row : flag_names)
        if ((record.flags & row.bit) != 0) names += fmt::format("{}{}", names.empty() ? "" : ",", row.name);
    return names;
}

std::string named_fields_of(const Record& record) {
    std::string text;
    if (record.key != 0) text += fmt::format("\tkey={:x}", record.key);
    if (const std::string flags = flags_of(record); !flags.empty()) text += "\tflags=" + flags;
    if (record.kind() == tracking::RecordKind::head_count && record.told_by > 0)
        text += fmt::format("\tby={}", record.told_by);
    const auto* position = std::get_if<tracking::Position>(&record.payload);
    if (position == nullptr) return text;
    if (!position->items.empty())
        text += "\titems=" + to_hex({position->items.data(), position->items.size()});
    if (position->located != located_by_status(*position, record.flags))
        text += position->located ? "\tlocated=yes" : "\tlocated=no";
    return text;
}

}  // namespace

std::string_view kind_name(tracking::RecordKind kind) {
    return kind_names.at(static_cast<std::size_t>(kind) - 1);
}

Result<LogLine> parse_log_line(std::string_view line) {
    LineFields fields{line};
    LogLine read;
    Record& record = read.record;
    record.measured_at = fields.instant("measured_at");
    record.received_at = fields.instant("received_at");
    if (const auto source = tracking::parse_source(fields.raw()))
        record.source = *source;
    else
        fields.complain("source", "is none that is known");
    read.plate = read_plate(fields);
    const auto kind = std::ranges::find(kind_names, fields.raw());
    if (kind == kind_names.end()) {
        fields.complain("kind", "is none of position, passenger_flow, head_count, sighting, trip_event");
        return fields.finish().error();
    }
    read_payload_of(static_cast<std::size_t>(kind - kind_names.begin()), fields, record);
    const Named named = read_named(fields, record);
    finish_position(fields, named, record);
    if (auto whole = fields.finish(); !whole) return whole.error();
    return read;
}

std::string format_log_line(const LogLine& line) {
    const Record& record = line.record;
    return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}{}", to_millis(record.measured_at),
                       to_millis(record.received_at), tracking::source_name(record.source), line.plate.text,
                       registry::colour_name(line.plate.colour), kind_name(record.kind()),
                       std::visit([](const auto& payload) { return fields_of(payload); }, record.payload),
                       named_fields_of(record));
}

}  // namespace husong::ctl
