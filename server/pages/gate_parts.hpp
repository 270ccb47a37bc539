// What several pages of the gate show alike: plates, chips, ages, the bar of people aboard.
#pragma once

#include "server/gate/visit.hpp"
#include "server/pages/page.hpp"

#include <string>

namespace husong::pages {

inline constexpr std::string_view gate_style = "gate.css";

// A word with a shape and a colour.
struct Chip {
    std::string tone;  // ok | warn | bad | sure | likely | info | off
    std::string icon;
    std::string text;
};
// How a verdict's first word is marked: bad, warn, ok, off.
std::string_view verdict_tone(rules::VerdictWord word);
Chip verdict_chip(const rules::Verdict& verdict, Time now);

// PLATE, COLOUR (a class of the style sheet) and PLATE_LABEL, read letter by letter.
void fill_plate(Fill& fill, const registry::Plate& plate);
void fill_chip(Fill& fill, const Chip& chip);  // CHIP_TONE, CHIP_ICON, CHIP_TEXT
// Section PEOPLE: ABOARD, CAPACITY, BASIS, and the bar.
void fill_people(Fill& fill, const tracking::HumanCount& count, const rules::Verdict& verdict);

// Section PAPER, one a paper.
void fill_papers(Fill& fill, const std::vector<rules::Paper>& papers);

// 位置 9 秒前，过东台子; 失联 26 分; 还没有位置.
std::string position_zh(const gate::Visit& visit, Time now);
std::string_view position_class(gate::PositionAge age);
// 门岗 16:12 点人：学生 45 + 大人 2 = 47
std::string count_zh(const tracking::HumanCount& count);
// 16:22 离校, 07:00 返校
std::string run_zh(const registry::Departure& departure);
// 26 分, 8 小时 37 分
std::string minutes_zh(std::chrono::minutes minutes);
// What was found to differ from the list: 驾驶人、照管员与名单不符.
std::string mismatch_zh(const tracking::GateAct& checked);
// 孙某 16:02 刷卡. Precondition: there is a card.
std::string card_zh(const gate::Visit& visit);
// What is known of an expected vehicle: AGE, AGE_KIND, LOAD, LOAD_BASIS, sections CARD, PAPER and PEOPLE.
void fill_known(Fill& fill, const gate::Visit& visit, Time now);

}  // namespace husong::pages
