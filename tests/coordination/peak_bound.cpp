#include "tests/coordination/peak_bound.hpp"

#include "server/plan_check/question.hpp"

#include <algorithm>
#include <cmath>
#include <glpk.h>
#include <memory>
#include <stdexcept>

namespace husong::checker {

namespace {

using plan_check::LegKey;
using plan_check::Line;
using plan_check::Moment;
using plan_check::Place;
using plan_check::quarter;
using plan_check::quarters_a_day;
using plan_check::Question;
using plan_check::School;
using plan_check::Wish;

// The fewest and shortest ways that carry a line's riders: the j-th vehicle from the far end must go where
// more than j-1 full ones of the largest size leave somebody. Longest first.
std::vector<int> ways_of(const Question& of, const School& school) {
    int seats = 0;
    for (const auto& vehicle : of.vehicles)
        if ((vehicle.stages & school.stages) == school.stages) seats = std::max(seats, vehicle.seats);
    std::vector<int> ways;
    for (const std::size_t line : school.lines) {
        if (seats == 0) continue;
        std::vector<Place> places = of.lines[line].places;
        std::ranges::sort(places, std::ranges::greater{}, &Place::minutes);
        int beyond = 0, vehicles = 0;
        for (const Place& place : places) {
            beyond += place.riders;
            for (; vehicles * seats < beyond; ++vehicles) ways.push_back(place.minutes);
        }
    }
    std::ranges::sort(ways, std::ranges::greater{});
    return ways;
}

using Profile = std::map<int, int>;  // vehicles in use by quarter hour

// What the leg takes at that moment; none: it may not.
std::unique_ptr<Profile> profile(const Question& of, const LegKey& key, Moment at,
                                 const std::vector<int>& ways) {
    const School& school = of.schools[key.school];
    auto made = std::make_unique<Profile>();
    for (std::size_t i = 0; i < ways.size(); ++i) {
        const int gate = at.minute + quarter * (static_cast<int>(i) / school.gate_per_quarter);
        if (key.home ? gate + ways[i] > of.day(at.day)->dusk : gate > school.back_until) return nullptr;
        const int from = key.home ? gate : gate - 2 * ways[i];
        const int until = (key.home ? gate + 2 * ways[i] : gate) + of.turn;
        for (int q = from / quarter; q * quarter < until; ++q) ++(*made)[at.day * quarters_a_day + q];
    }
    return made;
}

std::vector<Profile> profiles(const Question& of, const LegKey& key, const Wish& leg) {
    const School& school = of.schools[key.school];
    const int from = key.home ? school.home_from : school.back_from;
    const int until = key.home ? school.home_until : school.back_until;
    std::set<int> minutes{leg.at.minute};
    for (int minute = (from + of.every - 1) / of.every * of.every; minute <= until; minute += of.every)
        minutes.insert(minute);
    if (leg.pin) minutes = {leg.pin->minute};
    const std::vector<int> ways = ways_of(of, school);
    std::vector<Profile> all;
    const int middle = leg.pin ? leg.pin->day : leg.at.day, shift = leg.pin ? 0 : leg.shift;
    for (int day = middle - shift; day <= middle + shift; ++day) {
        const auto* known = of.day(day);
        if (!known || known->closed.contains(key.school) || leg.forbidden.contains(day)) continue;
        if (key.home ? (school.weekdays >> Question::weekday(day) & 1) == 0 : known->no_return) continue;
        for (const int minute : minutes)
            if (auto made = profile(of, key, {day, minute}, ways)) all.push_back(std::move(*made));
    }
    return all;
}

// The linear relaxation of legs that are decided together.
double relaxed_peak(const std::vector<std::vector<Profile>>& legs) {
    const std::unique_ptr<glp_prob, void (*)(glp_prob*)> program{glp_create_prob(), glp_delete_prob};
    glp_prob* lp = program.get();
    glp_set_obj_dir(lp, GLP_MIN);
    const int peak = glp_add_cols(lp, 1);
    glp_set_col_bnds(lp, peak, GLP_LO, 0, 0);
    glp_set_obj_coef(lp, peak, 1);
    std::map<int, int> rows;
    std::vector<std::pair<int, double>> peak_entries;
    for (const auto& options : legs) {
        const int choose = glp_add_rows(lp, 1);
        glp_set_row_bnds(lp, choose, GLP_FX, 1, 1);
        for (const Profile& option : options) {
            std::vector<int> index{0, choose};
            std::vector<double> value{0, 1};
            for (const auto& [q, vehicles] : option) {
                auto [row, made] = rows.try_emplace(q, 0);
                if (made) {
                    row->second = glp_add_rows(lp, 1);
                    glp_set_row_bnds(lp, row->second, GLP_UP, 0, 0);
                }
                index.push_back(row->second);
                value.push_back(vehicles);
            }
            const int column = glp_add_cols(lp, 1);
            glp_set_col_bnds(lp, column, GLP_LO, 0, 0);
            glp_set_mat_col(lp, column, static_cast<int>(index.size()) - 1, index.data(), value.data());
        }
    }
    std::vector<int> index{0};
    std::vector<double> value{0};
    for (const auto& [q, row] : rows) {
        index.push_back(row);
        value.push_back(-1);
    }
    glp_set_mat_col(lp, peak, static_cast<int>(index.size()) - 1, index.data(), value.data());
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_ON;
    if (glp_simplex(lp, &how) != 0 || glp_get_status(lp) != GLP_OPT)
        throw std::runtime_error("no relaxation");
    return glp_get_obj_val(lp);
}

}  // namespace

int peak_bound(std::string_view case_json) {
    const Question of = plan_check::read_question(case_json).value();
    std::map<int, std::vector<std::vector<Profile>>> weeks;
    for (const auto& [key, leg] : of.legs) {
        const auto home = of.legs.find({key.school, key.number, true});
        const int day = home != of.legs.end() ? home->second.at.day : leg.at.day;
        weeks[day - Question::weekday(day)].push_back(profiles(of, key, leg));
    }
    double worst = 0;
    for (const auto& [week, legs] : weeks) worst = std::max(worst, relaxed_peak(legs));
    constexpr double rounding = 1e-6;
    return static_cast<int>(std::ceil(worst - rounding));
}

}  // namespace husong::checker
