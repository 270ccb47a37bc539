#include "server/solver/apart.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace husong::solver {

namespace {

class File {
public:
    explicit File(int handle) : handle_{handle} {}
    ~File() { close(); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] int handle() const { return handle_; }
    void close() {
        if (handle_ >= 0) ::close(handle_);
        handle_ = -1;
    }

private:
    int handle_;
};

// The text, and that it is whole: its last byte.
constexpr char whole = '.';

[[noreturn]] void tell(int handle, const std::function<std::string()>& work) {
    std::string text;
    try {
        text = work() + whole;
    } catch (...) {  // ends without a word
        std::_Exit(1);
    }
    for (std::size_t sent = 0; sent < text.size();) {
        const ssize_t count = ::write(handle, text.data() + sent, text.size() - sent);
        if (count < 0 && errno != EINTR) std::_Exit(1);
        if (count > 0) sent += static_cast<std::size_t>(count);
    }
    std::_Exit(0);
}

std::string listen(int handle, double seconds) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    std::string text;
    std::array<char, 65'536> part{};
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) return {};
        pollfd waiting{handle, POLLIN, 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(left.count()));
        if (ready < 0 && errno != EINTR) return {};
        if (ready <= 0) continue;
        const ssize_t count = ::read(handle, part.data(), part.size());
        if (count == 0) return text;
        if (count < 0 && errno != EINTR) return {};
        if (count > 0) text.append(part.data(), static_cast<std::size_t>(count));
    }
}

}  // namespace

std::optional<std::string> run_apart(const std::function<std::string()>& work, double seconds) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return std::nullopt;
    File reading{ends[0]}, writing{ends[1]};
    std::fflush(nullptr);  // what waits in the buffers of files is not the child's to write
    const pid_t child = ::fork();
    if (child < 0) return std::nullopt;
    if (child == 0) {
        reading.close();
        tell(writing.handle(), work);
    }
    writing.close();
    std::string text = listen(reading.handle(), seconds);
    ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (text.empty() || text.back() != whole) return std::nullopt;
    text.pop_back();
    return text;
}

}  // namespace husong::solver
