// Whose business a rule's findings are: the letters of its row against the roles of accounts. Every list,
// feed and page asks here.
#pragma once

#include "server/access/account.hpp"
#include "server/rules/rule.hpp"

namespace husong::live {

bool concerns(rules::RuleId rule, access::Role reader);

}  // namespace husong::live
