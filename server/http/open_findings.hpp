// The open findings that are a role's business, for pages that tell of all of them.
#pragma once

#include "db/store.hpp"

#include <vector>

namespace husong::http {

struct OpenFindings {
    std::vector<rules::Finding> on_the_road;  // concluded from what vehicles and people told
    std::vector<rules::Finding> on_paper;     // of rules that look at the register
    bool more = false;                        // than were read
};
[[nodiscard]] Result<OpenFindings> read_open_findings(access::Role reader, db::Reader& store);

}  // namespace husong::http
