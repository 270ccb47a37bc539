// The rules that look at the register, kept up by the writer between batches: all of them at start, when rows
// of the register really changed, when a day begins in China and when a rule says that it finds something
// else; the one on repeated overloads also when one was confirmed or taken back. One rule a turn, so that no
// batch waits for more than one look.
#pragma once

#include "db/store.hpp"
#include "server/rules/rule.hpp"

#include <span>
#include <vector>

namespace husong::ingest {

class RegisterChore {
public:
    // More findings of a rule than this are written in the turns that follow: an import of a whole county may
    // open a thousand.
    static constexpr std::size_t most_changes_a_turn = 200;

    explicit RegisterChore(const rules::RuleSettings& settings);

    // A registry was read again: a new plate identity alone is no reason to look.
    void register_loaded(const registry::RegistryRows& rows);
    void committed(std::span<const rules::FindingChange> changes);
    // A confirmed overload is one no more.
    void overload_taken_back();

    [[nodiscard]] bool due(Time now) const;
    // Looks by one rule and commits what that changes. After an error the same rule is due again.
    [[nodiscard]] Result<std::vector<rules::FindingChange>> step(db::Writer& store, db::Reader& reader,
                                                                 const registry::Registry& registry,
                                                                 Time now);

private:
    void want_all();
    void want_repeated_overloads();
    void want_changed_by(Time now);
    [[nodiscard]] std::size_t next_wanted() const;
    [[nodiscard]] Result<std::vector<rules::FindingChange>> look(const rules::Rule& rule, db::Writer& store,
                                                                 const registry::Registry& registry,
                                                                 Time now) const;

    const rules::RuleSettings& settings_;
    std::uint64_t rows_seen_ = 0;
    Time day_{};  // midnight in China of the day looked at
    std::vector<bool> wanted_;
    std::vector<Time> changes_at_;  // by rule: what it last looked at is broken otherwise from then on
    std::size_t turn_ = 0;          // begins with this one: no rule waits for ever while the register changes
};

}  // namespace husong::ingest
