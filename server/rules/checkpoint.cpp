// The bytes of a checkpoint. Each struct's fields are listed once; writing and reading walk the same list.
#include "server/rules/fold.hpp"

#include <algorithm>
#include <bit>
#include <type_traits>

namespace husong::rules {

namespace {

// Grows whenever a field is added, removed or changes its meaning: older checkpoints are then folded anew.
constexpr std::uint16_t format = 10;

class Writer {
public:
    template <class Integer>
    void number(const Integer& value) {
        auto bits = static_cast<std::uint64_t>(static_cast<std::make_unsigned_t<Integer>>(value));
        for (std::size_t i = 0; i < sizeof(Integer); ++i, bits >>= 8)
            bytes_.push_back(static_cast<char>(bits & 0xFF));
    }
    void text(const std::string& value) {
        constexpr std::size_t longest = 0xFFFF;  // nothing that is kept of a finding comes near
        const auto size = static_cast<std::uint16_t>(std::min(value.size(), longest));
        number(size);
        bytes_.append(value, 0, size);
    }
    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

// Failure is sticky: read everything, then check ok() once.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_{bytes} {}

    template <class Integer>
    void number(Integer& value) {
        ok_ = ok_ && bytes_.size() >= sizeof(Integer);
        if (!ok_) return;
        std::uint64_t bits = 0;
        for (std::size_t i = sizeof(Integer); i-- > 0;)
            bits = bits << 8 | static_cast<unsigned char>(bytes_[i]);
        value = static_cast<Integer>(bits);
        bytes_.remove_prefix(sizeof(Integer));
    }
    void text(std::string& value) {
        std::uint16_t size = 0;
        number(size);
        ok_ = ok_ && bytes_.size() >= size;
        if (!ok_) return;
        value = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
    }
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] bool at_end() const { return bytes_.empty(); }
    void fail() { ok_ = false; }

private:
    std::string_view bytes_;
    bool ok_ = true;
};

template <class Archive>
constexpr bool reading = std::is_same_v<Archive, Reader>;

// The type of a field, const while writing.
template <class Archive, class T>
using Field = std::conditional_t<reading<Archive>, T, const T>;

template <class Archive, class T>
void go(Archive& archive, T& value);

template <class Archive, class... Fields>
void all(Archive& archive, Fields&... fields) {
    (go(archive, fields), ...);
}

// Converts through another type in both directions.
template <class Archive, class T, class From, class To>
void through(Archive& archive, T& value, From from, To to) {
    auto plain = from(value);
    archive.number(plain);
    if constexpr (reading<Archive>) value = to(plain);
}

template <class Archive, class T>
void optional_field(Archive& archive, T& value) {
    std::uint8_t present = value.has_value() ? 1 : 0;
    archive.number(present);
    if constexpr (reading<Archive>) {
        value.reset();
        if (present != 0) value.emplace();
    }
    if (value) go(archive, *value);
}

// ---- the fields, struct by struct ----

template <class A>
void fields(A& a, Field<A, maps::Wgs84>& x) {
    all(a, x.latitude_deg, x.longitude_deg);
}
template <class A>
void fields(A& a, Field<A, tracking::OrderKey>& x) {
    all(a, x.measured_at, x.kind, x.key);
}
template <class A>
void fields(A& a, Field<A, tracking::Fix>& x) {
    all(a, x.at, x.place, x.speed_mps, x.course_deg, x.accuracy_m);
}
template <class A>
void fields(A& a, Field<A, tracking::FixFilter>& x) {
    all(a, x.good, x.candidate, x.agreeing, x.elsewhere, x.elsewhere_fixes, x.elsewhere_told, x.of_terminal,
        x.speed_mismatches);
}
template <class A>
void fields(A& a, Field<A, tracking::FixJudgement>& x) {
    all(a, x.verdict, x.reason);
}
template <class A>
void fields(A& a, Field<A, tracking::Motion>& x) {
    all(a, x.moving, x.has_moved, x.since, x.fast_since, x.fast_fixes, x.anchor, x.anchor_fixes,
        x.standing_since, x.standing_place, x.moving_due, x.still_due, x.boarding_due);
}
template <class A>
void fields(A& a, Field<A, tracking::Doors>& x) {
    all(a, x.open, x.known, x.opened_in_stand, x.settled, x.settled_due, x.told);
}
template <class A>
void fields(A& a, Field<A, tracking::Engine>& x) {
    all(a, x.off_since, x.empty_due);
}
template <class A>
void fields(A& a, Field<A, tracking::HeadCount>& x) {
    all(a, x.pupils, x.adults, x.others);
}
template <class A>
void fields(A& a, Field<A, tracking::HumanCount>& x) {
    all(a, x.record, x.source, x.who, x.heads, x.disputed, x.boarding_possible, x.expired, x.followed,
        x.contradicts, x.by_counter);
}
template <class A>
void fields(A& a, Field<A, tracking::Uncovered>& x) {
    all(a, x.from, x.until, x.newest);
}
template <class A>
void fields(A& a, Field<A, tracking::RunCount>& x) {
    all(a, x.whole, x.began_at, x.boarded, x.alighted, x.fullest, x.stops, x.stops_to_fullest, x.counted_at,
        x.counted_more, x.twice);
}
template <class A>
void fields(A& a, Field<A, tracking::CounterTrial>& x) {
    all(a, x.off, x.through, x.people);
}
template <class A>
void fields(A& a, Field<A, tracking::CounterRecord>& x) {
    all(a, x.runs, x.squares, x.leaps, x.counted, x.missing, x.imbalances, x.checks, x.beside_plan,
        x.plan_rests, x.faults, x.agreeing, x.quiet_stops, x.quiet_people, x.repeated, x.last_boarded,
        x.last_alighted);
}
template <class A>
void fields(A& a, Field<A, tracking::UsualLoad>& x) {
    all(a, x.minute, x.unlike, x.last_day, x.runs, x.mean, x.squares, x.stops, x.counted_runs,
        x.counted_mean);
}
template <class A>
void fields(A& a, Field<A, tracking::LatestRun>& x) {
    all(a, x.day, x.more, x.variance, x.usual_variance);
}
template <class A>
void fields(A& a, Field<A, tracking::UsualLoads>& x) {
    all(a, x.runs, x.latest);
}
// A list of a fixed capacity, of which so many entries are used.
template <class A, class List>
void counted(A& a, List& x) {
    go(a, x.count);
    if (x.count > List::capacity) {
        if constexpr (reading<A>) a.fail();
        return;
    }
    for (std::size_t i = 0; i < x.count; ++i) go(a, x.entries[i]);
}
template <class A>
void fields(A& a, Field<A, tracking::Teller>& x) {
    all(a, x.who, x.counts, x.wrong);
}
template <class A>
void fields(A& a, Field<A, tracking::Tellers>& x) {
    counted(a, x);
}
template <class A>
void fields(A& a, Field<A, tracking::Load>& x) {
    all(a, x.basis, x.since, x.people, x.fullest, x.boarded, x.alighted, x.counter_used, x.may_be_more,
        x.may_be_fewer, x.disputed, x.contested, x.counted_until, x.last_flow, x.uncovered, x.count,
        x.oddities, x.silence_due, x.expiry_due, x.hole_due, x.run, x.counter, x.usual, x.tellers);
}
template <class A>
void fields(A& a, Field<A, tracking::PupilsSeenAt>& x) {
    all(a, x.record, x.source, x.pupils, x.place, x.most);
}
template <class A>
void fields(A& a, Field<A, tracking::SeenList>& x) {
    counted(a, x);
}
template <class A>
void fields(A& a, Field<A, tracking::Rider>& x) {
    all(a, x.code, x.marks, x.alighted_after);
}
template <class A>
void fields(A& a, Field<A, tracking::CrewMark>& x) {
    all(a, x.code, x.since, x.left_at);
}
template <class A>
void fields(A& a, Field<A, tracking::WalkRound>& x) {
    all(a, x.driver, x.at, x.faults);
}
template <class A>
void fields(A& a, Field<A, tracking::WalkRounds>& x) {
    all(a, x.entries);
}
template <class A>
void fields(A& a, Field<A, tracking::DoubtfulEnd>& x) {
    all(a, x.since, x.reached, x.alighted);
}
template <class A>
void fields(A& a, Field<A, tracking::Driving>& x) {
    all(a, x.since, x.resting, x.position_at, x.hour, x.seconds, x.due);
}
template <class A>
void fields(A& a, Field<A, tracking::ExcusedAhead::Entry>& x) {
    all(a, x.departure, x.rider);
}
template <class A>
void fields(A& a, Field<A, tracking::ExcusedAhead>& x) {
    bool any = !(x == tracking::ExcusedAhead{});
    go(a, any);
    if (any) all(a, x.next, x.entries);
}
template <class A>
void fields(A& a, Field<A, tracking::Trip>& x) {
    bool known = !(x == tracking::Trip{});
    go(a, known);
    if (!known) return;  // all is as it begins
    all(a, x.stage, x.direction, x.departure, x.leaves_at, x.look_at, x.begun_at, x.ended_at, x.seen_to_end,
        x.window_lost, x.places, x.reached, x.reached_at, x.doubt, x.stand_seen, x.shared, x.driver, x.escort,
        x.walk_rounds, x.driving, x.boarded, x.alighted, x.boarded_here, x.counted_by_escort_at,
        x.stops_uncounted, x.count_missing, x.crew_tells, x.gate_tells, x.crew_pupils, x.before_gate,
        x.before_by_names, x.gate_pupils, x.swept_at, x.sweep_owed, x.moved_on, x.gate_seen_at, x.off_list_at,
        x.gate_compared, x.gate_differs, x.outsiders, x.front_seat, x.cabin_motion_at, x.end_due, x.until,
        x.alone_due, x.count_due, x.sweep_due, x.gate_due, x.roll_due, x.roll_told_at, x.home_due, x.dusk_at,
        x.parked_due, x.excused_ahead);
    counted(a, x.riders);
}
template <class A>
void fields(A& a, Field<A, tracking::VehicleState>& x) {
    all(a, x.last, x.contact_at, x.fix, x.last_fix, x.motion, x.doors, x.engine, x.load, x.seen, x.trip);
}
template <class A>
void fields(A& a, Field<A, RecordRef>& x) {
    all(a, x.measured_at, x.kind, x.key);
}
template <class A>
void fields(A& a, Field<A, Figures>& x) {
    all(a, x.lower, x.upper, x.pupils, x.adults, x.approved_persons, x.approved_pupils);
}
template <class A>
void fields(A& a, Field<A, Episode>& x) {
    all(a, x.from, x.until, x.level, x.severity, x.worst, x.latitude_deg, x.longitude_deg, x.evidence,
        x.versions, x.detail);
}
template <class A>
void fields(A& a, Field<A, FindingHead>& x) {
    all(a, x.id, x.rule, x.vehicle, x.day, x.ordinal, x.level, x.subject);
}
template <class A>
void fields(A& a, Field<A, RuleTrack>& x) {
    all(a, x.head, x.episode, x.episode_ordinal, x.worst_level, x.worst_excess, x.clear_since, x.clear_due,
        x.clear_samples);
}
template <class A>
void fields(A& a, Field<A, RuleTracks>& x) {
    auto size = static_cast<std::uint8_t>(x.size());
    go(a, size);
    if constexpr (reading<A>) {
        if (size > RuleTracks::most) return a.fail();
        x.resize(size);
    }
    for (auto& track : x) go(a, track);
}
template <class A>
void fields(A& a, Field<A, GateDays>& x) {
    all(a, x.newest, x.bits);
}
template <class A>
void fields(A& a, Field<A, RuleState>& x) {
    all(a, x.tracks, x.pupils_since, x.pupils_due, x.rest_due, x.midnight_due, x.gate_days);
}
template <class A>
void fields(A& a, Field<A, VehicleFold>& x) {
    all(a, x.track, x.rules);
}

// ---- what fields are made of ----

template <class T>
constexpr bool is_array = false;
template <class T, std::size_t Count>
constexpr bool is_array<std::array<T, Count>> = true;
template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;
template <class T>
constexpr bool is_id = false;
template <class Tag>
constexpr bool is_id<Id<Tag>> = true;

template <class Archive, class T>
void go(Archive& archive, T& value) {
    using Plain = std::remove_const_t<T>;
    if constexpr (std::is_same_v<Plain, bool>) {
        through(
            archive, value, [](bool b) { return static_cast<std::uint8_t>(b ? 1 : 0); },
            [](std::uint8_t b) { return b != 0; });
    } else if constexpr (std::is_enum_v<Plain>) {
        using Number = std::underlying_type_t<Plain>;
        through(
            archive, value, [](Plain e) { return static_cast<Number>(e); },
            [](Number n) { return static_cast<Plain>(n); });
    } else if constexpr (std::is_integral_v<Plain>) {
        archive.number(value);
    } else if constexpr (std::is_same_v<Plain, double>) {
        through(
            archive, value, [](double d) { return std::bit_cast<std::uint64_t>(d); },
            [](std::uint64_t n) { return std::bit_cast<double>(n); });
    } else if constexpr (std::is_same_v<Plain, float>) {
        through(
            archive, value, [](float f) { return std::bit_cast<std::uint32_t>(f); },
            [](std::uint32_t n) { return std::bit_cast<float>(n); });
    } else if constexpr (std::is_same_v<Plain, Time>) {
        through(
            archive, value, [](Time t) { return to_millis(t); },
            [](std::int64_t n) { return from_millis(n); });
    } else if constexpr (std::is_same_v<Plain, std::string>) {
        archive.text(value);
    } else if constexpr (is_id<Plain>) {
        go(archive, value.value);
    } else if constexpr (is_optional<Plain>) {
        optional_field(archive, value);
    } else if constexpr (is_array<Plain>) {
        for (auto& element : value) go(archive, element);
    } else {
        fields<Archive>(archive, value);
    }
}

}  // namespace

std::string to_checkpoint(const VehicleFold& state) {
    Writer writer;
    writer.number(format);
    go(writer, state);
    return writer.take();
}

Result<VehicleFold> from_checkpoint(std::string_view bytes) {
    Reader reader{bytes};
    std::uint16_t written_as = 0;
    reader.number(written_as);
    if (!reader.ok()) return Error{ErrorCode::malformed, "checkpoint: too short for its format number"};
    if (written_as != format) return Error{ErrorCode::unsupported, "checkpoint: of another format"};
    VehicleFold state;
    go(reader, state);
    if (!reader.ok() || !reader.at_end()) return Error{ErrorCode::malformed, "checkpoint: not of its length"};
    return state;
}

}  // namespace husong::rules
