// One school's published holidays on A4, for its notice board: /schedule/{school}.
#pragma once

#include "server/holidays/published.hpp"

#include <span>
#include <string>

namespace husong::pages {

inline constexpr std::string_view notice_style = "school_notice.css";

struct SchoolNoticePage {
    std::string school;
    std::string code;
    std::chrono::year_month_day from;
    std::span<const holidays::NoticeDay> days;
    Time printed_at{};
    std::int64_t version = 0;  // of the registers
    std::string back;          // address and word of the page it was opened from
    std::string back_word;
};
std::string render_school_notice(const SchoolNoticePage& page);

}  // namespace husong::pages
