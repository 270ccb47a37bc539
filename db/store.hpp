// What the server asks of a store. No SQL here; db/sqlite answers it, and nothing else may know which store
// it has.
#pragma once

#include "db/kept_run.hpp"
#include "db/terminal_rows.hpp"
#include "server/access/account.hpp"
#include "server/registry/holiday_plans.hpp"
#include "server/registry/registry.hpp"
#include "server/rules/finding.hpp"
#include "server/tracking/gate_act.hpp"
#include "server/tracking/record.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::db {

// The record as the store gives it back: measurements are kept in whole small units (0.000001 degree, 0.1 m,
// 0.1 km/h, 0.1 degree of course), the grid of the wire. What is folded live is this, so that folding again
// from the store sees the same. Doing it twice changes nothing.
tracking::Record as_stored(tracking::Record record);

struct Checkpoint {
    tracking::OrderKey last;
    std::string state;
};

struct AuditEntry {
    Time at{};
    std::int64_t account = 0;
    std::string peer;
    std::string action;  // e.g. "recount"
    std::string object;  // e.g. "vehicle 17"
    std::string before;  // JSON or empty
    std::string after;
};

// Somebody has taken notice of a finding (签收) for his part of the administration, as grave as it was then.
struct Acknowledgement {
    FindingId finding;
    access::Role role{};
    rules::Level level{};
    rules::Severity severity{};
    Time at{};
    AccountId account;
    std::string by{};  // only read back: the account's display name
};

// Somebody signed in.
struct SignIn {
    std::string account;  // name
    std::string peer;     // address
    Time at{};
};

// The acts of a school, or of one departure; empty: any.
struct GateActQuery {
    std::string school{};
    std::string departure{};
    Time from{};
    Time until = end_of_time;
    std::size_t limit = 1'000;
};

// Before which instants things are deleted.
struct RetentionLimits {
    Time positions_before{};
    Time others_before{};
    Time runs_before{};
};

// The one writer's side. Calls between begin() and commit() are one transaction; after any error the caller
// rolls back and may retry the whole batch. Errors: unavailable (disk full, I/O, locked): try again; all
// others are bugs in the batch. Used by one thread.
class Writer {
public:
    virtual ~Writer() = default;

    [[nodiscard]] virtual Result<> begin() = 0;
    // When this returns success the transaction is on the disk (synchronous=FULL).
    [[nodiscard]] virtual Result<> commit() = 0;
    virtual void rollback() noexcept = 0;
    // Inside a transaction: does `work`, and takes back what it wrote when it fails. Errors: its own;
    // unavailable, which ends the whole transaction.
    [[nodiscard]] virtual Result<> attempt(const std::function<Result<>()>& work) = 0;

    // True when the record is new, false when it was stored before (same vehicle, instant, kind and key).
    [[nodiscard]] virtual Result<bool> insert(const tracking::Record& record) = 0;
    // The identity of a plate as somebody tells it; makes one if there is none. The first colour told of an
    // unregistered vehicle that was told without one becomes its own, when no other has these characters.
    [[nodiscard]] virtual Result<VehicleId> identify(const registry::Plate& plate) = 0;
    [[nodiscard]] virtual Result<> put(const RawMessage& message) = 0;
    [[nodiscard]] virtual Result<> put(const Refusal& refusal) = 0;
    [[nodiscard]] virtual Result<> put(const AuditEntry& entry) = 0;
    [[nodiscard]] virtual Result<> put(const TerminalCredentials& credentials) = 0;
    // True when it is new, false when an act with its key was stored before.
    [[nodiscard]] virtual Result<bool> put(const tracking::GateAct& act) = 0;
    [[nodiscard]] virtual Result<std::vector<tracking::GateAct>> gate_acts(const GateActQuery& query) = 0;
    [[nodiscard]] virtual Result<> put(
        const DriverCard& card) = 0;  // one that was put before changes nothing
    // Of a command that is over nothing changes any more.
    [[nodiscard]] virtual Result<> put(const CommandProgress& progress) = 0;
    // A terminal's key as it is inside the transaction.
    [[nodiscard]] virtual Result<std::optional<TerminalCredentials>> credentials(std::string_view phone) = 0;

