#include "server/planning/desk.hpp"

#include "server/holidays/publication.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>

namespace husong::planning {

namespace {

constexpr std::size_t most_answer = 64UL * 1024 * 1024;  // bytes; a term of 200 schools has a quarter of it
constexpr int refused = 1;                               // husongctl: no plan, or an explanation of that

constexpr auto more_input = "/proc/self/fd/3";
constexpr auto own_input = "/proc/self/fd/0";  // there in the service's own /dev and without one

constexpr std::array state_names{"waiting", "running", "done", "failed"};

bool is_over(const Planning& planning) {
    return planning.state == State::done || planning.state == State::failed;
}

// It keeps to its seconds but for reading, writing and the movement of vehicles.
std::chrono::seconds patience_of(const Asked& asked) { return std::chrono::seconds{2 * asked.seconds + 60}; }

// What the program said last: the lines before tell its progress.
std::string last_words(const ChildEnd& ended) {
    std::string_view text = ended.err;
    while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    const auto line = text.rfind('\n');
    if (line != std::string_view::npos) text.remove_prefix(line + 1);
    constexpr std::string_view name = "husongctl: ";
    if (text.starts_with(name)) text.remove_prefix(name.size());
    return text.empty() ? fmt::format("husongctl ended with status {}", ended.code) : std::string{text};
}

}  // namespace

std::string_view state_name(State state) { return state_names[static_cast<std::size_t>(state)]; }

PlanningDesk::PlanningDesk(std::filesystem::path program, std::function<Time()> clock)
    : program_{std::move(program)}, clock_{std::move(clock)}, thread_{[this] { work(); }} {}

PlanningDesk::~PlanningDesk() { stop(); }

Result<> PlanningDesk::check_room() const {
    if (stopped_) return Error{ErrorCode::unavailable, "the server stops"};
    if (program_.empty())
        return Error{ErrorCode::unavailable, "there is no husongctl beside the server, which plans"};
    const auto waiting = std::ranges::count_if(
        plannings_, [](const auto& planning) { return planning->state == State::waiting; });
    if (static_cast<std::size_t>(waiting) >= most_waiting)
        return Error{ErrorCode::unavailable,
                     fmt::format("{} plannings wait already; ask again when one is done", waiting)};
    return {};
}

Result<> PlanningDesk::has_room() const {
    const std::scoped_lock lock{mutex_};
    return check_room();
}

Result<std::int64_t> PlanningDesk::ask(Asked asked, holidays::TermCase of) {
    Planning planning;
    planning.asked = std::move(asked);
    planning.of = std::make_shared<const holidays::TermCase>(std::move(of));
    const std::scoped_lock lock{mutex_};
    if (auto room = check_room(); !room) return room.error();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(planning.asked.at.time_since_epoch());
    planning.number =
        std::max<std::int64_t>(seconds.count(), plannings_.empty() ? 1 : plannings_.back()->number + 1);
    const std::int64_t number = planning.number;
    plannings_.push_back(std::make_shared<const Planning>(std::move(planning)));
    news_.notify_one();
    return number;
}

std::vector<std::shared_ptr<const Planning>> PlanningDesk::all() const {
    const std::scoped_lock lock{mutex_};
    return {plannings_.rbegin(), plannings_.rend()};
}

std::shared_ptr<const Planning> PlanningDesk::find(std::int64_t number) const {
    const std::scoped_lock lock{mutex_};
    for (const auto& planning : plannings_)
        if (planning->number == number) return planning;
    return nullptr;
}

Result<> PlanningDesk::claim(std::int64_t number) {
    const std::scoped_lock lock{mutex_};
    const auto known = std::ranges::find(plannings_, number, [](const auto& each) { return each->number; });
    if (known == plannings_.end()) return Error{ErrorCode::not_found, "there is no such planning"};
    const Planning& planning = **known;
    if (!planning.plan)
        return Error{ErrorCode::conflict,
                     fmt::format("it has no plan: it is {}", state_name(planning.state))};
    if (planning.submitted_as)
        return Error{ErrorCode::conflict, fmt::format("it was submitted as plan {}", *planning.submitted_as)};
    if (!claimed_.insert(number).second)
        return Error{ErrorCode::conflict, "it is being submitted at this moment"};
    return {};
}

void PlanningDesk::release(std::int64_t number) {
    const std::scoped_lock lock{mutex_};
    claimed_.erase(number);
}

void PlanningDesk::submitted(std::int64_t number, std::int64_t plan) {
    const std::scoped_lock lock{mutex_};
    claimed_.erase(number);
    for (auto& planning : plannings_) {
        if (planning->number != number || !planning->plan) continue;
        Planning told = *planning;
        told.submitted_as = plan;
        planning = std::make_shared<const Planning>(std::move(told));
    }
}

void PlanningDesk::stop() {
    {
        const std::scoped_lock lock{mutex_};
        stopped_ = true;
    }
    stop_sign_.raise();
    news_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void PlanningDesk::put(Planning planning) {
    const std::scoped_lock lock{mutex_};
    for (auto& known : plannings_)
        if (known->number == planning.number) {
            known = std::make_shared<const Planning>(std::move(planning));
            break;
        }
    forget_oldest();
}

void PlanningDesk::forget_oldest() {
    auto over = static_cast<std::size_t>(
        std::ranges::count_if(plannings_, [](const auto& planning) { return is_over(*planning); }));
    for (; over > most_kept; --over)
        plannings_.erase(
            std::ranges::find_if(plannings_, [](const auto& planning) { return is_over(*planning); }));
}

void PlanningDesk::work() {
    for (;;) {
        std::shared_ptr<const Planning> next;
        {
            std::unique_lock lock{mutex_};
            const auto waits = [](const auto& planning) { return planning->state == State::waiting; };
            news_.wait(lock, [&] { return stopped_ || std::ranges::any_of(plannings_, waits); });
            if (stopped_) return;
            next = *std::ranges::find_if(plannings_, waits);
        }
        Planning planning = *next;
        plan_safely(planning);
        put(std::move(planning));
    }
}

// A plan too large for the memory that is left, or a fault of ours, is the end of this planning only.
void PlanningDesk::plan_safely(Planning& planning) {
    try {
        planning.state = State::running;
        planning.began = clock_();
        put(planning);
        plan(planning);
        planning.ended = clock_();
    } catch (const std::exception& error) {
        planning.state = State::failed;
        planning.plan.reset();
        planning.explanation.clear();
        planning.reason = fmt::format("the server could not plan: {}", error.what());
        planning.ended = clock_();
    }
}

void PlanningDesk::plan(Planning& planning) {
    const auto fail = [&](std::string why) {
        planning.state = State::failed;
        planning.reason = std::move(why);
    };
    std::vector<std::string> keep;
    if (!planning.asked.keep.empty()) keep = {"--keep", more_input};
    const auto ended = run(planning, "plan", std::move(keep));
    if (!ended) return fail(ended.error().what);
    if (ended->code == refused && planning.asked.explain) return explain(planning);
    if (ended->code != 0) return fail(last_words(*ended));
    auto found = holidays::submission_of(to_json(planning.of->question), ended->out, clock_());
    if (!found) return fail(found.error().what);
    planning.plan = std::make_shared<const registry::HolidayPlan>(std::move(*found));
    planning.state = State::done;
    if (planning.plan->head.unserved == 0 || !planning.asked.explain) return;
    if (auto why = explanation_of(planning)) planning.explanation = std::move(*why);
}

void PlanningDesk::explain(Planning& planning) {
    auto why = explanation_of(planning);
    planning.state = why ? State::done : State::failed;
    if (why)
        planning.explanation = std::move(*why);
    else
        planning.reason = why.error().what;
}

Result<std::string> PlanningDesk::explanation_of(const Planning& planning) const {
    auto ended = run(planning, "explain", {"--json"});
    if (!ended) return ended.error();
    boost::system::error_code no_json;
    boost::json::parse(ended->out, no_json);
    if ((ended->code == 0 || ended->code == refused) && !no_json) return std::move(ended->out);
    return Error{ErrorCode::unavailable, last_words(*ended)};
}

Result<ChildEnd> PlanningDesk::run(const Planning& planning, const char* command,
                                   std::vector<std::string> more) const {
    std::vector<std::string> arguments{"holidays", command,     "--case",
                                       own_input,  "--seconds", fmt::to_string(planning.asked.seconds)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_child({.program = program_,
                      .arguments = std::move(arguments),
                      .input = to_json(planning.of->question),
                      .more_input = planning.asked.keep,
                      .patience = patience_of(planning.asked),
                      .most_output = most_answer},
                     stop_sign_);
}

}  // namespace husong::planning
