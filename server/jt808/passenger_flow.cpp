#include "server/jt808/passenger_flow.hpp"

namespace husong::jt808 {

Anomalies anomalies_of(const PassengerFlow& flow) {
    Anomalies found;
    const auto start = to_time(flow.start);
    const auto end = to_time(flow.end);
    if (!start || !end) found.add(Anomaly::bad_time);
    if (start && end && *end < *start) found.add(Anomaly::end_before_start);
    if (!flow.extra.empty()) found.add(Anomaly::extra_bytes);
    return found;
}

}  // namespace husong::jt808
