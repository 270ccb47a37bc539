// What the county tells of its boarding schools' holidays, as files of the register's import.
#pragma once

#include "device_sim/county_files.hpp"

#include <vector>

namespace husong::device_sim {

struct SchoolTerm {
    std::string code;  // 2026-2027-1: of the school year, autumn 1 and spring 2
    Date first, last;  // of lessons
};

// The term of that day, or else the next one, and the term after it.
std::vector<SchoolTerm> terms_from(Date day);

// terms.csv: those of terms_from().
TextFile terms_file(Date today);
// police_posts.csv: two of five boarding schools at the same time, but three at least; one more at weekends.
TextFile police_posts_file(std::size_t boarding_schools);

// terms.csv, holiday_rules.csv (each boarding school by a pattern of its own: 10+4, 11+3, 12+2,
// four weeks, every weekend, by turns) and police_posts.csv.
std::vector<TextFile> holiday_files(const County& county);

}  // namespace husong::device_sim
