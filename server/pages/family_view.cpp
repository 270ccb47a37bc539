// What of one child's trip is said: the sentence, what it rests on, and the stops.
#include "server/holidays/rider_note.hpp"
#include "server/pages/family.hpp"
#include "server/pages/family_marks.hpp"
#include "server/pages/words.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace husong::pages {

namespace {

using registry::Departure;
using registry::DepartureStatus;
using registry::Direction;
using tracking::TripPhase;

// The way to the words: each case says headline, detail and tone.
class Teller {
public:
    Teller(const FamilyFacts& facts, const FamilySettings& settings)
        : facts_{facts},
          settings_{settings},
          departure_{facts.departure},
          own_{own_place(facts.plan, facts.way.stop)} {
        if (!departure_) return;
        const tracking::SegmentHistory none;
        estimates_ = tracking::estimate_arrivals(facts.plan, facts.trace,
                                                 facts.history ? *facts.history : none, facts.now);
    }

    FamilyView tell() && {
        if (facts_.pupil.line.empty() && !departure_)
            return say("没有登记乘车", "孩子没有登记乘车线路，请问学校。");
        if (!departure_) return say("近期没有接送安排", "学校公布后这里会显示。");
        if (departure_->status == DepartureStatus::cancelled) return cancelled();
        if (facts_.marks.alighted_at) return say(alighted_text(facts_), "位置已关闭。", Tone::good);
        if (facts_.marks.excused() && is_today()) return excused();
        if (!facts_.window.holds(facts_.now)) return outside();
        if (is_over()) {
            over();
            tell_unmarked();
            return std::move(view_);
        }
        view_.position_at = facts_.trace.position_at;
        view_.position_late = !is_fresh(settings_.trip.position_fresh);
        if (facts_.trace.phase == TripPhase::under_way)
            under_way();
        else
            not_left();
        if (is_aboard(facts_))
            put_mark(boarded_text(facts_), Tone::good);
        else
            tell_unmarked();
        list_stops();
        return std::move(view_);
    }

private:
    FamilyView say(std::string headline, std::string detail, Tone tone = Tone::plain) {
        view_.headline = std::move(headline);
        view_.detail = std::move(detail);
        view_.tone = tone;
        return std::move(view_);
    }
    void put(std::string headline, std::string detail, Tone tone) {
        view_.headline = std::move(headline);
        view_.detail = std::move(detail);
        view_.tone = tone;
    }

    void put_mark(std::string mark, Tone tone) {
        view_.mark = std::move(mark);
        view_.mark_tone = tone;
    }

    [[nodiscard]] bool home() const { return departure_->direction == Direction::home; }
    [[nodiscard]] std::string first_place() const {
        return home() ? "学校" : facts_.plan.places.front().name;
    }
    [[nodiscard]] bool is_today() const {
        return china_date(departure_->leaves_at) == china_date(facts_.now);
    }
    [[nodiscard]] bool is_fresh(Milliseconds limit) const {
        return facts_.trace.position_at && facts_.now - *facts_.trace.position_at <= limit;
    }

    FamilyView cancelled() {
        const bool has_reason = !departure_->note.empty() && !holidays::tells_riders(departure_->note);
        return say(fmt::format("{} {} 的车取消了", day_text(departure_->leaves_at),
                               clock_text(departure_->leaves_at)),
                   has_reason ? departure_->note : "请留意学校的通知。", Tone::care);
    }

    [[nodiscard]] bool only_run_today() const {
        const auto& all = facts_.departures.all;
        return !all || std::ranges::count_if(*all, [&](const registry::Run& run) {
                           return run.value.status == DepartureStatus::planned &&
                                  china_date(run.value.leaves_at) == china_date(departure_->leaves_at);
                       }) <= 1;
    }

    FamilyView excused() {
        const Time at = *facts_.marks.excused_at;
        const bool today = china_date(at) == china_date(facts_.now);
        return say(only_run_today() ? "请假，今天不乘车" : "请假，这一趟不乘车",
                   fmt::format("{} 登记。位置已关闭。",
                               today ? clock_text(at) : day_text(at) + " " + clock_text(at)));
    }