    // Findings. `found_at` and `late` are kept from the first put. A withdrawn one that is put again holds
    // again.
    [[nodiscard]] virtual Result<> put(const rules::FindingChange& change, Time found_at, bool late) = 0;
    [[nodiscard]] virtual Result<> drop_episodes(FindingId id, std::uint16_t from_ordinal) = 0;
    [[nodiscard]] virtual Result<> put_level(FindingId id, rules::Level level) = 0;
    [[nodiscard]] virtual Result<> withdraw(FindingId id, Time at, std::string_view reason) = 0;
    // False when the role had acknowledged it at this level before. Errors: not_found, conflict (its level is
    // another one by now).
    [[nodiscard]] virtual Result<bool> put(const Acknowledgement& told) = 0;
    // Of any vehicle or none, in the order in which they were found.
    [[nodiscard]] virtual Result<std::vector<rules::Finding>> open_findings(
        std::span<const rules::RuleId> rules) = 0;
    // Heads of a rule's confirmed findings that were found since, and not withdrawn.
    [[nodiscard]] virtual Result<std::vector<rules::FindingHead>> confirmed_since(rules::RuleId rule,
                                                                                  Time since) = 0;
    // Findings of a vehicle with an episode that is open or ends at or after `since`; the withdrawn ones
    // last.
    [[nodiscard]] virtual Result<std::vector<rules::Finding>> findings_since(VehicleId vehicle,
                                                                             Time since) = 0;

    // What is known now of one pupil's ways, of all times, in the order in which it was recorded.
    [[nodiscard]] virtual Result<std::vector<registry::Versioned<registry::Travel>>> travels_of(
        std::string_view pupil) = 0;
    // As Admin::put_rows() of ways alone. Errors: conflict (two rows of one way hold at the same time).
    [[nodiscard]] virtual Result<std::size_t> put_travels(
        const std::vector<registry::Versioned<registry::Travel>>& rows, Time now) = 0;

    // What is known now of a class's days of return, of all times, and as put_travels() of them alone.
    [[nodiscard]] virtual Result<std::vector<registry::Versioned<registry::ReturnMark>>> return_marks_of(
        std::string_view school, std::string_view class_name) = 0;
    [[nodiscard]] virtual Result<std::size_t> put_return_marks(
        const std::vector<registry::Versioned<registry::ReturnMark>>& rows, Time now) = 0;

    // Coordinated holidays, as Admin's.
    [[nodiscard]] virtual Result<std::int64_t> put_holiday_plan(const registry::HolidayPlan& plan,
                                                                const registry::HolidayStep& submission) = 0;
    [[nodiscard]] virtual Result<> take_holiday_step(const registry::HolidayStep& step,
                                                     const registry::RegistryRows& runs) = 0;

    // History for re-folding, in order; judged records only (flags & not_judged == 0).
    [[nodiscard]] virtual Result<std::vector<tracking::Record>> records_after(VehicleId vehicle,
                                                                              const tracking::OrderKey& after,
                                                                              std::size_t limit) = 0;
    [[nodiscard]] virtual Result<std::optional<Checkpoint>> checkpoint_before(
        VehicleId vehicle, const tracking::OrderKey& before) = 0;
    [[nodiscard]] virtual Result<> put_checkpoint(VehicleId vehicle, const Checkpoint& checkpoint) = 0;
    [[nodiscard]] virtual Result<> drop_checkpoints_after(VehicleId vehicle,
                                                          const tracking::OrderKey& after) = 0;
    // Vehicles that must be re-folded from an instant (late data committed but not folded yet when the server
    // stopped).
    [[nodiscard]] virtual Result<> mark_dirty(VehicleId vehicle, const tracking::OrderKey& from) = 0;
    [[nodiscard]] virtual Result<> clear_dirty(VehicleId vehicle) = 0;

    // Deletes what is older than retention says, at most `limit` rows; true when more is left. Records that a
    // finding rests on stay, and each vehicle's newest checkpoint.
    [[nodiscard]] virtual Result<bool> apply_retention(const RetentionLimits& limits, std::size_t limit) = 0;

