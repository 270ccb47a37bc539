// What a crew tells of its run beside the count: signing in and off, the walk-round, riders by name, the
// sweep.
#pragma once

#include "server/fleet/duty.hpp"
#include "server/http/crew_scene.hpp"
#include "server/http/route.hpp"

#include <string>
#include <string_view>

namespace husong::http {

fleet::Duty duty_of_run(const CrewScene& scene, const registry::Departure& departure,
                        const Services& services);
// Why nothing may be told of the run now; empty: it may.
std::string no_duty_now(const CrewScene& scene, const pages::CrewRun& run, const fleet::Duty& duty);
// What was just stored, of the page's field `told`; empty: nothing.
std::string told_zh(std::string_view told);

Response walk_round_page(const Request& request, const Services& services, db::Reader& reader);
Response riders_page(const Request& request, const Services& services, db::Reader& reader);
Response sweep_page(const Request& request, const Services& services, db::Reader& reader);

void post_duty(const Request& request, const Services& services, db::Reader& reader, const Answer& answer);
void post_walk_round(const Request& request, const Services& services, db::Reader& reader,
                     const Answer& answer);
void post_riders(const Request& request, const Services& services, db::Reader& reader, const Answer& answer);
void post_sweep(const Request& request, const Services& services, db::Reader& reader, const Answer& answer);

}  // namespace husong::http