    FamilyView outside() {
        const std::string when = clock_text(departure_->leaves_at);
        if (facts_.marks.excused()) put_mark("这一趟登记了请假", Tone::plain);
        if (facts_.now >= departure_->leaves_at)
            return say("这一趟已经结束", "没有收到到达的记录。", Tone::unknown);
        if (is_today())
            return say(fmt::format("今天 {} {}发车", when, home() ? "从学校" : ""),
                       "按时刻表。发车前 30 分钟起可以看到车到了哪里。");
        return say(fmt::format("{}，下一次是 {} {}",
                               facts_.departures.some_today ? "今天的车都结束了" : "今天不接送",
                               day_text(departure_->leaves_at), when),
                   "按时刻表。");
    }

    [[nodiscard]] bool past_own_stop() const { return own_ && facts_.trace.reached > *own_; }

    // The child has got off, as far as a vehicle's way can say and no mark says otherwise, or has arrived at
    // school.
    [[nodiscard]] bool is_over() const {
        if (facts_.trace.phase == TripPhase::ended) return true;
        return home() && past_own_stop() && !is_aboard(facts_);
    }

    void over() {
        if (!home())
            return put(fmt::format("{} 已到学校", clock_text(*facts_.trace.ended_at)), "位置已关闭。",
                       Tone::good);
        const auto at = own_ ? facts_.trace.passed[*own_] : facts_.trace.ended_at;
        const std::string where = own_ ? facts_.plan.places[*own_].name : facts_.plan.places.back().name;
        if (at) return put(fmt::format("车 {} 已到{}", clock_text(*at), where), "位置已关闭。", Tone::good);
        put(fmt::format("车已经过了{}", where), "经过时没有信号，不知道准确时间。位置已关闭。", Tone::good);
    }

    // Whom the crew should have marked by now: what was to be said becomes what it rests on.
    void tell_unmarked() {
        const Unmarked what = unmarked(facts_, settings_);
        if (what == Unmarked::not_yet) put_mark("还没有登记上车", Tone::plain);
        if (what != Unmarked::missing) return;
        const bool at_school = !home() && facts_.trace.phase == TripPhase::ended;
        view_.detail = fmt::format("{}{}。{}", at_school ? "车 " : "", view_.headline, view_.detail);
        view_.headline =
            fmt::format("车已离开{}，没有登记孩子上车，请联系照管人员或学校", home() ? "学校" : "本站");
        view_.tone = Tone::care;
    }

    void not_left() {
        const std::string when = clock_text(departure_->leaves_at);
        const auto late =
            std::chrono::floor<std::chrono::minutes>(facts_.now - departure_->leaves_at).count();
        const bool waiting = facts_.trace.phase == TripPhase::waiting;
        if (late >= 1 && !is_fresh(settings_.trip.position_lost))
            put(fmt::format("{} 该发车，暂时收不到车的位置", when),
                waiting ? fmt::format("{} 车在{}，发车没有还不知道。", clock_text(*facts_.trace.position_at),
                                      first_place())
                        : fmt::format("还没有看到车到{}，发车没有还不知道。", first_place()),
                Tone::unknown);
        else if (late >= 1)
            put(fmt::format("车还没有发车，晚了 {} 分钟", late),
                waiting ? fmt::format("车已到{}。", first_place()) : "还没有看到车到" + first_place() + "。",
                late >= 10 ? Tone::care : Tone::plain);
        else if (waiting)
            put(fmt::format("车已到{}，{} 发车", first_place(), when), "发车时间按时刻表。", Tone::plain);
        else
            put(fmt::format("{} {}发车，车还没到", when, home() ? "从学校" : ""),
                unheard("发车时间按时刻表。"), Tone::plain);
    }

    [[nodiscard]] std::string unheard(std::string otherwise) const {
        return is_fresh(settings_.trip.position_lost) ? std::move(otherwise) : "暂时收不到车的位置。";
    }

    // On the way home, and nobody has marked that the child has got off at its stop.
    void past_her_stop() {
        const auto at = facts_.trace.passed[*own_];
        const bool there = facts_.trace.standing_at == own_;
        put(fmt::format("车{}{}{}，还没有登记下车", at ? " " + clock_text(*at) + " " : "",
                        there ? "已到" : "已过", facts_.plan.places[*own_].name),
            "位置开到登记下车或这一趟结束为止。", there ? Tone::plain : Tone::care);
    }

