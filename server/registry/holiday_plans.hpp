// A term's coordinated holidays on their way through the hands (docs/decisions/0027): the bureau submits a
// plan, traffic police and transport administration agree or object, the bureau publishes it. Nothing is
// taken back: what was said stays said, and who changes his mind says so.
#pragma once

#include "server/base/result.hpp"
#include "server/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::registry {

enum class Party : std::uint8_t { bureau, police, transport };
enum class HolidayAct : std::uint8_t { submitted, agreed, objected, published, withdrawn };
inline constexpr std::array answering{Party::police, Party::transport};  // must agree before publication

std::string_view party_name(Party party);     // "police"
std::string_view party_name_zh(Party party);  // 交警
std::string_view act_name(HolidayAct act);
std::optional<Party> parse_party(std::string_view name);

struct HolidayStep {
    std::int64_t plan = 0;  // its number
    HolidayAct act = HolidayAct::submitted;
    Party party = Party::bureau;
    std::string who;     // the account's display name
    std::string reason;  // of an objection; of others what is to be said beside
    Time at{};
};

// A plan without its texts.
struct HolidayPlanHead {
    std::int64_t number = 0;  // from 1, over all terms
    std::string term;         // code
    int unserved = 0, peak_vehicles = 0;
    std::vector<HolidayStep> steps;  // in order; the first one is its submission

    [[nodiscard]] bool has(HolidayAct act) const;
    // What the party said last; none: nothing yet.
    [[nodiscard]] const HolidayStep* answer_of(Party party) const;
};

struct HolidayPlan {
    HolidayPlanHead head;
    std::string question, answer;  // the case and the plan, JSON (server/coordination)
};

// Of a plan, its submission too: whoever has changed his mind so often has a new one made. Publication and
// withdrawal stay open.
inline constexpr std::size_t most_answers = 100;
inline constexpr std::size_t longest_reason = 2'000;  // bytes: 500 characters and more

// Whether the step may follow those that were taken. Errors: conflict (it is over, somebody has not agreed,
// it has been answered too often), malformed (an objection without a reason, one that is too long),
// unauthorised is the caller's business.
[[nodiscard]] Result<> check_step(const HolidayPlanHead& plan, const HolidayStep& step);

// Of a term the newest published plan is in force; nullptr: none is.
const HolidayPlanHead* in_force(std::span<const HolidayPlanHead> plans, std::string_view term);
// An older plan cannot take the place of one that was made after it. Errors: conflict.
[[nodiscard]] Result<> check_newest(const HolidayPlanHead& plan, std::int64_t in_force);

}  // namespace husong::registry
