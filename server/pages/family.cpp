#include "server/pages/family.hpp"

#include "server/pages/page.hpp"
#include "server/pages/words.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace husong::pages {

namespace {

using registry::Departure;
using registry::DepartureStatus;
using registry::Direction;
using tracking::TripPhase;

// Of an estimate: to the nearest minute.
std::string about_text(Time t) { return clock_text(std::chrono::round<std::chrono::minutes>(t)); }

// The place of the plan at which the child gets off on the way home, and on the way to school is fetched.
std::optional<std::size_t> own_place(const FamilyFacts& facts) {
    const auto& places = facts.plan.places;
    const auto found = std::find_if(places.begin(), places.end(), [&](const tracking::TripPlace& place) {
        return place.name == facts.pupil.stop;
    });
    if (found == places.end()) return std::nullopt;
    return static_cast<std::size_t>(found - places.begin());
}

// The way to the words: each case says headline, detail and tone.
class Teller {
public:
    Teller(const FamilyFacts& facts, const FamilySettings& settings)
        : facts_{facts}, settings_{settings}, departure_{facts.departure}, own_{own_place(facts)} {
        if (!departure_) return;
        const tracking::SegmentHistory none;
        estimates_ = tracking::estimate_arrivals(facts.plan, facts.trace,
                                                 facts.history ? *facts.history : none, facts.now);
    }

    FamilyView tell() && {
        if (facts_.pupil.line.empty()) return say("没有登记乘车", "孩子没有登记乘车线路，请问学校。");
        if (!departure_) return say("近期没有接送安排", "学校公布后这里会显示。");
        if (departure_->status == DepartureStatus::cancelled) return cancelled();
        if (!facts_.window.holds(facts_.now)) return outside();
        if (is_over()) return over();
        view_.position_at = facts_.trace.position_at;
        view_.position_late = !is_fresh(settings_.trip.position_fresh);
        if (facts_.trace.phase == TripPhase::under_way)
            under_way();
        else
            not_left();
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
        return say(fmt::format("{} {} 的车取消了", day_text(departure_->leaves_at),
                               clock_text(departure_->leaves_at)),
                   departure_->note.empty() ? "请留意学校的通知。" : departure_->note, Tone::care);
    }

