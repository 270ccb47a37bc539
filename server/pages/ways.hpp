// How pupils come and go, for a school (/g/ways: whom to talk to, by name) and for the bureau (/b/ways:
// numbers).
#pragma once

#include "server/pages/page.hpp"
#include "server/ways/school_ways.hpp"

#include <span>

namespace husong::pages {

struct SchoolWaysPage {
    std::string school;                      // its name
    const ways::SchoolWays* ways = nullptr;  // nullptr: it has no pupils
    std::string term;
    Time made_at{};
};
std::string render_school_ways(const SchoolWaysPage& page);

struct CountyWaysPage {
    std::span<const ways::SchoolWays> schools;
    std::string term;
    Time made_at{};
};
std::string render_county_ways(const CountyWaysPage& page);

}  // namespace husong::pages
