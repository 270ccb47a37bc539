// The parameters of a terminal: 0x8103 sets them, 0x8104 and 0x8106 ask, 0x0104 tells (§6.1).
#pragma once

#include "server/jt808/edition.hpp"
#include "server/jt808/view.hpp"

#include <optional>
#include <vector>

namespace husong::jt808 {

struct Parameter {
    std::uint32_t id = 0;
    Bytes value;
};

// Walks parameters as they stand one behind the other.
class ParameterRange {
public:
    explicit ParameterRange(Bytes parameters) : in_{parameters} {}
    std::optional<Parameter> next();

private:
    ByteReader in_;
};

// Precondition: at most 255 bytes of value.
void append_parameter(std::vector<std::uint8_t>& parameters, std::uint32_t id, Bytes value);

// Before 2013 there is a count of all packets' parameters before the count of this one's: what explains the
// body.
Edition parameters_form(Bytes from_count);

// 0x8103.
struct SetParameters {
    static constexpr std::uint16_t id = 0x8103;
    Edition form = Edition::v2013;
    std::uint8_t total = 0;  // 2011 only: in all packets
    View parameters{};       // to walk with ParameterRange, to build with append_parameter
    View extra{};

    static Edition form_of(Layout layout, Bytes body) {
        return layout == Layout::v2019 ? Edition::v2019 : parameters_form(body);
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        if (m.form == Edition::v2011) a.u8("total", m.total);
        a.parameters("params", m.parameters);
        a.extra(m.extra);
    }
};

// 0x0104.
struct Parameters {
    static constexpr std::uint16_t id = 0x0104;
    Edition form = Edition::v2013;
    std::uint16_t serial = 0;  // of the query
    std::uint8_t total = 0;    // 2011 only
    View parameters{};
    View extra{};

    static Edition form_of(Layout layout, Bytes body) {
        if (layout == Layout::v2019 || body.size() < 2) return Edition::v2013;
        return parameters_form(body.subspan(2));
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.u16("ack_serial", m.serial);
        if (m.form == Edition::v2011) a.u8("total", m.total);
        a.parameters("params", m.parameters);
        a.extra(m.extra);
    }
};

// 0x8106: asks for some. Since 2013.
struct SomeParametersQuery {
    static constexpr std::uint16_t id = 0x8106;
    View ids{};  // a DWORD each
    View extra{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.dwords("ids", m.ids);
        a.extra(m.extra);
    }
};

}  // namespace husong::jt808
