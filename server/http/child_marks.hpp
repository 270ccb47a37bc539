// What was told by name of one child on the runs of its line, for its guardian.
#pragma once

#include "db/store.hpp"
#include "server/http/services.hpp"
#include "server/pages/family.hpp"
#include "server/tracking/rider_marks.hpp"

#include <map>
#include <span>
#include <string_view>
#include <vector>

namespace husong::http {

// Reads the events of each vehicle once; lives as long as one request.
class ChildMarks {
public:
    ChildMarks(std::string_view pupil, const registry::Registry& registry, const Services& services,
               Time now);

    [[nodiscard]] Time now() const { return now_; }
    // Errors: unavailable.
    [[nodiscard]] Result<tracking::RiderMarks> of(const registry::Departure& run, db::Reader& reader);
    // The run of today in which the child is, whichever way; else those of the same way and day in which it
    // was until it got off. Errors: unavailable.
    [[nodiscard]] Result<std::vector<const registry::Departure*>> ridden(
        const pages::FamilyDepartures& departures, db::Reader& reader);
    // Of today's other runs, as many as a page holds. Errors: unavailable.
    [[nodiscard]] Result<std::vector<pages::FamilyRecord>> records(const registry::Pupil& pupil,
                                                                   const pages::FamilyDepartures& departures,
                                                                   db::Reader& reader);

private:
    // Errors: unavailable.
    [[nodiscard]] Result<bool> is_aboard(const registry::Departure& run, const tracking::RiderMarks& marks,
                                         db::Reader& reader) const;
    // Of all that were given; nullptr: in none. Errors: unavailable.
    [[nodiscard]] Result<const registry::Departure*> aboard_now(std::span<const registry::Run> all,
                                                                db::Reader& reader);
    // Of the last days, by time; lives as long as this. Errors: unavailable.
    [[nodiscard]] Result<const std::vector<tracking::Record>*> events_of(VehicleId vehicle,
                                                                         db::Reader& reader);

    std::string_view pupil_;
    const registry::Registry& registry_;
    const Services& services_;
    Time now_;
    std::map<VehicleId, std::vector<tracking::Record>> events_;
};

}  // namespace husong::http
