#include "server/base/controls.hpp"
#include "server/ways/class_ways.hpp"
#include "tools/husongctl/commands.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

namespace husong::ctl {

namespace {

Error file_error(const std::filesystem::path& file) {
    return {ErrorCode::unavailable,
            fmt::format("{}: {}", file.string(), std::generic_category().message(errno))};
}

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(file) == 0;
}

// Of a terminal's screen: characters of three and four bytes of UTF-8 are nearly all drawn twice as wide.
std::size_t columns_of(std::string_view text) {
    std::size_t columns = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80 || (byte >= 0xC0 && byte < 0xE0)) columns += 1;
        if (byte >= 0xE0) columns += 2;
    }
    return columns;
}

constexpr std::array<std::string_view, 5> coded_names{"school", "operator", "driver", "escort", "class"};

template <class T>
bool has_code(const std::vector<registry::Versioned<T>>& rows, const std::string& code) {
    return std::any_of(rows.begin(), rows.end(), [&](const registry::Versioned<T>& row) {
        return row.value.code == code && row.valid_at(now());
    });
}

// SCHOOL/CLASS, in which somebody is today.
bool has_class(const std::vector<registry::Versioned<registry::Pupil>>& pupils, const std::string& scope) {
    const auto of = ways::parse_class(scope);
    return of && std::ranges::any_of(pupils, [&](const registry::Versioned<registry::Pupil>& row) {
               return row.value.school == of->school && row.value.class_name == of->name &&
                      row.valid_at(now());
           });
}

bool is_known(Coded kind, const std::string& code, const registry::RegistryRows& rows) {
    switch (kind) {
        case Coded::school: return has_code(rows.schools, code);
        case Coded::company: return has_code(rows.operators, code);
        case Coded::driver: return has_code(rows.drivers, code);
        case Coded::escort: return has_code(rows.escorts, code);
        case Coded::school_class: return has_class(rows.pupils, code);
    }
    return false;
}

}  // namespace

std::string_view coded_name(Coded kind) { return coded_names.at(static_cast<std::size_t>(kind)); }

Result<> check_code(Coded kind, const std::string& code, const Session& session) {
    const auto reader = session.store->reader();
    if (!reader) return reader.error();
    const auto rows = (*reader)->load_registry();
    if (!rows) return rows.error();
    if (is_known(kind, code, *rows)) return {};
    return Error{ErrorCode::not_found,
                 fmt::format("the register has no {} '{}' today", coded_name(kind), code)};
}

Result<std::string> read_file(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in) return file_error(file);
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (in.bad()) return file_error(file);
    return text;
}

Result<> write_private_file(const std::filesystem::path& file, std::string_view text) {
    const std::filesystem::path temporary = file.string() + ".part";
    ::unlink(temporary.c_str());
    const int out = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (out < 0) return file_error(temporary);
    const bool written = write_all(out, text);
    const bool closed = ::close(out) == 0;
    if (written && closed && ::rename(temporary.c_str(), file.c_str()) == 0) return {};
    const Error error = file_error(file);
    ::unlink(temporary.c_str());
    return error;
}

db::AuditEntry console_entry(std::string action, std::string object) {
    db::AuditEntry entry;
    entry.at = now();
    entry.peer = "console";
    entry.action = std::move(action);
    entry.object = std::move(object);
    return entry;
}

Result<> Session::record(std::string action, std::string object) {
    return admin->put(console_entry(std::move(action), std::move(object)));
}

void print_table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns_of(row[i]));
    }
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size()) line.append(widths[i] - columns_of(row[i]) + 2, ' ');
        }
        fmt::print("{}\n", line);
    }
}

std::string printable(std::string_view text) { return replace_controls(text, "?"); }

Result<> need_database(const Program& program) {
    std::error_code failure;
    if (std::filesystem::is_regular_file(program.database, failure)) return {};
    return Error{ErrorCode::not_found, fmt::format("no database at {}", program.database.string())};
}

Result<Session> open_session(const Program& program) {
    if (auto there = need_database(program); !there) return there.error();
    return make_session(program);
}

Result<Session> make_session(const Program& program) {
    auto store = db::open_sqlite(program.database);
    if (!store) return store.error();
    auto admin = (*store)->admin();
    if (!admin) return admin.error();
    return Session{std::move(*store), std::move(*admin)};
}

}  // namespace husong::ctl
