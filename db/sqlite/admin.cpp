#include "db/sqlite/admin.hpp"

#include "db/sqlite/accounts.hpp"
#include "db/sqlite/backup.hpp"
#include "db/sqlite/gate.hpp"
#include "db/sqlite/holiday_plans.hpp"
#include "db/sqlite/identities.hpp"
#include "db/sqlite/registers.hpp"
#include "db/sqlite/terminal_commands.hpp"
#include "db/sqlite/terminals.hpp"

#include <fmt/core.h>

namespace husong::db {

namespace {

class SqliteAdmin final : public Admin {
public:
    explicit SqliteAdmin(std::unique_ptr<Connection> db) : db_{std::move(db)} {}

    Result<std::size_t> put_rows(const registry::RegistryRows& rows, Time now) override {
        return write([&](Connection& db) { return apply_registers(db, rows, now); });
    }
    Result<std::int64_t> put_holiday_plan(const registry::HolidayPlan& plan,
                                          const registry::HolidayStep& submission,
                                          AuditEntry audit) override {
        return write([&](Connection& db) -> Result<std::int64_t> {
            auto number = db::put_holiday_plan(db, plan, submission);
            if (!number) return number;
            audit.object = fmt::format("plan {} of {}", *number, plan.head.term);
            if (auto kept = put_audit(db, audit); !kept) return kept.error();
            return number;
        });
    }
    Result<> take_holiday_step(const registry::HolidayStep& step, const registry::RegistryRows& runs,
                               const AuditEntry& audit) override {
        return write([&](Connection& db) -> Result<> {
            if (auto taken = db::take_holiday_step(db, step, runs); !taken) return taken;
            return put_audit(db, audit);
        });
    }
    Result<VehicleId> identify(const registry::Plate& plate) override {
        return write([&](Connection& db) -> Result<VehicleId> {
            const auto identity = identify_vehicle(db, plate);
            if (!identity) return identity.error();
            return identity->vehicle;
        });
    }
    Result<> put_account(const access::Account& account) override {
        return write([&](Connection& db) { return db::put_account(db, account); });
    }
    Result<> edit_account(std::string_view name, const std::function<void(access::Account&)>& edit) override {
        return write([&](Connection& db) -> Result<> {
            auto known = find_account(db, name);
            if (!known) return known.error();
            if (!*known) return Error{ErrorCode::not_found, fmt::format("there is no account {}", name)};
            edit(**known);
            return db::put_account(db, **known);
        });
    }
    Result<> put_session(const access::Session& session) override {
        return write([&](Connection& db) { return db::put_session(db, session); });
    }
    Result<> drop_session(std::string_view token_hash) override {
        return write([&](Connection& db) { return db::drop_session(db, token_hash); });
    }
    Result<> renew_session(std::string_view token_hash, Time expires_at) override {
        return write([&](Connection& db) { return db::renew_session(db, token_hash, expires_at); });
    }
    Result<> put_device_key(const access::DeviceKey& key) override {
        return write([&](Connection& db) { return db::put_device_key(db, key); });
    }
    Result<> revoke_device_key(std::string_view device) override {
        return write([&](Connection& db) { return db::revoke_device_key(db, device); });
    }
    Result<> put(const AuditEntry& entry) override {
        return write([&](Connection& db) { return put_audit(db, entry); });
    }
    Result<> put_gate_keeper(const access::GateKeeper& keeper) override {
        return write([&](Connection& db) { return db::put_gate_keeper(db, keeper); });
    }
    Result<> put_guardian_link(const access::GuardianLink& link) override {
        return write([&](Connection& db) { return db::put_guardian_link(db, link); });
    }
    Result<std::size_t> revoke_guardian_links(std::string_view pupil, Time at) override {
        return write([&](Connection& db) { return db::revoke_guardian_links(db, pupil, at); });
    }
    using Admin::put_credentials;
    Result<> put_credentials(std::span<const TerminalCredentials> all) override {
        return write([&](Connection& db) -> Result<> {
            for (TerminalCredentials credentials : all) {
                const auto terminal = identify_terminal(db, credentials.phone);
                if (!terminal) return terminal.error();
                credentials.terminal = *terminal;
                if (auto put = put_terminal_credentials(db, credentials); !put) return put;
            }
            return raise_registry_version(db);
        });
    }
    Result<> edit_credentials(std::string_view phone,
                              const std::function<void(TerminalCredentials&)>& edit) override {
        return write([&](Connection& db) -> Result<> {
            auto known = find_credentials(db, phone);
            if (!known) return known.error();
            if (!*known)
                return Error{ErrorCode::not_found, fmt::format("terminal {} is not enrolled", phone)};
            edit(**known);
            if (auto put = put_terminal_credentials(db, **known); !put) return put;
            return raise_registry_version(db);
        });
    }
    Result<std::optional<TerminalCredentials>> credentials(std::string_view phone) override {
        return write([&](Connection& db) { return find_credentials(db, phone); });
    }
    Result<std::int64_t> queue_command(const TerminalCommand& command) override {
        return write([&](Connection& db) -> Result<std::int64_t> {
            const auto id = insert_command(db, command);
            if (!id) return id.error();
            if (auto raised = raise_registry_version(db); !raised) return raised.error();
            return *id;
        });
    }
    Result<> backup(const std::filesystem::path& to) override {
        if (auto alive = db_->revive(); !alive) return alive;
        return back_up(*db_, to);
    }

private:
    template <class Work>
    std::invoke_result_t<Work, Connection&> write(Work work) {
        auto transaction = Transaction::begin(*db_);
        if (!transaction) return transaction.error();
        auto result = work(*db_);
        if (!result) return result;
        if (auto committed = transaction->commit(); !committed) return committed.error();
        return result;
    }

    std::unique_ptr<Connection> db_;
};

}  // namespace

std::unique_ptr<Admin> make_admin(std::unique_ptr<Connection> db) {
    return std::make_unique<SqliteAdmin>(std::move(db));
}

}  // namespace husong::db
