// Who uses the database: a lock file beside it, `<database>.lock`. The system drops a lock with its process.
#pragma once

#include "server/base/result.hpp"

#include <filesystem>
#include <utility>

namespace husong::db {

class FileLock {
public:
    // What is locked: that the database is open at all, and the one writer's seat.
    enum class Seat : char { open = 0, writer = 1 };
    enum class Mode : char { shared, exclusive };

    // Errors: conflict when somebody holds it, in this process or another; unavailable.
    [[nodiscard]] static Result<FileLock> take(const std::filesystem::path& database, Seat seat, Mode mode);

    FileLock(FileLock&& other) noexcept : file_{std::exchange(other.file_, -1)} {}
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock();

private:
    explicit FileLock(int file) : file_{file} {}
    int file_;
};

}  // namespace husong::db
