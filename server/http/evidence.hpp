// A finding's episodes with the records they rest on, as an officer can check them at the roadside.
#pragma once

#include "db/store.hpp"
#include "server/live/finding_view.hpp"

#include <boost/json/array.hpp>

#include <string>

namespace husong::http {

// Errors: unavailable.
[[nodiscard]] Result<boost::json::array> episodes_json(const rules::Finding& finding, db::Reader& reader);

// Adds what the store knows around a finding: where the vehicle was seen last, in the words of who saw it,
// and whether the reader's role has taken notice. What the store cannot say now stays away.
void complete(live::FindingScene& scene, access::Role role, db::Reader& reader);

// One record: what it tells, in values and in a sentence.
boost::json::object evidence_json(const tracking::Record& record);

}  // namespace husong::http
