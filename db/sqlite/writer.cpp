#include "db/sqlite/writer.hpp"

#include "db/sqlite/accounts.hpp"
#include "db/sqlite/acknowledgements.hpp"
#include "db/sqlite/checkpoints.hpp"
#include "db/sqlite/driver_cards.hpp"
#include "db/sqlite/findings.hpp"
#include "db/sqlite/gate.hpp"
#include "db/sqlite/holiday_plans.hpp"
#include "db/sqlite/identities.hpp"
#include "db/sqlite/records.hpp"
#include "db/sqlite/registers.hpp"
#include "db/sqlite/retention.hpp"
#include "db/sqlite/runs.hpp"
#include "db/sqlite/stretches.hpp"
#include "db/sqlite/terminal_commands.hpp"
#include "db/sqlite/terminals.hpp"

namespace husong::db {

namespace {

using tracking::OrderKey;
using tracking::Record;

class SqliteWriter final : public Writer {
public:
    SqliteWriter(std::unique_ptr<Connection> db, FileLock seat, std::unique_ptr<LogKeeper> keeper)
        : keeper_{std::move(keeper)}, db_{std::move(db)}, seat_{std::move(seat)} {
        if (keeper_) keeper_->look_after(*db_);
    }

    Result<> begin() override {
        if (auto alive = db_->revive(); !alive) return alive;
        return db_->run("BEGIN IMMEDIATE");
    }
    Result<> commit() override { return db_->run("COMMIT"); }
    void rollback() noexcept override {
        db_->rollback();
        forget();
    }

    Result<> attempt(const std::function<Result<>()>& work) override {
        if (auto marked = db_->run("SAVEPOINT work"); !marked) return marked;
        Result<> done = work();
        if (!done && done.error().code == ErrorCode::unavailable) return done;
        if (!done) {
            version_.reset();
            refusals_.reset();
            stretches_.forget();
            if (auto undone = db_->run("ROLLBACK TO work"); !undone) return undone;
        }
        if (auto released = db_->run("RELEASE work"); !released) return released;
        return done;
    }

    Result<bool> insert(const Record& record) override {
        auto inserted = insert_record(*db_, record);
        if (!inserted || !*inserted) return inserted;
        if (auto noted = stretches_.note(*db_, record.vehicle, record.measured_at); !noted)
            return noted.error();
        return true;
    }
    Result<VehicleId> identify(const registry::Plate& plate) override;
    Result<> put(const RawMessage& message) override { return put_raw_message(*db_, message); }
    Result<> put(const Refusal& refusal) override;
    Result<> put(const AuditEntry& entry) override { return put_audit(*db_, entry); }
    Result<> put(const TerminalCredentials& credentials) override {
        return put_terminal_credentials(*db_, credentials);
    }
    Result<> put(const DriverCard& card) override { return put_driver_card(*db_, card); }
    Result<> put(const CommandProgress& progress) override { return put_command_progress(*db_, progress); }
    Result<std::optional<TerminalCredentials>> credentials(std::string_view phone) override {
        return find_credentials(*db_, phone);
    }
    Result<bool> put(const tracking::GateAct& act) override { return put_gate_act(*db_, act); }
    Result<std::vector<tracking::GateAct>> gate_acts(const GateActQuery& query) override {
        return db::gate_acts(*db_, query);
    }

    Result<> put(const rules::FindingChange& change, Time found_at, bool late) override {
        return put_finding(*db_, change, {found_at, late});
    }
    Result<> drop_episodes(FindingId id, std::uint16_t from_ordinal) override {
        return db::drop_episodes(*db_, id, from_ordinal);
    }
    Result<> put_level(FindingId id, rules::Level level) override { return db::put_level(*db_, id, level); }
    Result<> withdraw(FindingId id, Time at, std::string_view reason) override {
        return withdraw_finding(*db_, id, at, reason);
    }
    Result<bool> put(const Acknowledgement& told) override { return put_acknowledgement(*db_, told); }
    Result<std::vector<rules::Finding>> open_findings(std::span<const rules::RuleId> rules) override {
        return db::open_findings(*db_, rules);
    }
    Result<std::vector<rules::FindingHead>> confirmed_since(rules::RuleId rule, Time since) override {
        return db::confirmed_since(*db_, rule, since);
    }
    Result<std::vector<rules::Finding>> findings_since(VehicleId vehicle, Time since) override {
        return db::findings_since(*db_, vehicle, since);
    }

    Result<std::vector<registry::Versioned<registry::Travel>>> travels_of(std::string_view pupil) override {
        return db::travels_of(*db_, pupil);
    }
    Result<std::size_t> put_travels(const std::vector<registry::Versioned<registry::Travel>>& rows,
                                    Time now) override {
        version_.reset();
        return apply_travels(*db_, rows, now);
    }

