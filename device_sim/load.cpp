#include "device_sim/load.hpp"

#include <fmt/core.h>

namespace husong::device_sim {

Result<std::vector<Credential>> parse_credentials(std::string_view csv) {
    std::vector<Credential> credentials;
    std::size_t number = 0;
    while (!csv.empty()) {
        ++number;
        const auto end = csv.find('\n');
        std::string_view line = csv.substr(0, end);
        csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() || (number == 1 && line.starts_with("phone,"))) continue;
        const auto comma = line.find(',');
        if (comma == std::string_view::npos || comma == 0 || comma + 1 == line.size())
            return Error{ErrorCode::malformed, fmt::format("line {}: not phone,auth_code", number)};
        credentials.push_back({std::string{line.substr(0, comma)}, std::string{line.substr(comma + 1)}});
    }
    return credentials;
}

std::string to_json(const LoadReport& report) {
    const auto ms = [](LatencyHistogram::Microseconds us) { return static_cast<double>(us.count()) / 1000; };
    return fmt::format(
        R"({{"sent":{},"acknowledged":{},"acknowledged_positions":{},"acknowledged_passenger_flows":{},)"
        R"("lost":{},"refused":{},"acknowledged_per_s":{:.1f},)"
        R"("ack_p50_ms":{:.3f},"ack_p99_ms":{:.3f},"ack_max_ms":{:.3f},"resent":{},)"
        R"("reconnects":{},"connect_s":{:.3f},"send_lag_p99_ms":{:.3f},"generator_cpu_us_per_frame":{:.2f}}})",
        report.sent, report.acknowledged, report.acknowledged_positions, report.acknowledged_passenger_flows,
        report.lost, report.refused, report.acknowledged_per_s, ms(report.answered.percentile(0.5)),
        ms(report.answered.percentile(0.99)), ms(report.answered.largest()), report.resent, report.reconnects,
        report.connect_s, ms(report.send_lag.percentile(0.99)), report.cpu_us_per_frame);
}

}  // namespace husong::device_sim
