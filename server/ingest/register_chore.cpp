#include "server/ingest/register_chore.hpp"

#include "server/rules/register_look.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace husong::ingest {

namespace {

using rules::FindingChange;
using rules::RuleId;

// The same row versions, in whatever order they were read.
class RowsSeen {
public:
    template <class T>
    void add(const std::vector<registry::Versioned<T>>& rows) {
        ++table_;
        for (const auto& row : rows) sum_ += mixed(table_, row.version);
    }
    [[nodiscard]] std::uint64_t sum() const { return sum_; }

private:
    // splitmix64: neighbouring versions fall far apart.
    static std::uint64_t mixed(std::uint64_t table, std::int64_t version) {
        std::uint64_t x = (table << 56) ^ static_cast<std::uint64_t>(version);
        x += 0x9e3779b97f4a7c15;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }
    std::uint64_t table_ = 0;
    std::uint64_t sum_ = 1;  // so that an empty register has been seen, too
};

std::uint64_t rows_seen(const registry::RegistryRows& r) {
    RowsSeen seen;
    const auto all = std::tie(
        r.operators, r.schools, r.vehicles, r.school_bus_plates, r.permits, r.drivers, r.escorts, r.lines,
        r.pupils, r.departures, r.vehicle_documents, r.stage_overrides, r.offences, r.gate_facilities,
        r.travels, r.timetables, r.local_rules, r.stops, r.boarders, r.public_days, r.reliefs, r.terms,
        r.holiday_rules, r.holiday_proposals, r.police_posts, r.local_days, r.return_marks);
    std::apply([&](const auto&... rows) { (seen.add(rows), ...); }, all);
    return seen.sum();
}

Result<std::vector<rules::FindingHead>> recent_overloads(db::Writer& store, Time now,
                                                         const rules::RuleSettings& settings) {
    // Twice the window: the stretch that lasts now may have begun with overloads that have left it.
    return store.confirmed_since(RuleId::ld_01, now - std::chrono::days{2 * settings.repeat_days});
}

Result<> write(std::span<const FindingChange> changes, db::Writer& store, Time now) {
    if (auto begun = store.begin(); !begun) return begun;
    for (const FindingChange& change : changes) {
        const bool late = change.episode.from < china_midnight(now);
        if (auto put = store.put(change, now, late); !put) return put;
    }
    return store.commit();
}

}  // namespace

RegisterChore::RegisterChore(const rules::RuleSettings& settings)
    : settings_{settings},
      wanted_(rules::register_rules().size(), true),
      changes_at_(wanted_.size(), end_of_time) {}

void RegisterChore::register_loaded(const registry::RegistryRows& rows) {
    const std::uint64_t seen = rows_seen(rows);
    if (std::exchange(rows_seen_, seen) != seen) want_all();
}

void RegisterChore::committed(std::span<const FindingChange> changes) {
    const bool overload = std::ranges::any_of(changes, [](const FindingChange& change) {
        return change.head.rule == RuleId::ld_01 && change.head.level == rules::Level::confirmed;
    });
    if (overload) want_repeated_overloads();
}

void RegisterChore::overload_taken_back() { want_repeated_overloads(); }

void RegisterChore::want_repeated_overloads() {
    const auto looking = rules::register_rules();
    for (std::size_t i = 0; i < looking.size(); ++i)
        if (looking[i]->id == RuleId::ld_08) wanted_[i] = true;
}

void RegisterChore::want_all() { std::fill(wanted_.begin(), wanted_.end(), true); }

bool RegisterChore::due(Time now) const {
    return china_midnight(now) != day_ || std::find(wanted_.begin(), wanted_.end(), true) != wanted_.end() ||
           std::ranges::min(changes_at_) <= now;
}

void RegisterChore::want_changed_by(Time now) {
    for (std::size_t i = 0; i < wanted_.size(); ++i)
        if (changes_at_[i] <= now) wanted_[i] = true;
}

std::size_t RegisterChore::next_wanted() const {
    std::size_t next = turn_;
    while (!wanted_[next]) next = (next + 1) % wanted_.size();
    return next;
}

Result<std::vector<FindingChange>> RegisterChore::step(db::Writer& store, db::Reader& reader,
                                                       const registry::Registry& registry, Time now) {
    if (std::exchange(day_, china_midnight(now)) != china_midnight(now)) want_all();
    want_changed_by(now);
    const std::size_t current = next_wanted();
    auto changes = look(*rules::register_rules()[current], store, registry, now);
    if (!changes) return changes;
    const bool all = changes->size() <= most_changes_a_turn;
    if (!all) changes->erase(changes->begin() + most_changes_a_turn, changes->end());
    for (FindingChange& change : *changes) {
        const auto known = reader.finding(change.head.id);
        if (!known) return known.error();
        if (*known && !(*known)->open()) rules::reopen(change, **known);
    }
    if (!changes->empty())
        if (auto written = write(*changes, store, now); !written) {
            store.rollback();
            return written.error();
        }
    wanted_[current] = !all;
    const auto changes_at = rules::register_rules()[current]->look_changes;
    changes_at_[current] = changes_at ? changes_at({registry, now, settings_, {}}) : end_of_time;
    turn_ = (current + 1) % wanted_.size();
    return changes;
}

Result<std::vector<FindingChange>> RegisterChore::look(const rules::Rule& rule, db::Writer& store,
                                                       const registry::Registry& registry, Time now) const {
    std::vector<rules::FindingHead> overloads;
    if (rule.id == RuleId::ld_08) {
        const auto own = rules::own_thresholds_at(registry, now);
        auto recent = recent_overloads(store, now, rules::with_own(settings_, own));
        if (!recent) return recent.error();
        overloads = std::move(*recent);
    }
    const auto open = store.open_findings(std::array{rule.id});
    if (!open) return open.error();
    return rules::changes_of_look(rule.id, rules::breaches_of(rule, {registry, now, settings_, overloads}),
                                  *open, now);
}

}  // namespace husong::ingest