    Result<std::vector<registry::Versioned<registry::ReturnMark>>> return_marks_of(
        std::string_view school, std::string_view class_name) override {
        return db::return_marks_of(*db_, school, class_name);
    }
    Result<std::size_t> put_return_marks(const std::vector<registry::Versioned<registry::ReturnMark>>& rows,
                                         Time now) override {
        version_.reset();
        return apply_return_marks(*db_, rows, now);
    }

    Result<std::int64_t> put_holiday_plan(const registry::HolidayPlan& plan,
                                          const registry::HolidayStep& submission) override {
        return db::put_holiday_plan(*db_, plan, submission);
    }
    Result<> take_holiday_step(const registry::HolidayStep& step,
                               const registry::RegistryRows& runs) override {
        version_.reset();
        return db::take_holiday_step(*db_, step, runs);
    }

    Result<std::vector<Record>> records_after(VehicleId vehicle, const OrderKey& after,
                                              std::size_t limit) override {
        return db::records_after(*db_, vehicle, after, limit, tracking::flag::not_judged);
    }
    Result<std::optional<Checkpoint>> checkpoint_before(VehicleId vehicle, const OrderKey& before) override {
        return db::checkpoint_before(*db_, vehicle, before);
    }
    Result<> put_checkpoint(VehicleId vehicle, const Checkpoint& checkpoint) override {
        return db::put_checkpoint(*db_, vehicle, checkpoint);
    }
    Result<> drop_checkpoints_after(VehicleId vehicle, const OrderKey& after) override {
        return db::drop_checkpoints_after(*db_, vehicle, after);
    }
    Result<> mark_dirty(VehicleId vehicle, const OrderKey& from) override {
        return db::mark_dirty(*db_, vehicle, from);
    }
    Result<> clear_dirty(VehicleId vehicle) override { return db::clear_dirty(*db_, vehicle); }

    Result<bool> apply_retention(const RetentionLimits& limits, std::size_t limit) override {
        stretches_.forget();
        return retention_.run(*db_, limits, limit);
    }

    Result<std::int64_t> claim_run(const KeptRun& run) override { return db::claim_run(*db_, run); }
    Result<bool> keep_run(const KeptRun& run) override { return db::keep_run(*db_, run); }
    Result<> drop_runs(VehicleId vehicle, Time earliest, Time latest) override {
        return db::drop_runs(*db_, vehicle, earliest, latest);
    }
    Result<> sum_up_accuracy(Time midnight) override { return db::sum_up_accuracy(*db_, midnight); }
    Result<std::int64_t> registry_version() override;

private:
    // What is remembered of the tables; a rollback may have made it wrong.
    void forget() noexcept {
        version_.reset();
        refusals_.reset();
        stretches_.forget();
        retention_ = {};
    }

    std::unique_ptr<LogKeeper> keeper_;  // none: commits copy their log themselves
    std::unique_ptr<Connection> db_;     // ends before its keeper
    FileLock seat_;
    Retention retention_;
    Stretches stretches_;
    std::optional<std::int64_t> refusals_;  // rows there are
    std::optional<std::int64_t> version_;   // of the registry
    std::int64_t data_version_ = 0;  // of the file, as other connections change it, when version_ was read
};

Result<VehicleId> SqliteWriter::identify(const registry::Plate& plate) {
    const auto identity = identify_told_vehicle(*db_, plate);
    if (!identity) return identity.error();
    if (identity->is_new) version_.reset();
    return identity->vehicle;
}

Result<> SqliteWriter::put(const Refusal& refusal) {
    if (!refusals_) {
        const auto counted = count_refusals(*db_);
        if (!counted) return counted.error();
        refusals_ = *counted;
    }
    const auto added = put_refusal(*db_, refusal);
    if (!added) return added.error();
    if (!*added) return {};
    const auto dropped = drop_older_refusals_of(*db_, refusal.phone, most_refusals_of_one);
    if (!dropped) return dropped.error();
    *refusals_ += 1 - *dropped;
    if (*refusals_ <= most_refusals) return {};
    const std::int64_t surplus = *refusals_ - most_refusals;
    refusals_ = most_refusals;
    return drop_oldest_refusals(*db_, surplus);
}

Result<std::int64_t> SqliteWriter::registry_version() {
    if (auto alive = db_->revive(); !alive) return alive.error();
    auto query = db_->query("PRAGMA data_version");
    const auto row = query.step();
    if (!row) return row.error();
    const std::int64_t data_version = query.integer(0);
    if (version_ && data_version == data_version_) return *version_;
    const auto version = db::registry_version(*db_);
    if (!version) return version.error();
    version_ = *version;
    data_version_ = data_version;
    return *version_;
}

}  // namespace

std::unique_ptr<Writer> make_writer(std::unique_ptr<Connection> db, FileLock seat,
                                    std::unique_ptr<LogKeeper> keeper) {
    return std::make_unique<SqliteWriter>(std::move(db), std::move(seat), std::move(keeper));
}

}  // namespace husong::db
