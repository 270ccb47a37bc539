#include "server/jt808/describe.hpp"

#include "server/base/hex.hpp"
#include "server/jt808/location_items.hpp"
#include "server/jt808/location_values.hpp"
#include "server/jt808/text.hpp"

#include <fmt/core.h>

namespace husong::jt808 {

namespace {

void describe_bits(DescriptionSink& sink, std::string_view name, std::uint32_t bits) {
    sink.begin_array(name);
    for (unsigned bit = 0; bit < 32; ++bit)
        if ((bits >> bit & 1U) != 0) sink.number({}, bit);
    sink.end_array();
}

// As written by the terminal, with China's offset; none for a time that is no time.
void describe_time(DescriptionSink& sink, std::string_view name, const BcdTime& time,
                   std::string_view offset = "+08:00") {
    if (!to_time(time)) return sink.none(name);
    const auto& [yy, mm, dd, hh, mi, ss] = time.bytes;
    sink.text(name,
              fmt::format("20{:02x}-{:02x}-{:02x}T{:02x}:{:02x}:{:02x}{}", yy, mm, dd, hh, mi, ss, offset));
}

void describe_choice(DescriptionSink& sink, std::string_view name, std::size_t value, Names names) {
    if (value < names.size())
        sink.text(name, names[value]);
    else
        sink.number(name, static_cast<std::int64_t>(value));
}

class ItemDescriber {
public:
    explicit ItemDescriber(DescriptionSink& sink) : sink_{sink} {}

    void item(const Item& item) {
        sink_.begin_object({});
        sink_.text("id", fmt::format("0x{:02X}", item.id));
        sink_.text("hex", to_hex(item.value));
        const ItemRow* const row = find_item(item);
        if (row != nullptr && has_value(*row, item)) {
            sink_.begin_object("value");
            ByteReader in{item.value};
            for (const ItemField& field : row->fields) {
                if (in.left() == 0) break;
                describe(field, in.bytes(field.width));
            }
            sink_.end_object();
        } else if (const ProfileItem* const own = sink_.profile() ? sink_.profile()->find(item) : nullptr) {
            sink_.begin_object("vendor_value");
            describe(own->field(item.value.size()), item.value);
            sink_.end_object();
        }
        sink_.end_object();
    }

private:
    static bool has_value(const ItemRow& row, const Item& item) {
        if (row.fields[0].kind != ItemFieldKind::signed_temperature) return true;
        return carriage_temperature_c(static_cast<std::uint16_t>(leading_number(item, 2))).has_value();
    }

    void describe(const ItemField& field, Bytes bytes) {
        static constexpr std::string_view in_or_out[] = {"in", "out"};
        static constexpr std::string_view short_or_long[] = {"too_short", "too_long"};
        const std::uint32_t number = bytes.size() <= 4 ? leading_number({0, bytes}, bytes.size()) : 0;
        switch (field.kind) {
            case ItemFieldKind::number: return sink_.number(field.name, number);
            case ItemFieldKind::bits: return describe_bits(sink_, field.name, number);
            case ItemFieldKind::in_or_out: return describe_choice(sink_, field.name, number, in_or_out);
            case ItemFieldKind::too_short_or_long:
                return describe_choice(sink_, field.name, number, short_or_long);
            case ItemFieldKind::signed_temperature:
                return sink_.number(field.name,
                                    carriage_temperature_c(static_cast<std::uint16_t>(number)).value_or(0));
            case ItemFieldKind::wheels: return wheels(field.name, bytes);
            case ItemFieldKind::time: return time(field.name, bytes);
            case ItemFieldKind::text: return sink_.text(field.name, decode_text(bytes).utf8);
            case ItemFieldKind::bytes: return sink_.text(field.name, to_hex(bytes));
        }
    }

    void wheels(std::string_view name, Bytes bytes) {
        sink_.begin_array(name);
        for (const std::uint8_t wheel : bytes)
            if (wheel != 0xFF) sink_.number({}, wheel);
        sink_.end_array();
    }

    void time(std::string_view name, Bytes bytes) {
        BcdTime bcd;
        std::copy(bytes.begin(), bytes.end(), bcd.bytes.begin());
        describe_time(sink_, name, bcd);
    }

