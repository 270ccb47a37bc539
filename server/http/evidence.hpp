// A finding's episodes with the records they rest on, as an officer can check them at the roadside.
#pragma once

#include "db/store.hpp"

#include <boost/json/array.hpp>

#include <string>

namespace husong::http {

// Errors: unavailable.
[[nodiscard]] Result<boost::json::array> episodes_json(const rules::Finding& finding, db::Reader& reader);

// Where the vehicle was seen last, in the words of who saw it; empty: nobody told, or the store cannot say
// now. Precondition: the finding has an episode.
std::string place_seen(const rules::Finding& finding, db::Reader& reader);

// One record: what it tells, in values and in a sentence.
boost::json::object evidence_json(const tracking::Record& record);

}  // namespace husong::http
