#include "server/pages/gate_parts.hpp"

#include "server/gate/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::pages {

namespace {

using rules::VerdictWord;

// 冀 H 0 0 3 1 8，黄牌
std::string plate_label(const registry::Plate& plate) {
    std::string label;
    for (std::size_t i = 0; i < plate.text.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(plate.text[i]) & 0xC0U) != 0x80U;
        if (begins && i > 0) label += ' ';
        label += plate.text[i];
    }
    return label + "，" + std::string{registry::colour_name_zh(plate.colour)} + "牌";
}

std::optional<Chip> paper_chip(const std::vector<rules::Paper>& papers, Time now) {
    for (const rules::Paper& paper : papers) {
        if (paper.state != rules::PaperState::soon || !paper.valid_until) continue;
        const auto days = std::chrono::floor<std::chrono::days>(*paper.valid_until - now).count();
        return Chip{"warn", "warn",
                    fmt::format("{} {} 天后到期", rules::paper_name_zh(paper.kind), std::max(days, 0L))};
    }
    const bool complete = std::all_of(papers.begin(), papers.end(), [](const rules::Paper& paper) {
        return paper.state == rules::PaperState::valid || paper.state == rules::PaperState::not_needed;
    });
    if (complete) return std::nullopt;
    return Chip{"warn", "warn", "证照要核对"};
}

}  // namespace

std::string_view verdict_tone(VerdictWord word) {
    switch (word) {
        case VerdictWord::must_not:
        case VerdictWord::over:
        case VerdictWord::likely_over: return "bad";
        case VerdictWord::check:
        case VerdictWord::not_registered: return "warn";
        case VerdictWord::may_carry: return "ok";
        case VerdictWord::unknown_load: return "off";
    }
    return "off";
}

Chip verdict_chip(const rules::Verdict& verdict, Time now) {
    const std::string& text = verdict.headline.text;
    switch (verdict.headline.word) {
        case VerdictWord::must_not:
        case VerdictWord::over: return {"sure", "bad", text};
        case VerdictWord::likely_over: return {"likely", "ask", text};
        case VerdictWord::not_registered: return {"warn", "warn", text};
        default: break;
    }
    if (auto chip = paper_chip(verdict.papers, now)) return *chip;
    return {"ok", "ok", "证照有效"};
}

void fill_plate(Fill& fill, const registry::Plate& plate) {
    fill.set("PLATE", registry::display_plate(plate.text));
    fill.set("COLOUR", registry::colour_name(plate.colour));
    fill.set("PLATE_LABEL", plate_label(plate));
}

void fill_chip(Fill& fill, const Chip& chip) {
    fill.set("CHIP_TONE", chip.tone).set("CHIP_ICON", chip.icon).set("CHIP_TEXT", chip.text);
}

void fill_people(Fill& fill, const tracking::HumanCount& count, const rules::Verdict& verdict) {
    const int capacity = verdict.load.approved_persons.value_or(0);
    const int people = count.heads.people();
    // The bar ends a quarter beyond the limit, or at the people when they are more.
    const int whole = std::max({1, capacity * 5 / 4, people});
    Fill part = fill.show("PEOPLE");
    part.set("ABOARD", people).set("BASIS", count_zh(count));
    part.set("CAPACITY", capacity > 0 ? std::to_string(capacity) : "未知");
    part.set("INSIDE", std::min(people, capacity) * 100 / whole);
    part.set("LIMIT", capacity * 100 / whole);
    part.set("OVER", std::max(0, people - capacity) * 100 / whole);
}

void fill_papers(Fill& fill, const std::vector<rules::Paper>& papers) {
    for (const rules::Paper& paper : papers) {
        const bool fine =
            paper.state == rules::PaperState::valid || paper.state == rules::PaperState::not_needed;
        const bool wrong =
            paper.state == rules::PaperState::expired || paper.state == rules::PaperState::missing;
        const std::string_view look = fine ? "ok" : wrong ? "bad" : "warn";
        Fill row = fill.show("PAPER");
        row.set("NAME", rules::paper_name_zh(paper.kind)).set("TEXT", paper.text);
        row.set("TONE", look).set("ICON", look);
    }
}

std::string position_zh(const gate::Visit& visit, Time now) {
    using gate::PositionAge;
    const std::string passed = visit.last_place.empty() ? "" : "，过" + visit.last_place;
    switch (visit.position) {
        case PositionAge::none: return "还没有位置";
        case PositionAge::lost: {
            const auto minutes = std::chrono::floor<std::chrono::minutes>(now - *visit.position_at).count();
            return fmt::format("失联 {} 分，最后位置 {}{}", minutes, gate::clock_zh(*visit.position_at),
                               passed);
        }
        default: return "位置 " + gate::age_zh(*visit.position_at, now) + passed;
    }
}

std::string_view position_class(gate::PositionAge age) {
    switch (age) {
        case gate::PositionAge::none: return "none";
        case gate::PositionAge::fresh: return "fresh";
        case gate::PositionAge::late: return "late";
        case gate::PositionAge::lost: return "lost";
    }
    return "";
}

std::string count_zh(const tracking::HumanCount& count) {
    const auto& heads = count.heads;
    std::string text = fmt::format("{} {} 点人：学生 {} + 大人 {}", tracking::source_name_zh(count.source),
                                   gate::clock_zh(count.at()), heads.pupils, heads.adults);
    if (heads.others > 0) text += fmt::format(" + 其他 {}", heads.others);
    return text + fmt::format(" = {}", heads.people());
}

std::string run_zh(const registry::Departure& departure) {
    const bool home = departure.direction == registry::Direction::home;
    return gate::clock_zh(departure.leaves_at) + (home ? " 离校" : " 返校");
}

std::string minutes_zh(std::chrono::minutes minutes) {
    const auto hours = minutes / 1h;
    if (hours == 0) return fmt::format("{} 分", minutes.count());
    return fmt::format("{} 小时 {} 分", hours, (minutes % 1h).count());
}

std::string mismatch_zh(const tracking::GateAct& checked) {
    std::string what;
    const auto add = [&](const std::optional<bool>& matches, std::string_view name) {
        if (matches == false) what += (what.empty() ? "" : "、") + std::string{name};
    };
    add(checked.plate_matches, "车牌");
    add(checked.driver_matches, "驾驶人");
    add(checked.escort_matches, "照管员");
    return what.empty() ? "" : what + "与名单不符";
}

std::string card_zh(const gate::Visit& visit) {
    const std::string who = visit.card->name.empty() ? "有人" : visit.card->name;
    return who + " " + gate::clock_zh(visit.card->at) + " 刷卡" +
           (visit.other_driver ? "，不是名单上的驾驶人" : "");
}

void fill_known(Fill& fill, const gate::Visit& visit, Time now) {
    const rules::Verdict& verdict = visit.verdict;
    fill.set("AGE", position_zh(visit, now)).set("AGE_KIND", position_class(visit.position));
    const std::string aboard = rules::interval_zh(verdict.load);
    fill.set("LOAD", aboard.empty() ? "人数未知" : aboard).set("LOAD_BASIS", verdict.load.basis_zh);
    if (visit.card) fill.show("CARD").set("TEXT", card_zh(visit));
    fill_papers(fill, verdict.papers);
    if (visit.count) fill_people(fill, *visit.count, verdict);
}

}  // namespace husong::pages
