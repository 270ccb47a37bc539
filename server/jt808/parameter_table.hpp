// The parameters of a terminal that are set by name: their ids, types and units (§6.1).
#pragma once

#include "server/base/byte_reader.hpp"
#include "server/base/result.hpp"
#include "server/jt808/edition.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::jt808 {

enum class ParameterType : std::uint8_t { byte, word, dword, text, two_bytes };

struct ParameterRow {
    std::uint32_t id;
    ParameterType type;
    EditionSet editions;
    bool moves;  // set wrongly, the terminal finds this server no more
    std::string_view name;
};

std::span<const ParameterRow> parameter_table();  // by ascending id
const ParameterRow* find_parameter(std::uint32_t id);
const ParameterRow* find_parameter(std::string_view name);

// "60", "bus.example:7611", "45,75". Errors: malformed, naming the parameter.
[[nodiscard]] Result<std::vector<std::uint8_t>> parameter_value(const ParameterRow& row,
                                                                std::string_view text, Edition edition);
// The same back; hexadecimal when the length is another than the type's.
std::string parameter_text(const ParameterRow& row, Bytes value);

}  // namespace husong::jt808
