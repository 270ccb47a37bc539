#include "db/sqlite/reader.hpp"

#include "db/sqlite/accounts.hpp"
#include "db/sqlite/acknowledgements.hpp"
#include "db/sqlite/checkpoints.hpp"
#include "db/sqlite/driver_cards.hpp"
#include "db/sqlite/findings.hpp"
#include "db/sqlite/gate.hpp"
#include "db/sqlite/holiday_plans.hpp"
#include "db/sqlite/records.hpp"
#include "db/sqlite/registers.hpp"
#include "db/sqlite/runs.hpp"
#include "db/sqlite/terminal_commands.hpp"
#include "db/sqlite/terminals.hpp"

namespace husong::db {

namespace {

using tracking::OrderKey;
using tracking::Record;

class SqliteReader final : public Reader {
public:
    explicit SqliteReader(std::unique_ptr<Connection> db) : db_{std::move(db)} {}

    Result<registry::RegistryRows> load_registry() override { return read(load_registers); }
    Result<std::vector<TerminalCredentials>> load_credentials() override { return read(all_credentials); }
    Result<std::vector<std::pair<VehicleId, Checkpoint>>> load_checkpoints() override {
        return read(newest_checkpoints);
    }
    Result<std::vector<std::pair<VehicleId, OrderKey>>> load_dirty() override { return read(dirty_vehicles); }
    Result<std::vector<VehicleId>> vehicles_with_records() override {
        return read(db::vehicles_with_records);
    }

    Result<std::vector<Record>> history(VehicleId vehicle, Time from, Time until,
                                        std::size_t limit) override {
        return read([&](Connection& db) { return records_in(db, vehicle, {from, until}, limit); });
    }
    Result<std::vector<Record>> trip_events(VehicleId vehicle, Time from, Time until,
                                            std::size_t limit) override {
        return read([&](Connection& db) { return events_in(db, vehicle, {from, until}, limit); });
    }
    Result<std::vector<Record>> records_after(VehicleId vehicle, const OrderKey& after,
                                              std::size_t limit) override {
        return read([&](Connection& db) { return db::records_after(db, vehicle, after, limit, 0); });
    }
    Result<std::optional<Record>> record(VehicleId vehicle, const rules::RecordRef& ref) override {
        const OrderKey order{ref.measured_at, ref.kind, ref.key};
        return read([&](Connection& db) { return find_record(db, vehicle, order); });
    }
    Result<std::vector<rules::Finding>> findings(const FindingQuery& query) override {
        return read([&](Connection& db) { return find_findings(db, query); });
    }
    Result<std::optional<rules::Finding>> finding(FindingId id) override {
        return read([&](Connection& db) { return find_finding(db, id); });
    }
    Result<std::vector<Acknowledgement>> acknowledgements(FindingId finding, access::Role role) override {
        return read([&](Connection& db) { return db::acknowledgements(db, finding, role); });
    }
    Result<std::vector<Record>> sightings(std::optional<VehicleId> vehicle, Time since,
                                          std::size_t limit) override {
        return read([&](Connection& db) { return newest_sightings(db, vehicle, since, limit); });
    }
    Result<std::vector<Record>> partial_sightings(Time since, std::size_t limit) override {
        return read([&](Connection& db) { return newest_partial_sightings(db, since, limit); });
    }
    Result<std::vector<Refusal>> refusals(std::size_t limit) override {
        return read([&](Connection& db) { return newest_refusals(db, limit); });
    }
    Result<std::vector<RawMessage>> last_packages(Milliseconds age, std::size_t limit) override {
        return read([&](Connection& db) { return db::last_packages(db, age, limit); });
    }
    Result<std::vector<DriverCard>> driver_cards(VehicleId vehicle, Time since, Time until,
                                                 std::size_t limit) override {
        return read([&](Connection& db) { return driver_cards_in(db, vehicle, {since, until}, limit); });
    }
    Result<std::optional<DriverCard>> driver_on_duty(VehicleId vehicle, Time at) override {
        return read([&](Connection& db) { return find_driver_on_duty(db, vehicle, at); });
    }
    Result<std::vector<TerminalCommand>> open_commands(std::size_t limit) override {
        return read([&](Connection& db) { return oldest_open_commands(db, limit); });
    }
    Result<std::optional<TerminalCommand>> command(std::int64_t id) override {
        return read([&](Connection& db) { return find_command(db, id); });
    }

