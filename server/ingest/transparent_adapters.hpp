// Where makers' readers of 0x0900 go: one row says which function reads which type of which maker and model.
// All of these frames are kept raw whoever reads them, so that an adapter written later can be run over them.
#pragma once

#include "server/ingest/intake.hpp"
#include "server/ingest/telemetry.hpp"
#include "server/jt808/transparent.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace husong::ingest {

// What the frame means, as entries behind those of its message. A frame it cannot read adds nothing.
using TransparentAdapter = void (*)(const Teller& teller, const jt808::TransparentData& data,
                                    Time received_at, std::vector<Entry>& entries);

struct TransparentRow {
    std::string_view maker;  // as in the register
    std::string_view model;  // empty: all of this maker
    std::uint8_t type = 0;
    TransparentAdapter read = nullptr;
};

// None yet: no maker's paper is at hand.
std::span<const TransparentRow> transparent_table();

const TransparentRow* find_adapter(std::span<const TransparentRow> table, std::string_view maker,
                                   std::string_view model, std::uint8_t type);

}  // namespace husong::ingest
