#include "db/sqlite/file_lock.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace husong::db {

Result<FileLock> FileLock::take(const std::filesystem::path& database, Seat seat, Mode mode) {
    const std::string name = database.string() + ".lock";
    FileLock lock{::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640)};
    if (lock.file_ < 0)
        return Error{ErrorCode::unavailable,
                     fmt::format("{}: {}", name, std::generic_category().message(errno))};
    struct flock range {};
    range.l_type = mode == Mode::shared ? F_RDLCK : F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = static_cast<off_t>(seat);
    range.l_len = 1;
    if (::fcntl(lock.file_, F_OFD_SETLK, &range) == 0) return lock;
    if (errno == EAGAIN || errno == EACCES)
        return Error{ErrorCode::conflict, fmt::format("{} is in use", database.string())};
    return Error{ErrorCode::unavailable, fmt::format("{}: {}", name, std::generic_category().message(errno))};
}

FileLock::~FileLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace husong::db
