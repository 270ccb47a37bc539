#include "server/ingest/transparent_adapters.hpp"

#include <algorithm>

namespace husong::ingest {

std::span<const TransparentRow> transparent_table() { return {}; }

const TransparentRow* find_adapter(std::span<const TransparentRow> table, std::string_view maker,
                                   std::string_view model, std::uint8_t type) {
    const auto found = std::ranges::find_if(table, [&](const TransparentRow& row) {
        return row.maker == maker && (row.model.empty() || row.model == model) && row.type == type;
    });
    return found == table.end() ? nullptr : &*found;
}

}  // namespace husong::ingest
