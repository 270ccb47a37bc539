// What a guardian tells at the end of the way home: that the child is there, or that it has not come.
#pragma once

#include "server/http/child_marks.hpp"
#include "server/http/route.hpp"
#include "server/pages/family_home.hpp"

namespace husong::http {

// The page for every link that does not open: unknown, expired, revoked, of a pupil who has left.
Response no_such_link();
// The pupil whose link it is, if it opens now. Errors: unavailable.
[[nodiscard]] Result<const registry::Pupil*> pupil_of_link(std::string_view token,
                                                           const registry::Registry& registry, Time now,
                                                           db::Reader& reader);

// Of which runs it may be told now, and what was; no runs: of none.
struct HomeAsked {
    std::vector<const registry::Departure*> runs;
    pages::FamilyHome home;
};
// Errors: unavailable.
[[nodiscard]] Result<HomeAsked> home_asked(const pages::FamilyDepartures& departures,
                                           const registry::Registry& registry, ChildMarks& marks, Time now,
                                           db::Reader& reader);

void post_home(const Request& request, const Services& services, db::Reader& reader, const Answer& answer);

}  // namespace husong::http
