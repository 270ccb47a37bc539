// The handlers behind the police's route table.
#pragma once

#include "server/http/route.hpp"

namespace husong::http {

Response find_vehicles(const Request& request, const Services& services, db::Reader& reader);
Response check_vehicle(const Request& request, const Services& services, db::Reader& reader);
void post_recount(const Request& request, const Services& services, db::Reader& reader, const Answer& answer);

Response list_findings(const Request& request, const Services& services, db::Reader& reader);
Response get_finding(const Request& request, const Services& services, db::Reader& reader);
void post_acknowledgement(const Request& request, const Services& services, db::Reader& reader,
                          const Answer& answer);

void post_sighting(const Request& request, const Services& services, db::Reader& reader,
                   const Answer& answer);
Response list_partial_sightings(const Request& request, const Services& services, db::Reader& reader);
Response follow_events(const Request& request, const Services& services, db::Reader& reader);

// The answer to an act whose instant is more than a minute ahead of our clock.
Response clock_is_ahead();

}  // namespace husong::http
