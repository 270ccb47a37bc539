#include "device_sim/load.hpp"

#include <boost/json.hpp>
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
    const boost::json::object line{{"sent", report.sent},
                                   {"acknowledged", report.acknowledged},
                                   {"lost", report.lost},
                                   {"acknowledged_per_s", report.acknowledged_per_s},
                                   {"ack_p50_ms", ms(report.answered.percentile(0.5))},
                                   {"ack_p99_ms", ms(report.answered.percentile(0.99))},
                                   {"ack_max_ms", ms(report.answered.largest())},
                                   {"resent", report.resent},
                                   {"refused", report.refused},
                                   {"reconnects", report.reconnects},
                                   {"connect_s", report.connect_s},
                                   {"send_lag_p99_ms", ms(report.send_lag.percentile(0.99))},
                                   {"generator_cpu_us_per_frame", report.cpu_us_per_frame}};
    return boost::json::serialize(line);
}

}  // namespace husong::device_sim
