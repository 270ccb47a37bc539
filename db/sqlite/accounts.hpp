// Who may speak over HTTP, and the record of what was done.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

namespace husong::db {

// Whoever is signed in with the account that this one replaces is signed out.
[[nodiscard]] Result<> put_account(Connection& db, const access::Account& account);
[[nodiscard]] Result<std::optional<access::Account>> find_account(Connection& db, std::string_view name);
[[nodiscard]] Result<std::optional<access::Account>> find_account(Connection& db, AccountId id);

[[nodiscard]] Result<std::vector<access::Account>> all_accounts(Connection& db);
[[nodiscard]] Result<std::vector<SignIn>> newest_sign_ins(Connection& db, Time since, std::size_t limit);

[[nodiscard]] Result<> put_session(Connection& db, const access::Session& session);
[[nodiscard]] Result<> drop_session(Connection& db, std::string_view token_hash);
[[nodiscard]] Result<> renew_session(Connection& db, std::string_view token_hash, Time expires_at);
[[nodiscard]] Result<std::optional<access::Session>> find_session(Connection& db,
                                                                  std::string_view token_hash);

[[nodiscard]] Result<> put_device_key(Connection& db, const access::DeviceKey& key);
[[nodiscard]] Result<std::optional<access::DeviceKey>> find_device_key(Connection& db,
                                                                       std::string_view device);
[[nodiscard]] Result<std::vector<access::DeviceKey>> all_device_keys(Connection& db);
// Errors: not_found.
[[nodiscard]] Result<> revoke_device_key(Connection& db, std::string_view device);

[[nodiscard]] Result<> put_audit(Connection& db, const AuditEntry& entry);

}  // namespace husong::db
