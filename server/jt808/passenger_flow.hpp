// 0x1005 (JT/T 1078-2016): how many got on and off between two instants, counted by video.
#pragma once

#include "server/jt808/anomaly.hpp"
#include "server/jt808/bcd_time.hpp"
#include "server/jt808/view.hpp"

namespace husong::jt808 {

struct PassengerFlow {
    static constexpr std::uint16_t id = 0x1005;
    BcdTime start{};
    BcdTime end{};
    std::uint16_t boarded = 0;
    std::uint16_t alighted = 0;
    View extra{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.time("start", m.start);
        a.time("end", m.end);
        a.u16("boarded", m.boarded);
        a.u16("alighted", m.alighted);
        a.extra(m.extra);
    }
};

Anomalies anomalies_of(const PassengerFlow& flow);

}  // namespace husong::jt808
