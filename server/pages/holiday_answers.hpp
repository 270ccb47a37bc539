// What is computed of coordinated holidays, for the bureau, the traffic police and the transport
// administration: what two plans differ in, and a day planned anew after a breakdown.
#pragma once

#include "server/coordination/differences.hpp"
#include "server/coordination/replan.hpp"
#include "server/pages/page.hpp"
#include "server/registry/registry.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace husong::pages {

// What the register calls the lines and drivers of a case.
struct RegisterNames {
    const registry::Registry& registry;
    Time at{};
    [[nodiscard]] std::string line(const std::string& code) const;
    [[nodiscard]] std::string driver(const std::string& code) const;  // the family name and 某
};

// As marker {{>CHANGES}}: what differs, and whom it concerns.
void insert_changes(Fill& fill, const coordination::Differences& found, const coordination::Case& question,
                    const RegisterNames& names);

struct DifferencesPage {
    std::int64_t before = 0, after = 0;  // the plans' numbers
    const coordination::Comparison& compared;
    RegisterNames names;
    Time made_at{};
};
std::string render_differences(const DifferencesPage& page);

// The fields as they were typed, or as they are offered.
struct BreakdownFields {
    std::string vehicle;  // plate
    std::string on;       // 2026-10-30
    std::string at, until;
};
// As marker {{>BREAKDOWN}}: the form that asks who takes over.
void insert_breakdown_form(Fill& fill, std::int64_t plan, const coordination::Case& question,
                           const BreakdownFields& fields);
// The plan's next day with runs, from now on.
BreakdownFields offered_breakdown(const coordination::Plan& plan, Time now);

struct ReplanPage {
    std::int64_t number = 0;
    const coordination::Case& question;
    const coordination::Plan& before;
    const coordination::Replanned* answer = nullptr;  // none: not asked yet, or it was not understood
    BreakdownFields fields;
    RegisterNames names;
    bool may_submit = false;
    std::string token;  // of the session's forms
    std::string trouble, reason;
    Time made_at{};
};
std::string render_replan(const ReplanPage& page);

}  // namespace husong::pages
