#include "server/jt808/parameters.hpp"

#include "server/base/byte_writer.hpp"
#include "server/jt808/fields.hpp"

#include <cassert>

namespace husong::jt808 {

std::optional<Parameter> ParameterRange::next() {
    if (in_.left() == 0) return std::nullopt;
    Parameter parameter;
    parameter.id = in_.u32();
    parameter.value = in_.bytes(in_.u8());
    if (!in_.ok()) return std::nullopt;
    return parameter;
}

void append_parameter(std::vector<std::uint8_t>& parameters, std::uint32_t id, Bytes value) {
    assert(value.size() <= 0xFF);
    ByteWriter to{parameters};
    to.u32(id);
    to.u8(static_cast<std::uint8_t>(value.size()));
    to.bytes(value);
}

Edition parameters_form(Bytes from_count) {
    const auto explains = [&](std::size_t counts) {
        if (from_count.size() < counts) return false;
        BodyReader in{from_count.subspan(counts - 1)};
        View parameters;
        View rest;
        in.parameters({}, parameters);
        in.extra(rest);
        return in.ok() && rest.empty() && (counts == 1 || !parameters.empty());
    };
    return !explains(1) && explains(2) ? Edition::v2011 : Edition::v2013;
}

std::size_t count_parameters(Bytes parameters) {
    ParameterRange range{parameters};
    std::size_t count = 0;
    while (range.next()) ++count;
    return count;
}

}  // namespace husong::jt808
