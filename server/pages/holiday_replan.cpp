// A day planned anew after a breakdown, in Chinese.
#include "server/coordination/json_texts.hpp"
#include "server/gate/words.hpp"
#include "server/pages/bureau.hpp"
#include "server/pages/holiday_answers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::pages {

namespace {

using coordination::Case;
using coordination::Means;
using coordination::Replanned;

struct MeansWords {
    std::string_view tone, answer, alone;  // what it asks of others; "只…" of the refusal
};

const MeansWords& words_of(Means means) {
    static constexpr std::array<MeansWords, 8> words{
        {{"ok", "它之后没有班次，什么都不用改", ""},
         {"ok", "由别的车在空闲时接上，其他车和时间都不变", "由一辆空闲的车接"},
         {"ok", "由几辆车分着接，其他车和时间都不变", "由几辆空闲的车分着接"},
         {"warn", "学生要晚一些走或晚一些到，其他车不变", "让学生晚一些"},
         {"warn", "别的班次要换车，时间不变", "让别的班次换车"},
         {"warn", "别的班次要改时间", "让别的班次改时间"},
         {"bad", "在路边等的学生会接得太晚：天黑以后，或过了学校规定的时间", "太晚去接路边的学生"},
         {"bad", "还有学生没有车接，请人来决定", ""}}};
    return words[static_cast<std::size_t>(means)];
}

std::string why_zh(const coordination::WhyNot& why, const Replanned& answer, const Case& question,
                   const RegisterNames& names) {
    const std::string begin = fmt::format("只{}不行：", words_of(why.means).alone);
    if (!why.run) return begin + (why.proven ? "每一趟单独可以，同时不行。" : "没有找到办法。");
    const coordination::Run& run = answer.affected[*why.run].before;
    const coordination::Refusals& by = why.vehicles;
    return fmt::format("{}{}的 {} 人，{} 辆车座位不够，{} 辆不能载这些学生，{} 辆没有空，{} 辆坏了{}。",
                       begin, names.line(question.lines[run.line].code), run.riders, by.seats, by.pupils,
                       by.no_room, by.out, by.free > 0 ? fmt::format("，{} 辆可以但不够", by.free) : "");
}

std::string left_zh(const coordination::LeftOver& left, const ReplanPage& page) {
    const coordination::Line& line = page.question.lines[left.run.line];
    std::string places;
    for (const coordination::Load& load : left.run.loads)
        places +=
            fmt::format("{}{} {}人", places.empty() ? "" : "、", line.places[load.place].name, load.riders);
    std::string text = fmt::format("{}没有车接：{}", page.names.line(line.code), places);
    if (!left.too_late || !left.too_late->vehicle) return text;
    const auto when = time_for_riders(*left.too_late, page.before.legs[left.leg].way);
    return text + fmt::format("；{} 最早 {} 能来，已经太晚",
                              page.question.vehicles[*left.too_late->vehicle].plate,
                              coordination::to_text(when));
}

void fill_submission(Fill& fill, const ReplanPage& page) {
    if (!page.may_submit || page.answer->needed == Means::none) return;
    fill.show("SUBMIT")
        .set("NUMBER", static_cast<long long>(page.number))
        .set("TOKEN", page.token)
        .set("PLATE", page.fields.vehicle)
        .set("ON_VALUE", page.fields.on)
        .set("AT", page.fields.at)
        .set("UNTIL", page.fields.until)
        .set("REASON", page.reason);
}

void fill_answer(Fill& fill, const ReplanPage& page) {
    Fill card = fill.show("ANSWER");
    const MeansWords& words = words_of(page.answer->needed);
    const auto on = parse_date(page.fields.on);
    card.set("PLATE", page.fields.vehicle).set("AT", page.fields.at);
    card.set("ON", on ? gate::day_zh(*on) : page.fields.on);
    card.set("TONE", words.tone).set("NEEDED", words.answer);
    for (const coordination::LeftOver& left : page.answer->left_over)
        card.show("LEFT").set("TEXT", left_zh(left, page));
    for (const coordination::WhyNot& why : page.answer->why_not)
        card.show("WHY").set("TEXT", why_zh(why, *page.answer, page.question, page.names));
    fill_submission(card, page);
    if (page.answer->needed == Means::none) return;
    Fill different = fill.show("DIFFERENT");
    insert_changes(different, differences_of(page.before, page.answer->plan, page.question), page.question,
                   page.names);
}

}  // namespace

BreakdownFields offered_breakdown(const coordination::Plan& plan, Time now) {
    const coordination::Day today{china_date(now)};
    std::optional<coordination::Day> next, last;
    for (const coordination::PlannedLeg& leg : plan.legs) {
        if (leg.at.on >= today) next = next ? std::min(*next, leg.at.on) : leg.at.on;
        last = last ? std::max(*last, leg.at.on) : leg.at.on;
    }
    const coordination::Day on = next ? *next : last.value_or(today);
    return {.vehicle = {},
            .on = to_iso(std::chrono::year_month_day{on}),
            .at = on == today ? to_iso(now).substr(11, 5) : "12:00",
            .until = {}};
}

void insert_breakdown_form(Fill& fill, std::int64_t plan, const Case& question,
                           const BreakdownFields& fields) {
    Fill form = fill.insert("BREAKDOWN", "breakdown_form.html");
    form.set("NUMBER", static_cast<long long>(plan));
    form.set("ON", fields.on).set("AT", fields.at).set("UNTIL", fields.until);
    for (const coordination::Vehicle& vehicle : question.vehicles) {
        Fill option = form.show("VEHICLE");
        option.set("PLATE", vehicle.plate);
        if (vehicle.plate == fields.vehicle) option.show("CHOSEN");
    }
}

std::string render_replan(const ReplanPage& page) {
    Fill fill;
    fill.include("STYLE", bureau_style);
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    fill.set("NUMBER", static_cast<long long>(page.number));
    if (!page.trouble.empty()) fill.show("TROUBLE").set("TEXT", page.trouble);
    insert_breakdown_form(fill, page.number, page.question, page.fields);
    if (page.answer) fill_answer(fill, page);
    return render("holiday_replan.html", fill);
}

}  // namespace husong::pages
