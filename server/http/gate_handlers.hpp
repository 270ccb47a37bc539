// The handlers behind the gate's route table.
#pragma once

#include "server/http/route.hpp"

namespace husong::http {

Response gate_board(const Request& request, const Services& services, db::Reader& reader);

// One expected vehicle, and what is done with it.
Response gate_vehicle(const Request& request, const Services& services, db::Reader& reader);
void post_gate_act(const Request& request, const Services& services, db::Reader& reader,
                   const Answer& answer);

// Vehicles that are not on the list: at the gate, and elsewhere with pupils.
Response gate_extra(const Request& request, const Services& services, db::Reader& reader);
void post_gate_extra(const Request& request, const Services& services, db::Reader& reader,
                     const Answer& answer);
Response gate_seen(const Request& request, const Services& services, db::Reader& reader);
void post_gate_seen(const Request& request, const Services& services, db::Reader& reader,
                    const Answer& answer);
// What is known of a plate.
Response gate_verdict(const Request& request, const Services& services, db::Reader& reader);

// How the school's pupils come and go.
Response school_ways(const Request& request, const Services& services, db::Reader& reader);

// The day on paper.
Response gate_sheet(const Request& request, const Services& services, db::Reader& reader);

}  // namespace husong::http
