// Lines of a record log (docs/records-log.md), gathered and given out in the order in which the server had
// them.
#pragma once

#include "device_sim/county.hpp"
#include "device_sim/event.hpp"
#include "device_sim/flow_counter.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace husong::device_sim {

// Who told it of which vehicle, when it was, and when it came.
struct Telling {
    const Vehicle& vehicle;
    std::string_view source;
    Time measured_at{}, received_at{};
};

struct CrewEvent {
    std::string_view kind;  // by the server's name for it: driver_on, boarded, swept …
    std::string_view run, person;
    int number = 0;
};

class RecordLines {
public:
    void position(const Telling& telling, const Fix& fix);
    void flow(const Telling& telling, Time from, const Flow& flow);
    void head_count(const Telling& telling, const HeadCount& heads);
    void event(const Telling& telling, const CrewEvent& event);

    [[nodiscard]] std::size_t told() const { return told_; }
    // What came before that instant, in order; the rest waits.
    std::string take(Time until);

private:
    void add(const Telling& telling, std::string_view rest);

    struct Line {
        Time received_at{};
        std::string text;
    };
    std::vector<Line> lines_;
    std::size_t told_ = 0;
};

}  // namespace husong::device_sim