    void under_way() {
        if (home() && past_own_stop()) return past_her_stop();
        const std::size_t goal = goal_place();
        const std::string where = home() || !fetched() ? facts_.plan.places[goal].name : "学校";
        if (!is_fresh(settings_.trip.position_lost)) return lost();
        const tracking::PlaceArrival* arrival = estimates_.of(goal);
        if (!arrival) return put(fmt::format("在路上，正往{}走", where), left_text() + why_not(), Tone::good);
        const Time at = arrival->said();
        const auto minutes = minutes_until(at, facts_.now);
        const std::string when = fmt::format("约 {}。", between_text(arrival->early(), arrival->late()));
        if (at - facts_.now <= settings_.nearly_there && !(fetched() && !home()))
            put(fmt::format("快到了，约 {} 分钟到{}，请出门", minutes, where), when, Tone::good);
        else
            put(fmt::format("在路上，约 {} 分钟到{}", minutes, where), when, Tone::good);
    }

    // Why nobody says when it comes.
    [[nodiscard]] std::string why_not() const {
        if (!estimates_.reason) return {};
        return fmt::format("{}，说不准几点到。", tracking::no_estimate_name_zh(*estimates_.reason));
    }

    void lost() {
        std::string last = "还没有收到位置";
        if (facts_.trace.position_at)
            last = fmt::format("最后 {} {}", clock_text(*facts_.trace.position_at), last_passed());
        put(fmt::format("暂时收不到车的位置（{}）", last), "山里可能没有信号，收到后这里会更新。",
            Tone::unknown);
    }

    [[nodiscard]] std::string last_passed() const {
        return facts_.trace.reached > 0 ? "过" + facts_.plan.places[facts_.trace.reached - 1].name : "收到";
    }
    [[nodiscard]] std::string left_text() const {
        return facts_.trace.left_at ? fmt::format("{} 已发车。", clock_text(*facts_.trace.left_at))
                                    : "已发车。";
    }

    // On the way to school: has the vehicle been at the child's stop, or is the child in it anyway?
    [[nodiscard]] bool fetched() const { return !home() && (past_own_stop() || is_aboard(facts_)); }
    [[nodiscard]] std::size_t goal_place() const {
        if (own_ && !fetched()) return *own_;
        return facts_.plan.places.size() - 1;
    }

    [[nodiscard]] FamilyStop::State state_of_reached(std::size_t place) const {
        if (place > 0) return FamilyStop::State::passed;
        if (facts_.trace.phase == TripPhase::waiting) return FamilyStop::State::here;
        return facts_.trace.left_at ? FamilyStop::State::left : FamilyStop::State::passed;
    }

    void list_stops() {
        const auto& places = facts_.plan.places;
        for (std::size_t i = 0; i < places.size(); ++i) {
            FamilyStop stop;
            stop.name = places[i].name;
            stop.own = own_ == i;
            if (i < facts_.trace.reached) {
                stop.state = state_of_reached(i);
                stop.unseen = !facts_.trace.passed[i];
                stop.at = stop.state == FamilyStop::State::left
                              ? *facts_.trace.left_at
                              : facts_.trace.passed[i].value_or(places[i].due);
            } else {
                const auto* arrival = estimates_.reason ? nullptr : estimates_.of(i);
                stop.state = FamilyStop::State::ahead;
                stop.timetable = !arrival;
                stop.at = arrival ? arrival->said() : places[i].due;
                stop.bus_before = facts_.trace.phase == TripPhase::under_way && i == facts_.trace.reached;
            }
            view_.stops.push_back(std::move(stop));
        }
    }

    const FamilyFacts& facts_;
    const FamilySettings& settings_;
    const Departure* departure_;
    std::optional<std::size_t> own_;
    tracking::ArrivalEstimates estimates_;
    FamilyView view_;
};

}  // namespace

FamilyView view_for_family(const FamilyFacts& facts, const FamilySettings& settings) {
    return Teller{facts, settings}.tell();
}

}  // namespace husong::pages
