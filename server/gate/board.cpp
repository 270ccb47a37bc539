#include "server/gate/board.hpp"

#include <algorithm>

namespace husong::gate {

namespace {

bool is_held(const Visit& visit) {
    return visit.column == Column::at_gate && visit.hindrance &&
           visit.hindrance->hindrance != Hindrance::not_counted;
}

Time let_go_at(const Visit& visit) {
    return visit.released ? visit.released->at : visit.left_unreleased_at.value_or(Time{});
}

}  // namespace

Board make_board(std::vector<Visit> visits) {
    Board board;
    for (Visit& visit : visits) {
        if (visit.departure.status == registry::DepartureStatus::cancelled) {
            ++board.cancelled;
            continue;
        }
        if (visit.over) {
            ++board.over;
            continue;
        }
        ++board.vehicles;
        if (visit.position == PositionAge::lost && visit.column != Column::released &&
            visit.column != Column::at_gate)
            ++board.lost;
        if (is_held(visit)) ++board.held;
        board.columns.at(static_cast<std::size_t>(visit.column)).push_back(std::move(visit));
    }
    for (auto& column : board.columns)
        std::stable_sort(column.begin(), column.end(),
                         [](const Visit& a, const Visit& b) { return a.due_at < b.due_at; });
    auto& released = board.columns.at(static_cast<std::size_t>(Column::released));
    std::stable_sort(released.begin(), released.end(),
                     [](const Visit& a, const Visit& b) { return let_go_at(a) > let_go_at(b); });
    return board;
}

std::vector<registry::Run> runs_of(const registry::Registry& registry, std::string_view school,
                                   std::chrono::year_month_day day) {
    const Time begin = china_midnight(day);
    return registry::find_runs(
        {.from = begin, .until = begin + std::chrono::days{1}, .school = school, .cancelled = true},
        registry);
}

}  // namespace husong::gate
