#include "server/http/gates_of_day.hpp"

namespace husong::http {

namespace {

// A county with 60 gates, each with 60 departures that are told, counted, checked and released.
constexpr std::size_t most_acts_of_county = 20'000;

}  // namespace

Result<std::vector<tracking::GateAct>> read_gates_of_day(std::chrono::year_month_day day,
                                                         db::Reader& reader) {
    db::GateActQuery query{.from = china_midnight(day)};
    query.until = query.from + std::chrono::days{1};
    query.limit = most_acts_of_county;
    return reader.gate_acts(query);
}

}  // namespace husong::http
