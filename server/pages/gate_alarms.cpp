#include "server/pages/gate_alarms.hpp"

#include "server/gate/words.hpp"
#include "server/pages/page.hpp"

namespace husong::pages {

void fill_alarms(Fill& page, std::span<const GateAlarm> alarms) {
    if (alarms.empty()) return;
    Fill list = page.show("ALARMS");
    list.set("COUNT", static_cast<long long>(alarms.size()));
    for (const GateAlarm& alarm : alarms) {
        Fill row = list.show("ALARM");
        row.set("WHO", alarm.who).set("WHAT", alarm.what).set("SINCE", gate::clock_zh(alarm.since));
        if (!alarm.sure) row.show("SUSPECTED");
    }
}

}  // namespace husong::pages