    // A run that is over is claimed, made from what is read after that, and kept. Records that come in
    // between drop it, so that nothing is kept of which they are no part. A claim takes the place of what
    // there was of that code; it returns the new id.
    [[nodiscard]] virtual Result<std::int64_t> claim_run(const KeptRun& run) = 0;
    // False: it was dropped since it was claimed, and nothing is kept.
    [[nodiscard]] virtual Result<bool> keep_run(const KeptRun& run) = 0;
    // Records of the vehicle came that were measured from `earliest` to `latest`.
    [[nodiscard]] virtual Result<> drop_runs(VehicleId vehicle, Time earliest, Time latest) = 0;
    // Of the runs that left on the day in China that begins then.
    [[nodiscard]] virtual Result<> sum_up_accuracy(Time midnight) = 0;
    // The number that grows with every registry edit by any process; cheap enough to ask every second.
    [[nodiscard]] virtual Result<std::int64_t> registry_version() = 0;
};

// Where the next page of a list begins; opaque outside the store.
struct Cursor {
    std::int64_t at = 0;
    std::int64_t id = 0;
};

struct FindingQuery {
    bool open_only = true;
    std::optional<rules::RuleId> rule;
    std::optional<rules::Level> min_level;
    std::optional<VehicleId> vehicle;
    std::optional<Cursor> after;
    std::size_t limit = 50;
};

// Reading, on a connection of its own; used by one thread at a time. Never blocks the writer.
class Reader {
public:
    virtual ~Reader() = default;

    [[nodiscard]] virtual Result<registry::RegistryRows> load_registry() = 0;
    [[nodiscard]] virtual Result<std::vector<TerminalCredentials>> load_credentials() = 0;
    [[nodiscard]] virtual Result<std::vector<std::pair<VehicleId, Checkpoint>>>
    load_checkpoints() = 0;  // newest each
    [[nodiscard]] virtual Result<std::vector<std::pair<VehicleId, tracking::OrderKey>>> load_dirty() = 0;
    // Every vehicle that has records.
    [[nodiscard]] virtual Result<std::vector<VehicleId>> vehicles_with_records() = 0;

