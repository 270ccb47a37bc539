// Which form a body has when the header does not tell: by what its lengths and times say.
#include "server/jt808/location_answer.hpp"
#include "server/jt808/terminal_attributes.hpp"
#include "server/jt808/transparent.hpp"

#include <algorithm>

namespace husong::jt808 {

namespace {

constexpr std::size_t location_bytes = 28;
constexpr std::size_t time_in_location = 22;
constexpr std::size_t serial_bytes = 2;

bool has_time_at(Bytes body, std::size_t at) {
    BcdTime time;
    if (body.size() < at + time.bytes.size()) return false;
    std::ranges::copy(body.subspan(at, time.bytes.size()), time.bytes.begin());
    return to_time(time).has_value();
}

bool explains(AttributesForm form, Bytes body) {
    const auto width = TerminalAttributes::widths_of(form);
    ByteReader in{body};
    in.bytes(2 + width.manufacturer + width.model + width.terminal_id + 10);
    in.bytes(in.u8());
    in.bytes(in.u8());
    in.bytes(2);
    return in.ok() && in.left() == 0;
}

}  // namespace

template <std::uint16_t Id>
bool LocationAnswer<Id>::serial_is_told(Bytes body) {
    if constexpr (Id != 0x0201) return true;  // only this one ever lacked it
    if (has_time_at(body, serial_bytes + time_in_location)) return true;
    if (has_time_at(body, time_in_location)) return false;
    return body.size() >= serial_bytes + location_bytes;
}
template struct LocationAnswer<0x0201>;
template struct LocationAnswer<0x0500>;

AttributesForm TerminalAttributes::form_of(Layout layout, Bytes body) {
    using enum AttributesForm;
    for (const AttributesForm form : {v2013, v2019, v2019_long_maker})
        if (explains(form, body)) return form;
    return layout == Layout::v2019 ? v2019 : v2013;
}

Edition TransparentData::form_of(Layout layout, Bytes body) {
    constexpr std::size_t before_content = 1 + 4 + 2;
    if (layout == Layout::v2019 || body.size() < before_content) return Edition::v2013;
    ByteReader in{body.subspan(1)};
    const std::uint32_t total = in.u32();
    const std::uint16_t part = in.u16();
    const bool explained = part == in.left() && part > 0 && total >= part;
    return explained ? Edition::v2011 : Edition::v2013;
}

}  // namespace husong::jt808
