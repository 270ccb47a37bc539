#include "server/pages/run_table.hpp"

#include "server/base/hex.hpp"
#include "server/gate/words.hpp"
#include "server/pages/gate_parts.hpp"

#include <array>

namespace husong::pages {

namespace {

using holidays::Published;
using holidays::RunState;
using registry::Direction;

struct StateLook {
    std::string_view word;
    std::string_view tone;
};
constexpr std::array<StateLook, 10> state_looks{{{"计划", "off"},
                                                 {"已取消", "bad"},
                                                 {"在校门", "info"},
                                                 {"已放行", "ok"},
                                                 {"已过时间", "off"},
                                                 {"由别的车接替", "warn"},
                                                 {"在途", "info"},
                                                 {"到终点", "ok"},
                                                 {"没有放行就离开", "bad"},
                                                 {"失联", "warn"}}};

void fill_run(Fill row, const Published& run, SchoolNames schools) {
    const bool home = run.departure.direction == Direction::home;
    row.set("TIME", gate::clock_zh(run.departure.leaves_at)).set("DIRECTION", home ? "离校" : "返校");
    row.set("SCHOOL", run.school).set("CODE", percent_encode(run.departure.school));
    row.show(schools == SchoolNames::linked ? "LINKED" : "PLAIN");
    row.set("LINE", run.line).set("SEATS", run.departure.seats);
    fill_plate(row, run.plate);
    row.set("DRIVER", run.driver.empty() ? "没有登记" : run.driver);
    row.set("ESCORT", run.escort.empty() ? "没有登记" : run.escort);
    const StateLook& look = state_looks.at(static_cast<std::size_t>(run.state));
    const bool timed = run.state_at != Time{};
    row.set("TONE", look.tone);
    row.set("STATE", std::string{look.word} + (timed ? " " + gate::clock_zh(run.state_at) : ""));
    if (!run.departure.note.empty()) row.show("NOTE").set("TEXT", run.departure.note);
}

}  // namespace

void insert_run_table(Fill& fill, std::string_view caption, std::span<const Published> runs,
                      SchoolNames schools) {
    Fill table = fill.show("TABLE").insert("RUN_TABLE", "run_table.html");
    table.set("CAPTION", caption);
    for (const Published& run : runs) fill_run(table.show("RUN"), run, schools);
}

}  // namespace husong::pages