    // One vehicle's records in [from, until), in order, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<tracking::Record>> history(VehicleId vehicle, Time from,
                                                                        Time until, std::size_t limit) = 0;
    // Of these only what people told of runs: signing in, marks of riders, the gate's acts.
    [[nodiscard]] virtual Result<std::vector<tracking::Record>> trip_events(VehicleId vehicle, Time from,
                                                                            Time until,
                                                                            std::size_t limit) = 0;
    // The history from behind a record on, however many share its instant; judged or not.
    [[nodiscard]] virtual Result<std::vector<tracking::Record>> records_after(VehicleId vehicle,
                                                                              const tracking::OrderKey& after,
                                                                              std::size_t limit) = 0;
    [[nodiscard]] virtual Result<std::optional<tracking::Record>> record(VehicleId vehicle,
                                                                         const rules::RecordRef& ref) = 0;
    // Newest first.
    [[nodiscard]] virtual Result<std::vector<rules::Finding>> findings(const FindingQuery& query) = 0;
    [[nodiscard]] virtual Result<std::optional<rules::Finding>> finding(FindingId id) = 0;
    // Of a role, one for each level; the highest first.
    [[nodiscard]] virtual Result<std::vector<Acknowledgement>> acknowledgements(FindingId finding,
                                                                                access::Role role) = 0;
    // Sightings, newest first, of one vehicle or (none) of all.
    [[nodiscard]] virtual Result<std::vector<tracking::Record>> sightings(std::optional<VehicleId> vehicle,
                                                                          Time since, std::size_t limit) = 0;
    // Only those of which the plate was read in part.
    [[nodiscard]] virtual Result<std::vector<tracking::Record>> partial_sightings(Time since,
                                                                                  std::size_t limit) = 0;
    [[nodiscard]] virtual Result<std::vector<Refusal>> refusals(std::size_t limit) = 0;
    // Packages kept raw that are at most `age` older than the newest raw message, in the order they came; of
    // more than `limit` the newest.
    [[nodiscard]] virtual Result<std::vector<RawMessage>> last_packages(Milliseconds age,
                                                                        std::size_t limit) = 0;

    // Cards of a vehicle in [since, until), in the order of their instants; at most `limit`.
    [[nodiscard]] virtual Result<std::vector<DriverCard>> driver_cards(VehicleId vehicle, Time since,
                                                                       Time until, std::size_t limit) = 0;
    // Who was on duty at that instant: the card put in last, unless a card was taken out since.
    [[nodiscard]] virtual Result<std::optional<DriverCard>> driver_on_duty(VehicleId vehicle, Time at) = 0;
    // Commands that are not over, the oldest first.
    [[nodiscard]] virtual Result<std::vector<TerminalCommand>> open_commands(std::size_t limit) = 0;
    [[nodiscard]] virtual Result<std::optional<TerminalCommand>> command(std::int64_t id) = 0;

    [[nodiscard]] virtual Result<std::optional<access::Account>> account(std::string_view name) = 0;
    [[nodiscard]] virtual Result<std::optional<access::Account>> account(AccountId id) = 0;
    [[nodiscard]] virtual Result<std::vector<access::Account>> accounts() = 0;  // by name
    // Newest first.
    [[nodiscard]] virtual Result<std::vector<SignIn>> sign_ins(Time since, std::size_t limit) = 0;
    [[nodiscard]] virtual Result<std::optional<access::Session>> session(std::string_view token_hash) = 0;
    [[nodiscard]] virtual Result<std::optional<access::DeviceKey>> device_key(std::string_view device) = 0;
    [[nodiscard]] virtual Result<std::vector<access::DeviceKey>> device_keys() = 0;  // by name

    // Kept runs that left since, in any order.
    [[nodiscard]] virtual Result<std::vector<RunHead>> made_runs(Time since) = 0;
    // Kept runs that were seen, newest first.
    [[nodiscard]] virtual Result<std::vector<RunHead>> runs_of_line(const LineQuery& query) = 0;
    [[nodiscard]] virtual Result<std::vector<tracking::PlaceTimes>> times_of_run(std::int64_t run) = 0;
    // Of all days in China that begin in [from, until).
    [[nodiscard]] virtual Result<tracking::Accuracy> accuracy_between(Time from, Time until) = 0;
    // What is known now of these pupils' ways, of all times; fresher than the World's registry, which is read
    // again a moment after an edit.
    [[nodiscard]] virtual Result<std::vector<registry::Versioned<registry::Travel>>> travels_of(
        std::span<const std::string> pupils) = 0;

    // The same of a class's days of return.
    [[nodiscard]] virtual Result<std::vector<registry::Versioned<registry::ReturnMark>>> return_marks_of(
        std::string_view school, std::string_view class_name) = 0;

    // Of all terms, with their steps; by number.
    [[nodiscard]] virtual Result<std::vector<registry::HolidayPlanHead>> holiday_plans() = 0;
    [[nodiscard]] virtual Result<std::optional<registry::HolidayPlan>> holiday_plan(std::int64_t number) = 0;

    // In the order in which they were stored.
    [[nodiscard]] virtual Result<std::vector<tracking::GateAct>> gate_acts(const GateActQuery& query) = 0;
    [[nodiscard]] virtual Result<std::vector<access::GateKeeper>> gate_keepers(
        std::string_view school) = 0;  // by name
    [[nodiscard]] virtual Result<std::optional<access::GuardianLink>> guardian_link(
        std::string_view token_hash) = 0;
    [[nodiscard]] virtual Result<std::vector<access::GuardianLink>> guardian_links(
        std::string_view pupil) = 0;
    // Hexadecimal, made with the database. Errors: not_found.
    [[nodiscard]] virtual Result<std::string> server_secret(std::string_view name) = 0;
};

// What husongctl and start-up do, each in a transaction of its own; waits up to 30 s for the writer's lock.
class Admin {
public:
    virtual ~Admin() = default;