    DescriptionSink& sink_;
};

void describe_location(const LocationReport& report, DescriptionSink& sink) {
    static constexpr std::string_view loads[] = {"empty", "half", "reserved", "full"};
    const auto is = [&report](std::uint32_t bit) { return (report.status & bit) != 0; };
    const auto sign = [&is](std::uint32_t bit, std::uint32_t magnitude) {
        return is(bit) ? -std::int64_t{magnitude} : std::int64_t{magnitude};
    };
    sink.text("alarm", fmt::format("0x{:08X}", report.alarm));
    describe_bits(sink, "alarm_bits", report.alarm);
    sink.text("status", fmt::format("0x{:08X}", report.status));
    sink.flag("acc", is(status::acc_on));
    sink.flag("fixed", is(status::located));
    sink.number("lat_e6", sign(status::south, report.latitude));
    sink.number("lon_e6", sign(status::west, report.longitude));
    describe_choice(sink, "load", static_cast<std::size_t>(load_of(report.status)), loads);
    sink.flag("door_locked", is(status::door_locked));
    sink.begin_array("doors_open");
    for (unsigned door = 0; door < status::doors; ++door)
        if ((doors_open(report.status) >> door & 1) != 0) sink.number({}, door + 1);
    sink.end_array();
    sink.flag("moving_bit22", is(status::moving));
    sink.number("altitude_m", static_cast<std::int16_t>(report.altitude));
    sink.number("speed_kmh_x10", report.speed);
    sink.number("direction", report.direction);
    describe_time(sink, "time", report.time);
    sink.begin_array("items");
    ItemRange items{report.items};
    while (const auto item = items.next()) ItemDescriber{sink}.item(*item);
    sink.end_array();
}

// The third archive of fields.hpp: prints.
class Describer {
public:
    explicit Describer(DescriptionSink& sink) : sink_{sink} {}

