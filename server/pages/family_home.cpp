#include "server/pages/family_home.hpp"

#include "server/pages/page.hpp"
#include "server/pages/words.hpp"

namespace husong::pages {

bool has_left(const registry::Departure& run, const tracking::TripTrace& trace,
              const tracking::TripSettings& settings, Time now) {
    using tracking::TripPhase;
    if (trace.phase == TripPhase::under_way || trace.phase == TripPhase::ended) return true;
    const bool seen_there = trace.phase == TripPhase::waiting && trace.position_at &&
                            now - *trace.position_at <= settings.position_lost;
    return !seen_there && now >= run.leaves_at + surely_left;
}

void fill_home(Fill& page, const FamilyHome& home) {
    Fill part = page.show("COME_HOME");
    part.set("RUN", home.run);
    if (home.missing_at) {
        part.show("MISSING").set("AT", clock_text(*home.missing_at));
        part.show("MAY_SAFE");
    } else if (home.safe_at) {
        part.show("SAFE").set("AT", clock_text(*home.safe_at));
        part.show("MAY_MISSING").set("LABEL", "按错了：没接到孩子");
    } else {
        part.show("MAY_SAFE");
        part.show("MAY_MISSING").set("LABEL", "没接到孩子");
    }
}

}  // namespace husong::pages
