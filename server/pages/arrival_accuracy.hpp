// How right the pages' arrival times were, /b/arrivals: for the bureau.
#pragma once

#include "server/tracking/arrival_accuracy.hpp"

#include <string>

namespace husong::pages {

struct ArrivalAccuracyPage {
    std::chrono::year_month_day from;
    std::chrono::year_month_day last;  // included
    tracking::Accuracy accuracy;
};
std::string render_arrival_accuracy(const ArrivalAccuracyPage& page);

}  // namespace husong::pages
