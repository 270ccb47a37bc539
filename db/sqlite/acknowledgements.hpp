// Who has taken notice of which findings.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

namespace husong::db {

[[nodiscard]] Result<bool> put_acknowledgement(Connection& db, const Acknowledgement& told);
[[nodiscard]] Result<std::vector<Acknowledgement>> acknowledgements(Connection& db, FindingId finding,
                                                                    access::Role role);

}  // namespace husong::db
