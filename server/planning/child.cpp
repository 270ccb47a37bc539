#include "server/planning/child.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <span>
#include <spawn.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace husong::planning {

namespace {

constexpr std::size_t most_complaints = 16 * 1024;  // bytes of the standard error, its end

class Handle {
public:
    explicit Handle(int handle) : handle_{handle} {}
    ~Handle() {
        if (handle_ >= 0) ::close(handle_);
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    [[nodiscard]] int get() const { return handle_; }

private:
    int handle_;
};

// A file without a name: neither side waits for the other, and nothing stays on a disk.
int make_file(const char* name) { return ::memfd_create(name, MFD_CLOEXEC); }

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(file, text.data(), text.size());
        if (count < 0 && errno != EINTR) return false;
        if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
    }
    return ::lseek(file, 0, SEEK_SET) == 0;
}

std::size_t length_of(int file) {
    struct stat told {};
    return ::fstat(file, &told) == 0 ? static_cast<std::size_t>(told.st_size) : 0;
}

// At most its last bytes.
std::string read_end(int file, std::size_t most) {
    const std::size_t length = length_of(file);
    const std::size_t from = length > most ? length - most : 0;
    std::string text(length - from, '\0');
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t count =
            ::pread(file, text.data() + done, text.size() - done, static_cast<off_t>(from + done));
        if (count == 0 || (count < 0 && errno != EINTR)) break;
        if (count > 0) done += static_cast<std::size_t>(count);
    }
    text.resize(done);
    return text;
}

// A process and all that it started: one group.
class Group {
public:
    explicit Group(pid_t leader) : leader_{leader} {}
    ~Group() { end(); }
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

    // Kills what is left of it. The exit status; -1: by a signal.
    int end() {
        if (leader_ < 0) return -1;
        ::kill(-leader_, SIGKILL);  // before it is waited for: its number is nobody else's yet
        int status = 0;
        while (::waitpid(leader_, &status, 0) < 0 && errno == EINTR) {
        }
        leader_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    [[nodiscard]] int watch() const { return static_cast<int>(::syscall(SYS_pidfd_open, leader_, 0)); }

private:
    pid_t leader_;
};

class SpawnActions {
public:
    // Handles 0 to 3 of the process.
    explicit SpawnActions(std::span<const Handle, 4> files) {
        posix_spawn_file_actions_init(&actions_);
        for (int number = 0; number < static_cast<int>(files.size()); ++number)
            posix_spawn_file_actions_adddup2(&actions_, files[static_cast<std::size_t>(number)].get(),
                                             number);
        posix_spawn_file_actions_addclosefrom_np(&actions_, static_cast<int>(files.size()));
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    }
    ~SpawnActions() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;

    // 0 or the system's error.
    int start(pid_t& process, const ChildTask& task) const {
        std::vector<std::string> words{task.program.string()};
        words.insert(words.end(), task.arguments.begin(), task.arguments.end());
        std::vector<char*> pointers;
        pointers.reserve(words.size() + 1);
        for (std::string& word : words) pointers.push_back(word.data());
        pointers.push_back(nullptr);
        return ::posix_spawn(&process, task.program.c_str(), &actions_, &attributes_, pointers.data(),
                             environ);
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

enum class Ended : std::uint8_t { itself, stopped, late };

Ended wait_for(int process, int stop, std::chrono::seconds patience) {
    using std::chrono::steady_clock;
    const auto until = steady_clock::now() + patience;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now()).count();
        if (left <= 0) return Ended::late;
        std::array<pollfd, 2> waited{pollfd{process, POLLIN, 0}, pollfd{stop, POLLIN, 0}};
        if (::poll(waited.data(), waited.size(), static_cast<int>(left)) < 0 && errno != EINTR)
            return Ended::late;
        if (waited[0].revents != 0) return Ended::itself;
        if (waited[1].revents != 0) return Ended::stopped;
    }
}

Error no_start(const ChildTask& task, int error) {
    return {ErrorCode::unavailable, fmt::format("{} does not start: {}", task.program.filename().string(),
                                                std::generic_category().message(error))};
}

}  // namespace

StopSign::StopSign() : handle_{::eventfd(0, EFD_CLOEXEC)} {
    if (handle_ < 0) throw std::runtime_error{"no handle is left"};
}
StopSign::~StopSign() { ::close(handle_); }
void StopSign::raise() {
    const std::uint64_t one = 1;
    static_cast<void>(::write(handle_, &one, sizeof one));
}

Result<ChildEnd> run_child(const ChildTask& task, const StopSign& stop) {
    const std::array<Handle, 4> files{Handle{make_file("in")}, Handle{make_file("out")},
                                      Handle{make_file("err")}, Handle{make_file("more")}};
    const Handle &in = files[0], &out = files[1], &err = files[2], &more = files[3];
    const bool made = std::ranges::all_of(files, [](const Handle& file) { return file.get() >= 0; });
    if (!made || !write_all(in.get(), task.input) || !write_all(more.get(), task.more_input))
        return no_start(task, errno);
    pid_t process = -1;
    if (const int error = SpawnActions{files}.start(process, task); error != 0) return no_start(task, error);
    Group group{process};
    const Handle watch{group.watch()};
    if (watch.get() < 0) return no_start(task, errno);
    const Ended ended = wait_for(watch.get(), stop.handle(), task.patience);
    const int code = group.end();
    if (ended == Ended::stopped) return Error{ErrorCode::unavailable, "the server stops"};
    if (ended == Ended::late)
        return Error{ErrorCode::unavailable,
                     fmt::format("it was not done after {} s and was stopped", task.patience.count())};
    if (length_of(out.get()) > task.most_output)
        return Error{ErrorCode::unavailable,
                     fmt::format("its answer is longer than {} bytes", task.most_output)};
    return ChildEnd{code, read_end(out.get(), task.most_output), read_end(err.get(), most_complaints)};
}

}  // namespace husong::planning