    Result<std::optional<access::Account>> account(std::string_view name) override {
        return read([&](Connection& db) { return find_account(db, name); });
    }
    Result<std::optional<access::Account>> account(AccountId id) override {
        return read([&](Connection& db) { return find_account(db, id); });
    }
    Result<std::vector<access::Account>> accounts() override {
        return read([](Connection& db) { return all_accounts(db); });
    }
    Result<std::vector<SignIn>> sign_ins(Time since, std::size_t limit) override {
        return read([&](Connection& db) { return newest_sign_ins(db, since, limit); });
    }
    Result<std::optional<access::Session>> session(std::string_view token_hash) override {
        return read([&](Connection& db) { return find_session(db, token_hash); });
    }
    Result<std::optional<access::DeviceKey>> device_key(std::string_view device) override {
        return read([&](Connection& db) { return find_device_key(db, device); });
    }
    Result<std::vector<access::DeviceKey>> device_keys() override {
        return read([](Connection& db) { return all_device_keys(db); });
    }
    Result<std::vector<RunHead>> made_runs(Time since) override {
        return read([&](Connection& db) { return db::made_runs(db, since); });
    }
    Result<std::vector<RunHead>> runs_of_line(const LineQuery& query) override {
        return read([&](Connection& db) { return db::runs_of_line(db, query); });
    }
    Result<std::vector<tracking::PlaceTimes>> times_of_run(std::int64_t run) override {
        return read([&](Connection& db) { return db::times_of_run(db, run); });
    }
    Result<tracking::Accuracy> accuracy_between(Time from, Time until) override {
        return read([&](Connection& db) { return db::accuracy_between(db, from, until); });
    }

    Result<std::vector<registry::Versioned<registry::Travel>>> travels_of(
        std::span<const std::string> pupils) override {
        return read([&](Connection& db) -> Result<std::vector<registry::Versioned<registry::Travel>>> {
            std::vector<registry::Versioned<registry::Travel>> ways;
            for (const std::string& pupil : pupils) {
                auto of_pupil = db::travels_of(db, pupil);
                if (!of_pupil) return of_pupil.error();
                std::ranges::move(*of_pupil, std::back_inserter(ways));
            }
            return ways;
        });
    }
    Result<std::vector<registry::Versioned<registry::ReturnMark>>> return_marks_of(
        std::string_view school, std::string_view class_name) override {
        return read([&](Connection& db) { return db::return_marks_of(db, school, class_name); });
    }
    Result<std::vector<registry::HolidayPlanHead>> holiday_plans() override {
        return read(db::holiday_plans);
    }
    Result<std::optional<registry::HolidayPlan>> holiday_plan(std::int64_t number) override {
        return read([&](Connection& db) { return db::holiday_plan(db, number); });
    }
    Result<std::vector<tracking::GateAct>> gate_acts(const GateActQuery& query) override {
        return read([&](Connection& db) { return db::gate_acts(db, query); });
    }
    Result<std::vector<access::GateKeeper>> gate_keepers(std::string_view school) override {
        return read([&](Connection& db) { return db::gate_keepers(db, school); });
    }
    Result<std::optional<access::GuardianLink>> guardian_link(std::string_view token_hash) override {
        return read([&](Connection& db) { return find_guardian_link(db, token_hash); });
    }
    Result<std::vector<access::GuardianLink>> guardian_links(std::string_view pupil) override {
        return read([&](Connection& db) { return db::guardian_links(db, pupil); });
    }
    Result<std::string> server_secret(std::string_view name) override {
        return read([&](Connection& db) { return db::server_secret(db, name); });
    }

private:
    template <class Work>
    std::invoke_result_t<Work, Connection&> read(Work work) {
        if (auto alive = db_->revive(); !alive) return alive.error();
        if (auto begun = db_->run("BEGIN"); !begun) return begun.error();
        auto result = work(*db_);
        db_->rollback();
        return result;
    }

    std::unique_ptr<Connection> db_;
};

}  // namespace

std::unique_ptr<Reader> make_reader(std::unique_ptr<Connection> db) {
    return std::make_unique<SqliteReader>(std::move(db));
}

}  // namespace husong::db
