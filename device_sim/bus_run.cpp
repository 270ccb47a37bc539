#include "device_sim/bus_run.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace husong::device_sim {

namespace {

using std::chrono::minutes;

constexpr int doors_open_s = 2, doors_close_s = 4, person_s = 2;
constexpr int counting_s = 12, typing_s = 10;  // the vehicle waits
constexpr int engine_warms_s = 120, engine_stops_s = 100;
constexpr double moving_mps = 8 / 3.6;  // as the rules call it moving
constexpr minutes soonest_found{20}, latest_found{90};
constexpr minutes roll_call_after{15};
constexpr int soonest_missed = 5, latest_missed = 15;  // minutes after the run
constexpr int shortest_late_s = 120;
constexpr seconds lost_within{1'200};  // of the run's beginning
constexpr int soonest_typed_ms = 2'000, latest_typed_ms = 15'000;

}  // namespace

int typed(int number, int error_per_mille, Random& random, std::string_view& error) {
    // Keys beside each other on a telephone's keypad.
    constexpr std::array<std::string_view, 10> beside{"8",    "24",  "135", "26",   "157",
                                                      "2468", "359", "48",  "5790", "68"};
    error = {};
    if (!random.chance_per_mille(error_per_mille)) return number;
    std::string digits = std::to_string(number);
    const auto at = random.below(static_cast<std::uint32_t>(digits.size()));
    const int kind = digits.size() < 2 ? 0 : random.between(0, 2);
    if (kind == 1 && digits[0] != digits[1]) {
        error = "swapped";
        std::swap(digits[0], digits[1]);
    } else if (kind == 2) {
        error = "missing";
        digits.erase(at, 1);
    } else {
        error = "neighbour";
        const std::string_view keys = beside.at(static_cast<std::size_t>(digits[at] - '0'));
        digits[at] = keys[random.below(static_cast<std::uint32_t>(keys.size()))];
    }
    return std::stoi(digits);
}

BusRun::BusRun(RecordedBus& bus, RunOrder order, const Setting& setting, Random random)
    : bus_{bus}, order_{std::move(order)}, setting_{setting}, random_{random} {}

// Everything that chance decides is drawn first, and always: one more count moves nobody's seat.
void BusRun::settle_what_happens() {
    const RecordPlan& plan = setting_.plan;
    const auto happens = [this](int per_mille) { return random_.chance_per_mille(per_mille); };
    escort_counts_ = happens(plan.counts.escort_per_mille);
    gate_counts_ = happens(plan.counts.gate_per_mille);
    stops_counted_ = happens(plan.counts.stops_per_mille);
    escort_leaves_ = happens(plan.crew.escort_leaves_per_mille);
    truth_.marked = happens(plan.crew.marked_per_mille);
    roll_call_ = happens(plan.pupils.roll_call_per_mille);
    gate_counts_off_ = happens(plan.counts.gate_off_per_mille);
    const int unswept = plan.crew.swept_untold_per_mille + plan.crew.swept_falsely_per_mille;
    const bool falsely = unswept > 0 && random_.between(1, unswept) > plan.crew.swept_untold_per_mille;
    const bool somebody_left = happens(plan.pupils.left_behind_per_mille);
    if (happens(unswept) || somebody_left) sweep_ = falsely ? Sweep::falsely_told : Sweep::untold;
    for (std::size_t i = 0; i < order_.calls.size(); ++i)
        if (!order_.calls[i].board.empty()) counted_at_ = i;
    if (somebody_left) {  // asleep: one of those who boarded first
        const auto first =
            std::ranges::find_if(order_.calls, [](const RunCall& call) { return !call.board.empty(); });
        if (first != order_.calls.end()) left_.push_back(first->board.front());
    }
    const Time lost = order_.starts + seconds{random_.below(static_cast<std::uint32_t>(lost_within.count()))};
    const int longest = std::max(shortest_late_s, static_cast<int>(plan.late.longest.count()));
    const Time back = lost + seconds{random_.between(shortest_late_s, longest)};
    if (!happens(plan.late.per_mille)) return;
    bus_.lose_signal(lost, back);
    truth_.signal_lost = lost;
    truth_.signal_back = back;
}

void BusRun::tell(std::string_view source, Time at, const CrewEvent& event) {
    const Time received = at + Milliseconds{random_.between(soonest_typed_ms, latest_typed_ms)};
    setting_.lines.event({bus_.vehicle(), source, at, received}, event);
}

// Families say who stays at home before the way to school.
void BusRun::excuse() {
    if (order_.direction != Direction::to_school) return;
    for (const std::size_t pupil : order_.absent)
        if (random_.chance_per_mille(setting_.plan.pupils.excused_per_mille))
            tell("phone", order_.starts - 30min, {"excused", order_.code, code_of(pupil)});
}

void BusRun::sign_in() {
    const CrewPlan& crew = setting_.plan.crew;
    const auto forgotten = [this](int per_mille) { return random_.chance_per_mille(per_mille); };
    truth_.walk_round = !forgotten(crew.walk_round_forgotten_per_mille);
    if (!crew.tells) return;
    if (!forgotten(crew.sign_in_forgotten_per_mille))
        tell("escort", order_.starts - 10min, {"driver_on", order_.code, order_.driver});
    if (truth_.walk_round) tell("escort", order_.starts - 6min, {"walk_round", order_.code, order_.driver});
    if (!order_.escort.empty() && !forgotten(crew.sign_in_forgotten_per_mille))
        tell("escort", order_.starts - 3min, {"escort_on", order_.code, order_.escort});
}

RunTruth BusRun::play() {
    settle_what_happens();
    truth_.run = order_.code;
    truth_.date = order_.date;
    truth_.direction = order_.direction;
    truth_.driver = order_.driver;
    truth_.planned_driver = order_.planned_driver;
    truth_.escort = order_.escort;
    truth_.over_by_habit = order_.over_by_habit;
    excuse();
    sign_in();
    bus_.park_until(order_.starts - seconds{engine_warms_s});
    bus_.set_ignition(true);
    aboard_ = {1, order_.escort.empty() ? 0 : 1, 0};
    bus_.watch([this] { watch_load(); });
    bus_.wait(engine_warms_s);
    truth_.starts = bus_.now();
    for (std::size_t i = 0; i < order_.calls.size(); ++i) {
        bus_.drive_to(order_.calls[i].along_m);
        serve(i);
    }
    sweep();
    aboard_.driver = aboard_.escort = 0;
    watch_load();
    bus_.watch({});
    bus_.set_ignition(false);
    truth_.ends = bus_.now();
    tell_of_pupils();
    find_the_left();
    return std::move(truth_);
}

void BusRun::watch_load() {
    const int people = aboard_.people();
    const bool over = people > bus_.vehicle().approved_persons;
    const bool moving = bus_.speed_mps() > moving_mps;
    truth_.most = std::max(truth_.most, people);
    if (moving && !truth_.moves) truth_.moves = bus_.now();
    if (moving && !truth_.stops.empty() && !truth_.stops.back().moves) truth_.stops.back().moves = bus_.now();
    if (over && !truth_.over_from) truth_.over_from = bus_.now();
    if (over) truth_.over_until.reset();
    if (!over && truth_.over_from && !truth_.over_until) truth_.over_until = bus_.now();
    if (over && moving && !truth_.over_moving_from) truth_.over_moving_from = bus_.now();
}

void BusRun::mark(std::string_view kind, std::size_t pupil) {
    if (!truth_.marked || random_.chance_per_mille(setting_.plan.crew.mark_forgotten_per_mille)) return;
    tell("escort", bus_.now(), {kind, order_.code, code_of(pupil)});
    if (kind == "boarded") ++truth_.marked_on;
    if (kind == "boarded")
        open_.push_back(pupil);
    else
        std::erase(open_, pupil);
    if (!stays_behind(pupil)) return;
    if (truth_.left.empty()) truth_.left.push_back({.code = code_of(pupil)});
    (kind == "boarded" ? truth_.left.front().marked_on : truth_.left.front().marked_off) = true;
}

bool BusRun::stays_behind(std::size_t pupil) const { return std::ranges::find(left_, pupil) != left_.end(); }

void BusRun::let_off(const RunCall& call, StopTruth& stop) {
    for (const std::size_t pupil : call.alight) {
        if (stays_behind(pupil)) {
            if (random_.chance_per_mille(setting_.plan.pupils.marked_off_by_habit_per_mille))
                mark("alighted", pupil);
            continue;
        }
        bus_.wait(person_s);
        --aboard_.pupils;
        stop.alighted.push_back(code_of(pupil));
        mark("alighted", pupil);
    }
}

void BusRun::let_on(const RunCall& call, StopTruth& stop) {
    for (const std::size_t pupil : call.board) {
        bus_.wait(person_s);
        ++aboard_.pupils;
        stop.boarded.push_back(code_of(pupil));
        mark("boarded", pupil);
    }
}

void BusRun::serve(std::size_t at) {
    const RunCall& call = order_.calls[at];
    gate_before(call);
    StopTruth stop;
    stop.name = call.name;
    stop.opened = bus_.now();
    bus_.open_doors();
    bus_.wait(doors_open_s);
    let_off(call, stop);
    let_on(call, stop);
    bus_.wait(doors_close_s);
    const Flow moved{static_cast<int>(stop.boarded.size()), static_cast<int>(stop.alighted.size())};
    if (const auto told = bus_.close_doors(moved)) {
        stop.told_on = told->boarded;
        stop.told_off = told->alighted;
    }
    stop.counter_fault = bus_.counter().fault();
    stop.closed = bus_.now();
    stop.aboard = aboard_;
    stop.counted = stops_counted_ && aboard_.escort > 0;
    if (stop.counted && moved.boarded > 0)
        tell("escort", bus_.now(), {"stop_counted", order_.code, {}, moved.boarded});
    truth_.stops.push_back(std::move(stop));
    after_doors(at);
}

void BusRun::gate_before(const RunCall& call) {
    if (!call.school || order_.direction != Direction::to_school) return;
    if (setting_.plan.gate.notes) tell("gate", bus_.now(), {"gate_arrived", order_.code, {}});
    if (gate_counts_) count_heads("gate");
}

// Who counts does it before the vehicle leaves, its doors closed.
void BusRun::after_doors(std::size_t at) {
    const bool last = at + 1 == order_.calls.size();
    if (last && order_.direction == Direction::to_school) count_off();
    if (at == counted_at_ && !last && escort_counts_ && aboard_.escort > 0) {
        count_heads("escort");
        truth_.stops.back().counted = true;
    }
    if (at == 0 && order_.calls[at].school) {
        if (gate_counts_) count_heads("gate");
        if (setting_.plan.gate.notes) tell("gate", bus_.now(), {"gate_checked", order_.code, {}});
        if (setting_.plan.gate.notes) tell("gate", bus_.now() + 2s, {"gate_released", order_.code, {}});
    }
    if (!escort_leaves_ || last || at < order_.calls.size() / 2 || aboard_.escort == 0) return;
    aboard_.escort = 0;
    truth_.escort_left = bus_.now();
    watch_load();
    if (setting_.plan.crew.tells) tell("escort", bus_.now(), {"escort_off", order_.code, order_.escort});
}

// Whoever tells more than may be aboard is asked to count again.
void BusRun::count_heads(std::string_view by) {
    const int told = count_once(by);
    if (by != "escort" || told <= bus_.vehicle().approved_persons) return;
    if (random_.chance_per_mille(setting_.plan.counts.recount_per_mille)) count_once(by);
}

int BusRun::count_once(std::string_view by) { return count_once(by, aboard_.pupils); }

int BusRun::count_once(std::string_view by, int pupils) {
    bus_.wait(counting_s);
    const int adults = aboard_.driver + aboard_.escort;
    CountTruth count{bus_.now(), by, 0, pupils + adults, {}};
    const int typed_in =
        typed(pupils, setting_.plan.counts.typing_error_per_mille, random_, count.typing_error);
    count.told = typed_in + adults;
    const Time received = bus_.now() + Milliseconds{random_.between(soonest_typed_ms, latest_typed_ms)};
    setting_.lines.head_count({bus_.vehicle(), by, bus_.now(), received}, {typed_in, adults});
    truth_.counts.push_back(count);
    bus_.wait(typing_s);
    return count.told;
}

// The gate counts who gets off, and again where that is not what the crew told.
void BusRun::count_off() {
    const StopTruth& stop = truth_.stops.back();
    if (!gate_counts_off_ || stop.alighted.empty()) return;
    const auto hers =
        std::ranges::find(truth_.counts.rbegin(), truth_.counts.rend(), "escort", &CountTruth::by);
    const int crew = hers == truth_.counts.rend() ? -1 : hers->told;
    const auto off = static_cast<int>(stop.alighted.size());
    const int told = count_once("gate", off);
    truth_.counted_off = told == crew || crew < 0 ? told : count_once("gate", off);
}

// Before a sweep can be told the phone names who is still marked as aboard.
void BusRun::settle_marks() {
    const RecordPlan& plan = setting_.plan;
    for (const std::size_t pupil : open_) {
        const bool asleep = stays_behind(pupil);
        const bool told = asleep ? random_.chance_per_mille(plan.pupils.marked_off_by_habit_per_mille)
                                 : !random_.chance_per_mille(plan.crew.mark_left_open_per_mille);
        if (!told) continue;
        tell("escort", bus_.now() - 30s, {"alighted", order_.code, code_of(pupil)});
        if (asleep) truth_.left.front().marked_off = true;
    }
}

void BusRun::sweep() {
    bus_.wait(engine_stops_s);
    truth_.swept = sweep_ == Sweep::done;
    if (!setting_.plan.crew.tells) return;
    truth_.sweep_told = sweep_ != Sweep::untold;
    const std::string& by = aboard_.escort > 0 ? order_.escort : order_.driver;
    if (truth_.sweep_told) settle_marks();
    if (truth_.sweep_told) tell("escort", bus_.now() - 20s, {"swept", order_.code, by});
    if (aboard_.escort > 0) tell("escort", bus_.now(), {"escort_off", order_.code, order_.escort});
    tell("escort", bus_.now() + 3min, {"driver_off", order_.code, order_.driver});
}

// Some time later, out of a parked vehicle.
void BusRun::find_the_left() {
    if (left_.empty()) return;
    if (truth_.left.empty()) truth_.left.push_back({.code = code_of(left_.front())});
    LeftPupil& pupil = truth_.left.front();
    const auto after = minutes{
        random_.between(static_cast<int>(soonest_found.count()), static_cast<int>(latest_found.count()))};
    pupil.found_at = truth_.ends + after;
    const bool home = order_.direction == Direction::home;
    pupil.missed_at_school = roll_call_ && !home;
    pupil.missed_at_home = home && random_.chance_per_mille(setting_.plan.pupils.not_home_per_mille);
    if (pupil.missed_at_home)
        tell("guardian", truth_.ends + minutes{random_.between(soonest_missed, latest_missed)},
             {"not_home", order_.code, pupil.code});
    bus_.park_until(pupil.found_at);
    bus_.open_doors();
    bus_.wait(doors_open_s + person_s + doors_close_s);
    static_cast<void>(bus_.close_doors({0, 1}));
    aboard_.pupils = 0;
}

void BusRun::tell_of_pupils() {
    const bool home = order_.direction == Direction::home;
    if (!home && !roll_call_) return;
    for (const StopTruth& stop : truth_.stops) {
        for (const std::string& code : stop.alighted) {
            if (!home)
                tell("gate", truth_.ends + roll_call_after, {"at_school", order_.code, code});
            else if (random_.chance_per_mille(setting_.plan.pupils.safe_home_per_mille))
                tell("phone", stop.closed + minutes{random_.between(5, 50)},
                     {"safe_home", order_.code, code});
        }
    }
}

}  // namespace husong::device_sim
