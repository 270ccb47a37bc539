// The bytes of a checkpoint. Each struct's fields are listed once; writing and reading walk the same list.
#include "server/rules/fold.hpp"

#include <bit>
#include <type_traits>

namespace husong::rules {

namespace {

// Grows whenever a field is added, removed or changes its meaning: older checkpoints are then folded anew.
constexpr std::uint16_t format = 1;

class Writer {
public:
    template <class Integer>
    void number(const Integer& value) {
        auto bits = static_cast<std::uint64_t>(value);
        for (std::size_t i = 0; i < sizeof(Integer); ++i, bits >>= 8)
            bytes_.push_back(static_cast<char>(bits & 0xFF));
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
    all(a, x.good, x.candidate, x.agreeing, x.speed_mismatches);
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
    all(a, x.record, x.source, x.heads, x.disputed, x.boarding_possible, x.expired);
}
template <class A>
void fields(A& a, Field<A, tracking::Uncovered>& x) {
    all(a, x.from, x.until, x.newest);
}
template <class A>
void fields(A& a, Field<A, tracking::Load>& x) {
    all(a, x.basis, x.since, x.people, x.counter_used, x.may_be_more, x.may_be_fewer, x.disputed,
        x.counted_until, x.last_flow, x.uncovered, x.count, x.oddities, x.silence_due, x.expiry_due,
        x.hole_due);
}
template <class A>
void fields(A& a, Field<A, tracking::PupilsSeenAt>& x) {
    all(a, x.record, x.source, x.pupils, x.place);
}
template <class A>
void fields(A& a, Field<A, tracking::SeenList>& x) {
    go(a, x.count);
    if (x.count > tracking::SeenList::capacity) {
        if constexpr (reading<A>) a.fail();
        return;
    }
    for (std::size_t i = 0; i < x.count; ++i) go(a, x.entries[i]);
}
template <class A>
void fields(A& a, Field<A, tracking::VehicleState>& x) {
    all(a, x.last, x.contact_at, x.fix, x.last_fix, x.motion, x.doors, x.engine, x.load, x.seen);
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
    all(a, x.from, x.until, x.level, x.worst, x.latitude_deg, x.longitude_deg, x.evidence, x.versions);
}
template <class A>
void fields(A& a, Field<A, FindingHead>& x) {
    all(a, x.id, x.rule, x.vehicle, x.day, x.ordinal, x.level);
}
template <class A>
void fields(A& a, Field<A, RuleTrack>& x) {
    go(a, x.head.id);
    if (!x.known()) return;  // all else is as it begins
    all(a, x.head, x.episode, x.episode_ordinal, x.worst_level, x.worst_excess, x.clear_since, x.clear_due,
        x.clear_samples);
}
template <class A>
void fields(A& a, Field<A, RuleState>& x) {
    all(a, x.tracks, x.pupils_since, x.pupils_due, x.rest_due, x.midnight_due);
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
