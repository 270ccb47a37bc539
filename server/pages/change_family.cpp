// What a guardian is told: not of runs, but of the days and times at which they may be the child's.
#include "server/holidays/run_matching.hpp"
#include "server/pages/change_words.hpp"
#include "server/pages/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace husong::pages {

namespace {

using registry::Departure;
using registry::DepartureChange;
using registry::DepartureStatus;
using Times = std::set<Time>;

enum class LegNews : std::uint8_t { added, cancelled, not_hers, again, other };

// One run, or all of which the same is told.
struct FamilyLeg {
    LegNews news{};
    const Departure* run = nullptr;  // one of them
    std::string reason{};            // 取消（大雪封路）
    Times now{}, before{};
    int runs = 1, other_vehicle = 0;
    Time at{};
};

bool is_off(const Departure& run) { return run.status == DepartureStatus::cancelled; }

// Beyond what the last step says: what it was before the first.
void add_earlier(FamilyLeg& leg, const RunSteps& steps, const ChangeSource& source) {
    const Departure& is = *steps.front()->after;
    for (const DepartureChange* step : steps) {
        if (!step->before || !source.concerns(*step->before)) {
            leg.news = LegNews::added;
            continue;
        }
        if (is_off(*step->before) && leg.news == LegNews::other) leg.news = LegNews::again;
        if (step->before->leaves_at != is.leaves_at) leg.before.insert(step->before->leaves_at);
        if (step->before->vehicle != step->after->vehicle) leg.other_vehicle = 1;
    }
    if (leg.news != LegNews::added) return;
    leg.other_vehicle = 0;
    if (!leg.before.empty()) leg.news = LegNews::other;  // whoever read that it is new reads what it was
}

FamilyLeg leg_of_run(const RunSteps& steps, const ChangeSource& source) {
    const DepartureChange& last = *steps.front();
    FamilyLeg leg{.news = LegNews::other, .run = last.after};
    leg.at = last.at;
    leg.now = {last.after->leaves_at};
    if (!last.before) {
        leg.news = LegNews::added;
        return leg;
    }
    if (is_off(*last.after)) {
        leg.news = LegNews::cancelled;
        leg.reason = cancelled_words(*last.after);
    } else if (!source.concerns(*last.after)) {
        leg.news = LegNews::not_hers;  // another family's line is no business of theirs
    } else {
        add_earlier(leg, steps, source);
        return leg;
    }
    leg.run = last.before;
    leg.now = {last.before->leaves_at};
    return leg;
}

bool tells_something(const FamilyLeg& leg, const RunSteps& steps) {
    const DepartureChange& last = *steps.front();
    if (leg.news == LegNews::cancelled) return !is_off(*last.before);
    return leg.news != LegNews::other || !leg.before.empty() || leg.other_vehicle > 0;
}

// What was called off and comes on another day, by codes of one leg of a plan, has been moved.
void pair_moved(std::vector<FamilyLeg>& legs) {
    std::vector<const Departure*> moved;
    for (FamilyLeg& added : legs) {
        const std::string_view code = holidays::leg_in_code(added.run->code);
        if (added.news != LegNews::added || code.empty()) continue;
        bool paired = false;
        for (const FamilyLeg& off : legs) {
            if (off.news != LegNews::cancelled || off.at != added.at) continue;
            if (holidays::leg_in_code(off.run->code) != code) continue;
            if (china_date(off.run->leaves_at) == china_date(added.run->leaves_at)) continue;
            added.before.insert(off.now.begin(), off.now.end());
            moved.push_back(off.run);
            paired = true;
        }
        if (paired) added.news = LegNews::other;
    }
    std::erase_if(legs, [&](const FamilyLeg& leg) {
        return leg.news == LegNews::cancelled && std::ranges::find(moved, leg.run) != moved.end();
    });
}

Time day_before(const FamilyLeg& leg) {
    return leg.before.empty() ? china_midnight(*leg.now.begin()) : china_midnight(*leg.before.begin());
}

std::vector<FamilyLeg> merged(std::vector<FamilyLeg> legs) {
    const auto key = [](const FamilyLeg& leg) {
        return std::tuple{china_midnight(*leg.now.begin()), leg.run->direction, leg.news, day_before(leg),
                          leg.reason};
    };
    std::map<decltype(key(legs.front())), FamilyLeg> found;
    for (FamilyLeg& leg : legs) {
        const auto [at, fresh] = found.try_emplace(key(leg), leg);
        if (fresh) continue;
        FamilyLeg& all = at->second;
        all.now.insert(leg.now.begin(), leg.now.end());
        all.before.insert(leg.before.begin(), leg.before.end());
        all.other_vehicle += leg.other_vehicle;
        all.at = std::max(all.at, leg.at);
        ++all.runs;
    }
    std::vector<FamilyLeg> list;
    list.reserve(found.size());
    for (auto& [of, leg] : found) list.push_back(std::move(leg));
    return list;
}

// 14:00、14:40
std::string clocks(const Times& times) {
    std::string text;
    for (const Time time : times) text += (text.empty() ? "" : "、") + clock_text(time);
    return text;
}

// 03-22 周一 16:30、17:10; of the same day only the times.
std::string times_before(const FamilyLeg& leg) {
    std::map<Time, Times> by_day;
    for (const Time time : leg.before) by_day[china_midnight(time)].insert(time);
    const Time day = china_midnight(*leg.now.begin());
    std::string text;
    for (const auto& [midnight, times] : by_day) {
        if (!text.empty()) text += "、";
        if (midnight != day) text += day_text(midnight) + " ";
        text += clocks(times);
    }
    return text;
}

std::string words_of_leg(const FamilyLeg& leg) {
    std::vector<std::string> parts;
    if (leg.news == LegNews::cancelled) parts.push_back(leg.reason);
    if (leg.news == LegNews::not_hers) parts.emplace_back("不再走孩子的线路");
    if (leg.news == LegNews::added) parts.emplace_back("新增");
    if (leg.news == LegNews::again) parts.emplace_back("恢复");
    if (!leg.before.empty()) parts.push_back("原来 " + times_before(leg));
    if (leg.other_vehicle > 0)
        parts.emplace_back(leg.other_vehicle == leg.runs ? "换了一辆车" : "有的换了车");
    return fmt::format("{}", fmt::join(parts, "；"));
}

}  // namespace

std::vector<ChangeDraft> family_drafts(const std::vector<RunSteps>& runs, const ChangeSource& source,
                                       Time now) {
    std::vector<FamilyLeg> legs;
    for (const RunSteps& steps : runs) {
        FamilyLeg leg = leg_of_run(steps, source);
        if (tells_something(leg, steps)) legs.push_back(std::move(leg));
    }
    if (legs.empty()) return {};
    pair_moved(legs);
    std::vector<ChangeDraft> drafts;
    for (const FamilyLeg& leg : merged(std::move(legs))) {
        const Time first = *leg.now.begin();
        ChangeDraft draft{
            .leaves_at = first,
            .run = fmt::format("{} {} {}", day_text(first), clocks(leg.now), direction_words(*leg.run))};
        draft.what = words_of_leg(leg);
        draft.at = leg.at;
        const auto is_today = [&](Time time) { return china_date(time) == china_date(now); };
        draft.of_today = std::ranges::any_of(leg.now, is_today) || std::ranges::any_of(leg.before, is_today);
        drafts.push_back(std::move(draft));
    }
    return drafts;
}

}  // namespace husong::pages
