#include "server/rules/rule_state.hpp"

namespace husong::rules {

namespace {

auto key_of(const RuleTrack& track) {
    return std::pair{track.head.rule, std::string_view{track.head.subject}};
}

}  // namespace

const RuleTrack* RuleTracks::find(RuleId rule, std::string_view subject) const {
    const auto found = std::ranges::find(tracks_, std::pair{rule, subject}, key_of);
    return found == tracks_.end() ? nullptr : &*found;
}

RuleTrack* RuleTracks::claim(RuleId rule, std::string_view subject) {
    const std::pair key{rule, subject};
    const auto place = std::ranges::lower_bound(tracks_, key, {}, key_of);
    if (place != tracks_.end() && key_of(*place) == key) return &*place;
    if (!has_room(rule, subject)) return nullptr;
    RuleTrack track;
    track.head.rule = rule;
    track.head.subject = subject;
    return &*tracks_.insert(place, std::move(track));
}

bool RuleTracks::has_room(RuleId rule, std::string_view subject) const {
    if (subject.empty()) return tracks_.size() < most;
    const auto of_rule = static_cast<std::size_t>(
        std::ranges::count(tracks_, rule, [](const RuleTrack& track) { return track.head.rule; }));
    return tracks_.size() < most_named && of_rule < most_named_of_a_rule;
}

void RuleTracks::forget_closed_before(Time at) {
    std::erase_if(tracks_, [&](const RuleTrack& track) {
        return !track.open() && (!track.known() || *track.episode.until < at);
    });
}

bool RuleState::has_open(RuleId rule) const {
    return std::ranges::any_of(
        tracks, [&](const RuleTrack& track) { return track.head.rule == rule && track.open(); });
}

bool GateDays::add(std::chrono::sys_days day) {
    if (on(day)) return false;
    const auto number = static_cast<std::int32_t>(day.time_since_epoch().count());
    if (number > newest) {
        const auto later = std::int64_t{number} - newest;
        bits = later < kept.count() ? bits << later : 0;
        newest = number;
    }
    const auto before = std::int64_t{newest} - number;
    if (before < kept.count()) bits |= std::uint32_t{1} << before;
    return true;
}

bool GateDays::on(std::chrono::sys_days day) const {
    const auto before = std::int64_t{newest} - day.time_since_epoch().count();
    return before >= 0 && before < kept.count() && (bits >> before & 1U) != 0;
}

}  // namespace husong::rules
