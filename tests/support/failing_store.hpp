// A store whose writer fails when it is told to: every call asks `fails` first.
#pragma once

#include "db/store.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace husong::test {

// Called before each call of the writer, with its name; true: the call fails as unavailable, without having
// been made.
using Fails = std::function<bool(std::string_view call)>;

class FailingWriter final : public db::Writer {
public:
    FailingWriter(std::unique_ptr<db::Writer> inner, Fails fails)
        : inner_{std::move(inner)}, fails_{std::move(fails)} {}

    Result<> begin() override {
        return or_fail("begin", [&] { return inner_->begin(); });
    }
    Result<> commit() override {
        return or_fail("commit", [&] { return inner_->commit(); });
    }
    void rollback() noexcept override { inner_->rollback(); }
    Result<> attempt(const std::function<Result<>()>& work) override {
        return or_fail("attempt", [&] { return inner_->attempt(work); });
    }
    Result<bool> insert(const tracking::Record& record) override {
        return or_fail("insert", [&] { return inner_->insert(record); });
    }
    Result<VehicleId> identify(const registry::Plate& plate) override {
        return or_fail("identify", [&] { return inner_->identify(plate); });
    }
    Result<> put(const db::RawMessage& row) override {
        return or_fail("put", [&] { return inner_->put(row); });
    }
    Result<> put(const db::Refusal& row) override {
        return or_fail("put", [&] { return inner_->put(row); });
    }
    Result<> put(const db::AuditEntry& row) override {
        return or_fail("put", [&] { return inner_->put(row); });
    }
    Result<bool> put(const db::Acknowledgement& row) override {
        return or_fail("put", [&] { return inner_->put(row); });
    }
    Result<> put(const db::TerminalCredentials& row) override {
        return or_fail("put", [&] { return inner_->put(row); });
    }
    Result<bool> put(const tracking::GateAct& act) override {
        return or_fail("put", [&] { return inner_->put(act); });
    }
    Result<std::vector<tracking::GateAct>> gate_acts(const db::GateActQuery& query) override {
        return or_fail("gate_acts", [&] { return inner_->gate_acts(query); });
    }
    Result<std::vector<registry::Versioned<registry::Travel>>> travels_of(std::string_view pupil) override {
        return or_fail("travels_of", [&] { return inner_->travels_of(pupil); });
    }
    Result<std::size_t> put_travels(const std::vector<registry::Versioned<registry::Travel>>& rows,
                                    Time now) override {
        return or_fail("put_travels", [&] { return inner_->put_travels(rows, now); });
    }
    Result<std::vector<registry::Versioned<registry::ReturnMark>>> return_marks_of(
        std::string_view school, std::string_view class_name) override {
        return or_fail("return_marks_of", [&] { return inner_->return_marks_of(school, class_name); });
    }
    Result<std::size_t> put_return_marks(const std::vector<registry::Versioned<registry::ReturnMark>>& rows,
                                         Time now) override {
        return or_fail("put_return_marks", [&] { return inner_->put_return_marks(rows, now); });
    }
    Result<std::int64_t> put_holiday_plan(const registry::HolidayPlan& plan,
                                          const registry::HolidayStep& submission) override {
        return or_fail("put_holiday_plan", [&] { return inner_->put_holiday_plan(plan, submission); });
    }
    Result<> take_holiday_step(const registry::HolidayStep& step,
                               const registry::RegistryRows& runs) override {
        return or_fail("take_holiday_step", [&] { return inner_->take_holiday_step(step, runs); });
    }
    Result<> put(const db::DriverCard& row) override {
        return or_fail("put", [&] { return inner_->put(row); });
    }
    Result<> put(const db::CommandProgress& row) override {
        return or_fail("put", [&] { return inner_->put(row); });
    }
    Result<std::optional<db::TerminalCredentials>> credentials(std::string_view phone) override {
        return or_fail("credentials", [&] { return inner_->credentials(phone); });
    }
    Result<> put(const rules::FindingChange& change, Time found_at, bool late) override {
        return or_fail("put", [&] { return inner_->put(change, found_at, late); });
    }
    Result<> drop_episodes(FindingId id, std::uint16_t from) override {
        return or_fail("drop_episodes", [&] { return inner_->drop_episodes(id, from); });
    }
    Result<> put_level(FindingId id, rules::Level level) override {
        return or_fail("put_level", [&] { return inner_->put_level(id, level); });
    }
    Result<> withdraw(FindingId id, Time at, std::string_view reason) override {
        return or_fail("withdraw", [&] { return inner_->withdraw(id, at, reason); });
    }
    Result<std::vector<rules::Finding>> open_findings(std::span<const rules::RuleId> rules) override {
        return or_fail("open_findings", [&] { return inner_->open_findings(rules); });
    }
    Result<std::vector<rules::FindingHead>> confirmed_since(rules::RuleId rule, Time since) override {
        return or_fail("confirmed_since", [&] { return inner_->confirmed_since(rule, since); });
    }
    Result<std::vector<rules::Finding>> findings_since(VehicleId vehicle, Time since) override {
        return or_fail("findings_since", [&] { return inner_->findings_since(vehicle, since); });
    }
    Result<std::vector<tracking::Record>> records_after(VehicleId vehicle, const tracking::OrderKey& after,
                                                        std::size_t limit) override {
        return or_fail("records_after", [&] { return inner_->records_after(vehicle, after, limit); });
    }
    Result<std::optional<db::Checkpoint>> checkpoint_before(VehicleId vehicle,
                                                            const tracking::OrderKey& before) override {
        return or_fail("checkpoint_before", [&] { return inner_->checkpoint_before(vehicle, before); });
    }
    Result<> put_checkpoint(VehicleId vehicle, const db::Checkpoint& checkpoint) override {
        return or_fail("put_checkpoint", [&] { return inner_->put_checkpoint(vehicle, checkpoint); });
    }
    Result<> drop_checkpoints_after(VehicleId vehicle, const tracking::OrderKey& after) override {
        return or_fail("drop_checkpoints_after",
                       [&] { return inner_->drop_checkpoints_after(vehicle, after); });
    }
    Result<> mark_dirty(VehicleId vehicle, const tracking::OrderKey& from) override {
        return or_fail("mark_dirty", [&] { return inner_->mark_dirty(vehicle, from); });
    }
    Result<> clear_dirty(VehicleId vehicle) override {
        return or_fail("clear_dirty", [&] { return inner_->clear_dirty(vehicle); });
    }
    Result<bool> apply_retention(const db::RetentionLimits& limits, std::size_t limit) override {
        return or_fail("apply_retention", [&] { return inner_->apply_retention(limits, limit); });
    }
    Result<std::int64_t> claim_run(const db::KeptRun& run) override {
        return or_fail("claim_run", [&] { return inner_->claim_run(run); });
    }
    Result<bool> keep_run(const db::KeptRun& run) override {
        return or_fail("keep_run", [&] { return inner_->keep_run(run); });
    }
    Result<> drop_runs(VehicleId vehicle, Time earliest, Time latest) override {
        return or_fail("drop_runs", [&] { return inner_->drop_runs(vehicle, earliest, latest); });
    }
    Result<> sum_up_accuracy(Time midnight) override {
        return or_fail("sum_up_accuracy", [&] { return inner_->sum_up_accuracy(midnight); });
    }
    Result<std::int64_t> registry_version() override {
        return or_fail("registry_version", [&] { return inner_->registry_version(); });
    }

private:
    template <class Call>
    auto or_fail(std::string_view name, Call call) -> decltype(call()) {
        if (fails_(name)) return Error{ErrorCode::unavailable, "the disk is full (a test says so)"};
        return call();
    }

    std::unique_ptr<db::Writer> inner_;
    Fails fails_;
};

class FailingStore final : public db::Store {
public:
    FailingStore(db::Store& inner, Fails fails) : inner_{inner}, fails_{std::move(fails)} {}

    Result<std::unique_ptr<db::Writer>> writer() override {
        auto made = inner_.writer();
        if (!made) return made.error();
        return std::unique_ptr<db::Writer>{std::make_unique<FailingWriter>(std::move(*made), fails_)};
    }
    Result<std::unique_ptr<db::Reader>> reader() override { return inner_.reader(); }
    Result<std::unique_ptr<db::Admin>> admin() override { return inner_.admin(); }
    std::size_t schema_version() const override { return inner_.schema_version(); }

private:
    db::Store& inner_;
    Fails fails_;
};

}  // namespace husong::test