    // Applies register rows, all or none. Of each thing they name (a code, number, plate or phone) they tell
    // everything from the earliest valid_from they give on: what was known from there and is not said again
    // is superseded, what holds across that instant ends there, what lies before stays. Same rows again
    // change nothing. Departures to come of a line or school that is then shown otherwise are published anew.
    // Returns how many versions of the rows told were added, or ended where none took their place. A
    // vehicle is known by its plate and a terminal by its phone, whatever id the row carries. A negative
    // vehicle id in a paper or a terminal stands for the plate that `identities` or a vehicle row gives it.
    [[nodiscard]] virtual Result<std::size_t> put_rows(const registry::RegistryRows& rows, Time now) = 0;
    // A term's coordinated holidays are submitted; returns the plan's number. The audit's object becomes
    // "plan 7 of 2026-2027-1".
    [[nodiscard]] virtual Result<std::int64_t> put_holiday_plan(const registry::HolidayPlan& plan,
                                                                const registry::HolidayStep& submission,
                                                                AuditEntry audit) = 0;
    // A step that may follow the plan's others (registry::check_step); publication applies `runs`, the
    // departures and reliefs, with it. Errors: not_found, conflict (also: a newer plan of the term is
    // published; the register is not at `runs.version` any more, of which they were made).
    [[nodiscard]] virtual Result<> take_holiday_step(const registry::HolidayStep& step,
                                                     const registry::RegistryRows& runs,
                                                     const AuditEntry& audit) = 0;
    [[nodiscard]] virtual Result<VehicleId> identify(const registry::Plate& plate) = 0;
    [[nodiscard]] virtual Result<> put_account(
        const access::Account& account) = 0;  // insert or replace by name; ends its sessions
    // Reads, edits and writes an account in one transaction, and ends its sessions. Errors: not_found.
    [[nodiscard]] virtual Result<> edit_account(std::string_view name,
                                                const std::function<void(access::Account&)>& edit) = 0;
    [[nodiscard]] virtual Result<> put_session(const access::Session& session) = 0;
    [[nodiscard]] virtual Result<> drop_session(std::string_view token_hash) = 0;
    // It ends later; one that was dropped meanwhile stays dropped.
    [[nodiscard]] virtual Result<> renew_session(std::string_view token_hash, Time expires_at) = 0;
    [[nodiscard]] virtual Result<> put_device_key(const access::DeviceKey& key) = 0;
    // Takes its secret away; its number and what it has told stay. Errors: not_found.
    [[nodiscard]] virtual Result<> revoke_device_key(std::string_view device) = 0;
    [[nodiscard]] virtual Result<> put(const AuditEntry& entry) = 0;
    [[nodiscard]] virtual Result<> put_gate_keeper(
        const access::GateKeeper& keeper) = 0;  // insert or replace by school and name
    [[nodiscard]] virtual Result<> put_guardian_link(const access::GuardianLink& link) = 0;
    // All of a pupil's links that open now; how many.
    [[nodiscard]] virtual Result<std::size_t> revoke_guardian_links(std::string_view pupil, Time at) = 0;
    // Terminals are known by their phone, whatever id the keys carry. All or none.
    [[nodiscard]] virtual Result<> put_credentials(std::span<const TerminalCredentials> credentials) = 0;
    [[nodiscard]] Result<> put_credentials(const TerminalCredentials& credentials) {
        return put_credentials(std::span{&credentials, 1});
    }
    [[nodiscard]] virtual Result<std::optional<TerminalCredentials>> credentials(std::string_view phone) = 0;
    // Reads, edits and writes a terminal's key in one transaction. Errors: not_found.
    [[nodiscard]] virtual Result<> edit_credentials(
        std::string_view phone, const std::function<void(TerminalCredentials&)>& edit) = 0;
    // Queues a command and raises the registry version, by which the server notices. Returns its number.
    [[nodiscard]] virtual Result<std::int64_t> queue_command(const TerminalCommand& command) = 0;
    [[nodiscard]] virtual Result<> backup(
        const std::filesystem::path& to) = 0;  // consistent, while the server runs
};

class Store {
public:
    virtual ~Store() = default;
    [[nodiscard]] virtual Result<std::unique_ptr<Writer>> writer() = 0;  // one at a time
    [[nodiscard]] virtual Result<std::unique_ptr<Reader>> reader() = 0;
    [[nodiscard]] virtual Result<std::unique_ptr<Admin>> admin() = 0;
    // How many steps the schema has come; all of this program's.
    [[nodiscard]] virtual std::size_t schema_version() const = 0;
};

struct SqliteOptions {
    std::string vfs;                   // empty: the platform's; tests name their fault-injecting one
    std::string synchronous = "FULL";  // tests/faults shows that anything less loses acknowledged records
    // A write-ahead log of so many pages is copied into the file by a thread beside the writer's commits; 0:
    // by one of the commits.
    int copies_beside_from = 0;
};

// Opens or creates the database and brings its schema up to date. Errors: unavailable; unsupported (newer
// schema).
[[nodiscard]] Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& file,
                                                         const SqliteOptions& options = {});

}  // namespace husong::db