    template <OneByte T>
    void u8(std::string_view name, T value) {
        sink_.number(name, static_cast<std::uint8_t>(value));
    }
    template <OneByte T>
    void choice(std::string_view name, T value, Names names) {
        describe_choice(sink_, name, static_cast<std::uint8_t>(value), names);
    }
    void u16(std::string_view name, std::uint16_t value) { sink_.number(name, value); }
    void u32(std::string_view name, std::uint32_t value) { sink_.number(name, value); }
    void message_id(std::string_view name, std::uint16_t value) {
        sink_.text(name, fmt::format("0x{:04X}", value));
    }
    void time(std::string_view name, const BcdTime& value) { describe_time(sink_, name, value); }
    void text(std::string_view name, Bytes value, std::size_t) { rest_text(name, value); }
    void counted_text(std::string_view name, Bytes value) { rest_text(name, value); }
    void rest_text(std::string_view name, Bytes value) { sink_.text(name, decode_text(value).utf8); }
    void words(std::string_view name, Bytes value, Edition) {
        sink_.begin_array(name);
        for (ByteReader in{value}; in.left() > 1;) sink_.number({}, in.u16());
        sink_.end_array();
    }
    void locations(const Bytes& value) {
        sink_.begin_array("locations");
        BatchRange range{BatchReport{.locations = value}};
        while (const auto body = range.next()) {
            const auto report = decode_body<LocationReport>(Layout::v2011_2013, *body);
            if (!report) continue;
            sink_.begin_object({});
            describe_location(*report, sink_);
            sink_.end_object();
        }
        sink_.end_array();
    }
    void extra(Bytes value) {
        if (!value.empty()) sink_.text("extra_hex", to_hex(value));
    }
    void body_layout(std::string_view edition) { sink_.text("body_layout", edition); }
    template <OneByte T>
    void hex_byte(std::string_view name, T value) {
        sink_.text(name, fmt::format("0x{:02X}", static_cast<std::uint8_t>(value)));
    }
    void bits(std::string_view name, std::uint32_t value) { describe_bits(sink_, name, value); }
    void utc_time(std::string_view name, const BcdTime& value) { describe_time(sink_, name, value, "Z"); }
    void digits(std::string_view name, Bytes value, std::size_t) { sink_.text(name, to_hex(value)); }
    void optional_text(std::string_view name, Bytes value, std::size_t) {
        if (!value.empty()) rest_text(name, value);
    }
    void rest_bytes(std::string_view name, Bytes value) { sink_.text(name, to_hex(value)); }
    void dwords(std::string_view name, Bytes value) {
        sink_.begin_array(name);
        for (ByteReader in{value}; in.left() > 3;) sink_.text({}, fmt::format("0x{:04X}", in.u32()));
        sink_.end_array();
    }
    void parameters(std::string_view name, Bytes value) {
        sink_.begin_array(name);
        ParameterRange range{value};
        while (const auto parameter = range.next()) {
            sink_.begin_object({});
            sink_.text("id", fmt::format("0x{:04X}", parameter->id));
            sink_.text("hex", to_hex(parameter->value));
            sink_.end_object();
        }
        sink_.end_array();
    }
    void location(const LocationReport& value) { describe_location(value, sink_); }
    void form(Edition form) {
        static constexpr std::string_view names[] = {"2011", "2013", "2019"};
        describe_choice(sink_, "body_layout", static_cast<std::size_t>(form), names);
    }

private:
    DescriptionSink& sink_;
};

void describe_header(const Header& header, DescriptionSink& sink) {
    const PhoneDigits digits = header.phone.digits();
    sink.begin_object("header");
    sink.text("msg_id", fmt::format("0x{:04X}", header.message_id));
    sink.number("body_len", static_cast<std::int64_t>(header.body_length()));
    sink.number("encrypt", header.encryption());
    sink.text("layout", header.layout == Layout::v2019 ? "2019" : "2011/2013");
    sink.flag("version_flag", header.version_flag());
    if (header.layout == Layout::v2019)
        sink.number("protocol_version", header.version);
    else
        sink.none("protocol_version");
    sink.text("phone", digits.all());
    sink.text("phone_key", digits.key());
    sink.flag("phone_is_bcd", header.phone.is_bcd());
    sink.number("serial", header.serial);
    if (header.is_packaged()) {
        sink.number("total", header.package_total);
        sink.number("index", header.package_index);
    }
    sink.end_object();
}

void describe_anomalies(Anomalies anomalies, DescriptionSink& sink) {
    if (anomalies.none()) return;
    sink.begin_array("anomaly");
    for (std::size_t i = 0; i < anomaly_names.size(); ++i)
        if (anomalies.has(static_cast<Anomaly>(i))) sink.text({}, anomaly_names[i]);
    sink.end_array();
}

void describe_tolerated(const Header& header, DescriptionSink& sink) {
    if (!header.version_flag_mismatch() && !header.unescaped_checksum) return;
    sink.begin_array("tolerated");
    if (header.version_flag_mismatch()) sink.text({}, "version_flag_mismatch");
    if (header.unescaped_checksum) sink.text({}, "unescaped_checksum");
    sink.end_array();
}

// The messages that know more oddities than bytes behind their last field.
template <class M, class... Candidates>
concept OneOf = (std::same_as<M, Candidates> || ...);

}  // namespace

std::optional<DecodeError> describe(const Frame& frame, DescriptionSink& sink) {
    describe_header(frame.header, sink);
    sink.text("body_hex", to_hex(frame.body));
    describe_tolerated(frame.header, sink);
    const auto message = decode_message(frame);
    if (!message) {
        sink.text("body_error", name_of(message.error().reason));
        return message.error();
    }
    if (!std::holds_alternative<RawMessage>(*message)) {
        sink.begin_object("body");
        describe(*message, sink);
        sink.end_object();
        describe_anomalies(anomalies_of(*message), sink);
    }
    return std::nullopt;
}

void describe(const Message& message, DescriptionSink& sink) {
    std::visit(
        [&sink]<class M>(const M& m) {
            if constexpr (std::same_as<M, LocationReport>) {
                describe_location(m, sink);
            } else if constexpr (FieldMessage<M>) {
                Describer describer{sink};
                M::fields(describer, m);
            }
        },
        message);
}

Anomalies anomalies_of(const Message& message) {
    return std::visit(
        []<class M>(const M& m) {
            Anomalies found;
            if constexpr (OneOf<M, LocationReport, BatchReport, PassengerFlow>)
                found = anomalies_of(m);
            else if constexpr (requires { m.location; })
                found = anomalies_of(m.location);
            else if constexpr (requires { m.extra; })
                if (!m.extra.empty()) found.add(Anomaly::extra_bytes);
            return found;
        },
        message);
}

}  // namespace husong::jt808
