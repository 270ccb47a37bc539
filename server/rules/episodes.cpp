#include "server/rules/episodes.hpp"

#include "server/base/hash.hpp"

#include <algorithm>

namespace husong::rules {

namespace {

using Outcome = Judgement::Outcome;

RecordRef ref_of(const tracking::OrderKey& record) { return {record.measured_at, record.kind, record.key}; }

// Places of Episode::evidence. A record that stands in one is not repeated in another.
enum Place : std::size_t { first, worst, latest_count, level_raised };

void put_evidence(Episode& episode, Place place, const tracking::OrderKey& record) {
    if (record == tracking::OrderKey{}) return;
    const RecordRef ref = ref_of(record);
    const auto& all = episode.evidence;
    if (std::find(all.begin(), all.end(), ref) == all.end()) episode.evidence[place] = ref;
}

template <class T>
std::int64_t version_of(const registry::Versioned<T>* row) {
    return row ? row->version : 0;
}

// Where it began: where the evidence was seen, or where the vehicle was last.
maps::Wgs84 place_of(const VehicleSnapshot& snapshot, const tracking::OrderKey& record) {
    for (const auto& seen : snapshot.state.seen.all())
        if (seen.record == record && seen.place != maps::Wgs84{}) return seen.place;
    return record.kind == tracking::RecordKind::sighting ? maps::Wgs84{} : snapshot.state.fix.good.place;
}

void stop_clearing(RuleTrack& track) {
    track.clear_since = track.clear_due = never;
    track.clear_samples = 0;
}

void number_finding(RuleTrack& track, const Rule& rule, const Moment& moment) {
    const Time at = moment.snapshot.at;
    const Time day = china_midnight(at);
    const bool again_today = track.known() && track.head.day == day;
    const auto ordinal = static_cast<std::uint16_t>(again_today ? track.head.ordinal + 1 : 0);
    const FindingId id = finding_id(rule.id, moment.vehicle, track.head.subject, at);
    track.head = {id, rule.id, moment.vehicle, day, ordinal, Level::suspected, track.head.subject};
    track.episode_ordinal = 0;
}

void open_episode(RuleTrack& track, const Rule& rule, const Judgement& judgement, const Moment& moment) {
    const VehicleSnapshot& snapshot = moment.snapshot;
    const bool reopens =
        track.known() && snapshot.at - *track.episode.until <= snapshot.settings.reopen_window;
    if (reopens)
        ++track.episode_ordinal;
    else
        number_finding(track, rule, moment);

    const maps::Wgs84 place = place_of(snapshot, judgement.record);
    Episode& episode = track.episode;
    episode = {};
    episode.from = snapshot.at;
    episode.level = judgement.level;
    episode.severity = judgement.severity;
    episode.worst = judgement.figures;
    episode.latitude_deg = place.latitude_deg;
    episode.longitude_deg = place.longitude_deg;
    const auto* plate = snapshot.rows.plate ? snapshot.rows.plate : snapshot.rows.expired_plate;
    const auto* permit = snapshot.rows.permit ? snapshot.rows.permit : snapshot.rows.expired_permit;
    episode.versions = {version_of(snapshot.rows.vehicle), version_of(plate), version_of(permit)};
    episode.detail = judgement.detail;
    put_evidence(episode, first, judgement.record);
    track.worst_level = judgement.level;
    track.worst_excess = judgement.excess;
    track.head.level = std::max(track.head.level, judgement.level);
}

// The graver of two; the rule's own is kept as none.
std::optional<Severity> graver(RuleId rule, const std::optional<Severity>& one,
                               const std::optional<Severity>& other) {
    return severity_of(rule, other) < severity_of(rule, one) ? other : one;
}

// Returns whether the episode looks different now.
bool worsen(RuleTrack& track, const Judgement& judgement) {
    Episode& episode = track.episode;
    const Episode before = episode;
    if (std::pair{judgement.level, judgement.excess} > std::pair{track.worst_level, track.worst_excess}) {
        track.worst_level = judgement.level;
        track.worst_excess = judgement.excess;
        episode.worst = judgement.figures;
        episode.detail = judgement.detail;
        episode.evidence[worst] = {};
        put_evidence(episode, worst, judgement.record);
    }
    if (judgement.level > episode.level) {
        episode.level = judgement.level;
        episode.evidence[level_raised] = {};
        put_evidence(episode, level_raised, judgement.record);
    }
    episode.severity = graver(track.head.rule, episode.severity, judgement.severity);
    track.head.level = std::max(track.head.level, episode.level);
    return episode != before;
}

// A count taken during the episode belongs to its evidence, whatever it says.
bool note_count(RuleTrack& track, const VehicleSnapshot& snapshot) {
    const tracking::HumanCount& count = snapshot.state.load.count;
    Episode& episode = track.episode;
    if (!count.known() || count.at() < episode.from) return false;
    const Episode before = episode;
    const RecordRef ref = ref_of(count.record);
    if (episode.evidence[latest_count] != ref) {
        episode.evidence[latest_count] = {};
        put_evidence(episode, latest_count, count.record);
    }
    return episode != before;
}

// A person has counted, and all was well: what is not known afterwards does not take that back.
bool cleared_by_count(const RuleTrack& track, const Rule& rule, const VehicleSnapshot& snapshot) {
    return rule.count_clears && track.clear_since != never && rule.count_clears(snapshot) &&
           snapshot.state.load.count.at() >= track.clear_since;
}

// Everybody has got off since the episode began: nobody counted, and nobody is too many any more.
bool ended_empty(const RuleTrack& track, const Rule& rule, const VehicleSnapshot& snapshot) {
    const tracking::Load& load = snapshot.state.load;
    return rule.count_clears && load.basis == tracking::LoadBasis::empty && load.people == 0 &&
           load.since >= track.episode.from;
}

bool may_close(const RuleTrack& track, const Rule& rule, const VehicleSnapshot& snapshot) {
    if (rule.clears_at_once || ended_empty(track, rule, snapshot)) return true;
    if (snapshot.at - track.clear_since < snapshot.settings.clear_hold) return false;
    if (rule.count_clears) return cleared_by_count(track, rule, snapshot);
    // Silence clears nothing; but of a vehicle that only people see no fix can be asked.
    return !snapshot.state.fix.good.known() || track.clear_samples >= snapshot.settings.clear_samples;
}

bool clear(RuleTrack& track, const Rule& rule, const Moment& moment) {
    const VehicleSnapshot& snapshot = moment.snapshot;
    if (track.clear_since == never) {
        track.clear_since = snapshot.at;
        track.clear_due = snapshot.at + snapshot.settings.clear_hold;
    }
    if (moment.good_fix && track.clear_samples < snapshot.settings.clear_samples) ++track.clear_samples;
    if (!may_close(track, rule, snapshot)) return false;
    stop_clearing(track);
    track.episode.until = snapshot.at;
    return true;
}

}  // namespace

FindingId finding_id(RuleId rule, VehicleId vehicle, std::string_view subject, Time opened_at) {
    std::string bytes(17, static_cast<char>(rule));
    const auto put = [&](std::size_t from, std::int64_t value) {
        for (std::size_t i = 0; i < 8; ++i)
            bytes[from + i] = static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
    };
    put(1, vehicle.value);
    put(9, to_millis(opened_at));
    bytes += subject;
    constexpr std::uint64_t mask = (std::uint64_t{1} << 62) - 1;
    const std::uint64_t hash = hash64({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    return {static_cast<std::int64_t>(std::max<std::uint64_t>(hash & mask, 1))};
}

void follow(RuleTrack& track, const Rule& rule, const Judgement& judgement, const Moment& moment,
            std::vector<FindingChange>& changes) {
    bool visible = false;
    if (!track.open()) {
        if (judgement.outcome != Outcome::violated) return;
        open_episode(track, rule, judgement, moment);
        visible = true;
    } else if (judgement.outcome == Outcome::violated) {
        stop_clearing(track);
        visible = worsen(track, judgement);
    }
    visible = note_count(track, moment.snapshot) || visible;
    if (judgement.outcome == Outcome::clear || cleared_by_count(track, rule, moment.snapshot) ||
        (judgement.outcome == Outcome::unknown && ended_empty(track, rule, moment.snapshot)))
        visible = clear(track, rule, moment) || visible;
    else
        stop_clearing(track);
    if (visible) changes.push_back({track.head, track.episode_ordinal, track.episode});
}

}  // namespace husong::rules
