#include "server/coordination/words.hpp"

#include "server/coordination/json_texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace husong::coordination {

using one_day = std::chrono::days;

namespace {

constexpr std::array weekdays_zh{"周日", "周一", "周二", "周三", "周四", "周五", "周六"};
constexpr std::array weekdays_en{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array months_en{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
struct StageWords {
    Stage stage;
    std::string_view zh, en;
};
constexpr std::array stage_words{StageWords{Stage::kindergarten, "幼儿", "kindergarten"},
                                 StageWords{Stage::primary, "小学生", "primary"},
                                 StageWords{Stage::junior_high, "初中生", "junior-high"},
                                 StageWords{Stage::senior_high, "高中生", "senior-high"}};

}  // namespace

std::string Words::count(int n, std::string_view one) {
    return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
}

std::string Words::day(Day on) const {
    const std::chrono::year_month_day date{on};
    const auto month = static_cast<unsigned>(date.month()), of_month = static_cast<unsigned>(date.day());
    const auto weekday = std::chrono::weekday{on}.c_encoding();
    if (zh_) return fmt::format("{}月{}日（{}）", month, of_month, weekdays_zh[weekday]);
    return fmt::format("{} {} {}", weekdays_en[weekday], of_month, months_en[month - 1]);
}

std::string Words::moment(const Moment& at) const {
    return fmt::format("{}{}{}", day(at.on), zh_ ? "" : " ", to_text(at.at));
}

std::string Words::clock(Minutes of_day) const {
    const auto away = std::chrono::floor<one_day>(of_day).count();
    const std::string at = to_text(of_day - one_day{away});
    if (away == 0) return at;
    if (away == 1) return zh_ ? "第二天" + at : at + " the next day";
    if (away == -1) return zh_ ? "前一天" + at : at + " the day before";
    const auto by = static_cast<int>(std::abs(away));
    return zh_ ? fmt::format("{}天{}{}", by, away > 0 ? "后" : "前", at)
               : fmt::format("{} {} {}", at, count(by, "day"), away > 0 ? "later" : "before");
}

std::string Words::length(Minutes minutes) const {
    const auto hours = minutes.count() / 60, rest = minutes.count() % 60;
    std::string text = hours == 0 ? ""
                       : zh_      ? fmt::format("{}小时", hours)
                                  : count(static_cast<int>(hours), "hour");
    if (rest == 0 && hours > 0) return text;
    if (!zh_ && !text.empty()) text += " ";
    return text + (zh_ ? fmt::format("{}分钟", rest) : count(static_cast<int>(rest), "minute"));
}

std::string Words::between(Day first, Day last) const {
    if (first == last) return day(first);
    return fmt::format(fmt::runtime(zh_ ? "{}至{}" : "{} to {}"), day(first), day(last));
}

std::string Words::days(std::span<const Day> days) const {
    std::string text;
    for (std::size_t i = 0; i < days.size();) {
        std::size_t last = i;
        while (last + 1 < days.size() && days[last + 1] == days[last] + one_day{1}) ++last;
        if (!text.empty()) text += zh_ ? "、" : ", ";
        text += between(days[i], days[last]);
        i = last + 1;
    }
    return text;
}

bool Words::begins_term(std::size_t of) const {
    const auto& breaks = question_.breaks;
    return !breaks[of].home && std::ranges::none_of(breaks, [&](const auto& other) {
        return other.school == breaks[of].school && other.number < breaks[of].number;
    });
}

bool Words::ends_term(std::size_t of) const {
    const auto& breaks = question_.breaks;
    return !breaks[of].back && std::ranges::none_of(breaks, [&](const auto& other) {
        return other.school == breaks[of].school && other.number > breaks[of].number;
    });
}

std::string Words::break_name(std::size_t of) const {
    const int number = question_.breaks[of].number;
    if (begins_term(of)) return zh_ ? "开学" : "the beginning of term";
    if (ends_term(of)) return zh_ ? "期末" : "the end of term";
    return fmt::format(fmt::runtime(zh_ ? "第{}次放假" : "break {}"), number);
}

std::string Words::leg(LegKey leg) const {
    const std::string name = break_name(leg.of);
    const bool home = leg.way == Way::home, term = begins_term(leg.of) || ends_term(leg.of);
    const std::string& of = school(question_.breaks[leg.of].school);
    if (zh_) return of + name + (home ? "离校" : "返校");
    return fmt::format("{}, {} {}", of,
                       term   ? home ? "going home at" : "coming at"
                       : home ? "going home for"
                              : "coming back from",
                       name);
}

std::string Words::wish(LegKey key) const {
    const Leg& leg = *question_.breaks[key.of].leg(key.way);
    if (leg.pinned) return fmt::format(fmt::runtime(zh_ ? "固定在{}" : "fixed at {}"), moment(*leg.pinned));
    const std::string wished = fmt::format(fmt::runtime(zh_ ? "希望{}" : "wished {}"), moment(leg.wish));
    if (leg.shift_days == 0) return wished + (zh_ ? "，日期不能动" : ", the day may not move");
    const DayRange range = days_of(leg);
    return wished +
           fmt::format(fmt::runtime(zh_ ? "，可在{}之间" : ", may be {}"), between(range.first, range.last));
}

std::string Words::pupils(Stages stages) const {
    std::string text;
    for (const StageWords& words : stage_words) {
        if ((stages & only(words.stage)) == 0) continue;
        if (!text.empty()) text += zh_ ? "、" : " and ";
        text += zh_ ? words.zh : words.en;
    }
    return zh_ ? text : text + " pupils";
}

std::string Words::hours(const Change& change) const {
    const bool home = change.leg->way == Way::home, earlier = change.kind == ChangeKind::earlier;
    const auto& of = question_.schools[change.school];
    const Minutes limit = earlier ? (home ? of.earliest_home : of.earliest_back) - change.minutes
                                  : (home ? of.latest_home : of.latest_back) + change.minutes;
    const std::string by = length(change.minutes), at = clock(limit);
    if (zh_)
        return fmt::format("{}可以{}{}{}（{}{}）", of.name, earlier ? "提前" : "推后", by,
                           home ? "放学" : "接返校学生", earlier ? "最早" : "最晚", at);
    return fmt::format("{} may {} {} {} ({} {})", of.name,
                       home ? "let its pupils go" : "take its pupils back", by, earlier ? "earlier" : "later",
                       earlier ? "from" : "until", at);
}

std::string Words::move(const Change& change) const {
    const auto& of = question_.breaks[change.leg->of];
    const Way way = of.home ? Way::home : Way::back;
    const Leg& leg = *of.leg(way);
    const bool later = change.count > 0;
    const int by = std::abs(change.count);
    const one_day away{leg.shift_days + by};
    const std::string until = day(later ? leg.wish.on + away : leg.wish.on - away);
    const std::string& name = school(of.school);
    if (zh_)
        return fmt::format("{}{}可以再{}{}天（{}{}{}）", name, break_name(change.leg->of),
                           later ? "推后" : "提前", by, later ? "最晚" : "最早", until,
                           way == Way::home ? "离校" : "返校");
    return fmt::format("{}: {} may be {} {} than it may now ({} on {} at the {})", name,
                       break_name(change.leg->of), count(by, "day"), later ? "later" : "earlier",
                       way == Way::home ? "going home" : "coming back", until, later ? "latest" : "earliest");
}

std::string Words::more(const Change& change) const {
    if (change.kind == ChangeKind::posts)
        return zh_ ? fmt::format("{}增加{}个交警岗位", day(*change.on), change.count)
                   : fmt::format("{} on {}", count(change.count, "more police post"), day(*change.on));
    const bool any = change.stages == every_stage;
    if (zh_)
        return fmt::format("{}增加{}辆{}个学生座位的车{}", change.on ? day(*change.on) : "", change.count,
                           change.seats, any ? "" : fmt::format("（可以接送{}）", pupils(change.stages)));
    return fmt::format("{} with {} seats for pupils{}{}", count(change.count, "more vehicle"), change.seats,
                       any ? "" : fmt::format(" (for {})", pupils(change.stages)),
                       change.on ? " on " + day(*change.on) : "");
}

std::string Words::change(const Change& change) const {
    const std::string name = change.school < question_.schools.size() ? school(change.school) : "";
    switch (change.kind) {
        case ChangeKind::vehicles:
        case ChangeKind::posts: return more(change);
        case ChangeKind::earlier:
        case ChangeKind::later: return hours(change);
        case ChangeKind::move: return move(change);
        case ChangeKind::unpin:
            return zh_ ? leg(*change.leg) + "的时间不再固定"
                       : leg(*change.leg) + ": its time is no longer fixed";
        case ChangeKind::allow_day:
            return zh_ ? fmt::format("{}可以用{}", leg(*change.leg), day(*change.on))
                       : fmt::format("{}: {} is allowed", leg(*change.leg), day(*change.on));
        case ChangeKind::open_day:
            return zh_ ? fmt::format("{}{}不安排考试", name, day(*change.on))
                       : fmt::format("{} has no exams on {}", name, day(*change.on));
        case ChangeKind::weekday: {
            const auto weekday = std::chrono::weekday{*change.on}.c_encoding();
            return zh_ ? fmt::format("{}可以在{}放学", name, weekdays_zh[weekday])
                       : fmt::format("{} may let its pupils go on a {}", name, weekdays_en[weekday]);
        }
        case ChangeKind::pin: {
            const Moment at{*change.on, change.at};
            if (question_.breaks[change.leg->of].leg(change.leg->way)->pinned)
                return zh_ ? fmt::format("{}改到{}", leg(*change.leg), moment(at))
                           : fmt::format("{}: fixed at {} instead", leg(*change.leg), moment(at));
            return zh_ ? fmt::format("{}只能在{}", leg(*change.leg), moment(at))
                       : fmt::format("{}: only {}", leg(*change.leg), moment(at));
        }
        case ChangeKind::forbid:
            return zh_ ? fmt::format("{}不能在{}", leg(*change.leg), day(*change.on))
                       : fmt::format("{}: not {}", leg(*change.leg), day(*change.on));
        case ChangeKind::gate:
            return zh_ ? fmt::format("{}校门每刻钟多过{}辆车", name, change.count)
                       : fmt::format("{} more a quarter of an hour at the gate of {}",
                                     count(change.count, "vehicle"), name);
        case ChangeKind::at_school: {
            const bool fewer = change.count < question_.schools[change.school].least_on_days;
            return zh_ ? fmt::format("{}两次放假之间可以{}在校{}天", name, fewer ? "只" : "", change.count)
                       : fmt::format("{} may be at school for {}{} between two breaks", name,
                                     fewer ? "only " : "", count(change.count, "day"));
        }
    }
    return {};
}

}  // namespace husong::coordination