    FamilyView outside() {
        const std::string when = clock_text(departure_->leaves_at);
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

    // The child has got off, as far as a vehicle's way can say, or has arrived at school.
    [[nodiscard]] bool is_over() const {
        if (facts_.trace.phase == TripPhase::ended) return true;
        return home() && own_ && facts_.trace.reached > *own_;
    }

    FamilyView over() {
        if (!home())
            return say(fmt::format("{} 已到学校", clock_text(*facts_.trace.ended_at)), "位置已关闭。",
                       Tone::good);
        const auto at = own_ ? facts_.trace.passed[*own_] : facts_.trace.ended_at;
        const std::string where = own_ ? facts_.plan.places[*own_].name : facts_.plan.places.back().name;
        if (at) return say(fmt::format("车 {} 已到{}", clock_text(*at), where), "位置已关闭。", Tone::good);
        return say(fmt::format("车已经过了{}", where), "经过时没有信号，不知道准确时间。位置已关闭。",
                   Tone::good);
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

    void under_way() {
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

    // On the way to school: has the vehicle been at the child's stop?
    [[nodiscard]] bool fetched() const { return !home() && own_ && facts_.trace.reached > *own_; }
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

std::string_view mark_of(Tone tone) {
    switch (tone) {
        case Tone::good: return "ok";
        case Tone::care: return "warn";
        case Tone::unknown: return "off";
        case Tone::plain: break;
    }
    return "info";
}

void fill_position(Fill& page, const FamilyFacts& facts, const FamilyView& view, bool ages) {
    if (!view.position_at) return;
    Fill position = page.show("POSITION");
    position.set("AT", to_iso(*view.position_at)).set("CLOCK", clock_text(*view.position_at));
    position.set("LATE", view.position_late ? "late" : "fresh");
    position.set("AGE", ages ? age_text(facts.now - *view.position_at) : "");
}

const char* section_of(const FamilyStop& stop) {
    switch (stop.state) {
        case FamilyStop::State::here: return "HERE";
        case FamilyStop::State::left: return "LEFT";
        case FamilyStop::State::passed: return stop.unseen ? "UNSEEN" : "PASSED";
        case FamilyStop::State::ahead: break;
    }
    return stop.timetable ? "TIMETABLE" : "ESTIMATED";
}

void fill_stops(Fill& page, const FamilyView& view) {
    if (view.stops.empty()) return;
    Fill list = page.show("STOPS");
    for (const FamilyStop& stop : view.stops) {
        if (stop.bus_before) list.show("STOP").show("BUS");
        Fill each = list.show("STOP");
        Fill place = each.show("PLACE");
        const bool ahead = stop.state == FamilyStop::State::ahead;
        place.set("NAME", stop.name).set("STATE", ahead ? "ahead" : "gone");
        place.set("CLOCK", stop.unseen ? "—" : ahead ? about_text(stop.at) : clock_text(stop.at));
        if (stop.own) place.show("OWN");
        place.show(section_of(stop));
    }
}

void fill_vehicle(Fill& page, const FamilyFacts& facts) {
    if (facts.plate.empty()) return;
    Fill vehicle = page.show("VEHICLE");
    vehicle.set("PLATE", facts.plate).set("PLATE_CLASS", facts.plate_class);
    vehicle.show(facts.papers_valid ? "PAPERS_VALID" : "PAPERS_ASK");
}

void fill_next(Fill& page, const FamilyFacts& facts) {
    Fill next = page.show("NEXT");
    const auto line = [&](const char* section, const Departure* departure) {
        if (!departure) return;
        next.show(section).set("WHEN",
                               day_text(departure->leaves_at) + " " + clock_text(departure->leaves_at));
    };
    line("HOME", facts.departures.next_home);
    line("BACK", facts.departures.next_back);
    if (!facts.departures.next_home && !facts.departures.next_back) next.show("NONE");
    if (!facts.calendar_path.empty()) next.show("CALENDAR").set("PATH", facts.calendar_path);
}

void fill_words(Fill& part, const FamilyRide& ride, bool ages) {
    part.set("HEADLINE", ride.view.headline).set("DETAIL", ride.view.detail);
    part.set("MARK", mark_of(ride.view.tone));
    fill_position(part, ride.facts, ride.view, ages);
    fill_vehicle(part, ride.facts);
}

void fill_only_ride(Fill& page, const FamilyRide& ride, bool ages) {
    fill_words(page, ride, ages);
    fill_stops(page, ride.view);
    page.show("ONE");
}

// The other runs of the day, where there are any: the child's may be one of them.
void fill_day(Fill& page, const FamilyFacts& facts) {
    const auto& of_day = facts.departures.of_day;
    if (of_day.size() == facts.departures.runs.size()) return;
    std::string times;
    for (const Departure* run : of_day) times += (times.empty() ? "" : "、") + clock_text(run->leaves_at);
    Fill day = page.show("OF_DAY");
    day.set("COUNT", static_cast<long long>(of_day.size())).set("TIMES", times);
    day.set("WAY", of_day.front()->direction == Direction::home ? "离校" : "返校");
    day.set("SHOWN", clock_text(facts.departures.now->leaves_at));
}

// Which of them is the child's only the school knows.
void fill_rides(Fill& page, std::span<const FamilyRide> rides, bool ages) {
    const Departure& first = *rides.front().facts.departure;
    const std::size_t all = rides.front().facts.departures.runs.size();
    page.set("HEADLINE", fmt::format("{} {}有 {} 趟车", day_text(first.leaves_at),
                                     first.direction == Direction::home ? "离校" : "返校", all));
    const std::string part = all > rides.size() ? fmt::format("下面是其中 {} 趟。", rides.size()) : "";
    page.set("DETAIL", "孩子坐哪一趟，请看学校的通知。" + part).set("MARK", mark_of(Tone::plain));
    for (const FamilyRide& ride : rides) {
        Fill card = page.show("RIDE");
        card.set("LEAVES_AT", clock_text(ride.facts.departure->leaves_at));
        fill_words(card, ride, ages);
    }
}

}  // namespace

std::string family_page(std::span<const FamilyRide> rides, const FamilyPageOptions& options) {
    const FamilyFacts& facts = rides.front().facts;
    Fill page;
    page.include("STYLE", "family.css");
    page.set("SIZE", options.big ? "big" : "usual").set("OTHER_SIZE", options.big ? "0" : "1");
    page.set("SIZE_WORD", options.big ? "标准字" : "大字");
    page.set("PUPIL", facts.pupil.name).set("SCHOOL", facts.school_name);
    page.set("MADE_AT", options.ages ? clock_text(facts.now) : "");
    fill_day(page, facts);
    if (rides.size() == 1)
        fill_only_ride(page, rides.front(), options.ages);
    else
        fill_rides(page, rides, options.ages);
    fill_next(page, facts);
    return render("family.html", page);
}

std::string no_such_link_page() {
    Fill page;
    page.include("STYLE", "family.css");
    return render("no_link.html", page);
}

FamilyView view_for_family(const FamilyFacts& facts, const FamilySettings& settings) {
    return Teller{facts, settings}.tell();
}

}  // namespace husong::pages
