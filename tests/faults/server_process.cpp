#include "tests/faults/server_process.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace husong::test {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto process_patience = 60s;

int left_until(Clock::time_point deadline) {
    return static_cast<int>(std::max<std::int64_t>(
        0, std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count()));
}

std::filesystem::path write_configuration(const std::filesystem::path& database) {
    std::filesystem::path file = database.parent_path() / "husongd.ini";
    std::ofstream{file} << "db=" << database << "\n"
                        << "http-address=127.0.0.1\nhttp-port=0\nmetrics-port=0\n"
                        << "terminal-address=127.0.0.1\nterminal-port=0\nlog-level=error\n";
    return file;
}

// In the child, between fork and exec: nothing that allocates.
[[noreturn]] void become_server(const char* configuration, int output, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);  // too late for that
    ::dup2(output, STDOUT_FILENO);
    ::execl(HUSONG_SERVER, HUSONG_SERVER, "--config", configuration, nullptr);
    ::_exit(127);
}

}  // namespace

ServerProcess::ServerProcess(const std::filesystem::path& database) {
    const std::string configuration = write_configuration(database).string();
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    printed_ = pipe[0];
    const pid_t parent = ::getpid();
    process_ = ::fork();
    if (process_ == 0) become_server(configuration.c_str(), pipe[1], parent);
    ::close(pipe[1]);
    if (process_ < 0) throw std::runtime_error("no child process");
}

ServerProcess::~ServerProcess() {
    kill();
    ::close(printed_);
}

bool ServerProcess::await_ready() {
    constexpr std::string_view before_port = "terminals=127.0.0.1:";
    const auto deadline = Clock::now() + process_patience;
    for (;;) {
        const auto line_end = output_.find('\n', std::min(output_.find(before_port), output_.size()));
        if (line_end != std::string::npos) break;
        pollfd readable{.fd = printed_, .events = POLLIN, .revents = 0};
        if (::poll(&readable, 1, left_until(deadline)) <= 0) return false;
        std::array<char, 4096> buffer{};
        const auto length = ::read(printed_, buffer.data(), buffer.size());
        if (length <= 0) return false;
        output_.append(buffer.data(), static_cast<std::size_t>(length));
    }
    terminal_port_ = static_cast<std::uint16_t>(
        std::stoul(output_.substr(output_.find(before_port) + before_port.size())));
    return true;
}

void ServerProcess::kill() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(std::exchange(process_, -1), nullptr, 0);
}

bool ServerProcess::stop() {
    if (process_ < 0) return false;
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, process_, 0));
    ::kill(process_, SIGTERM);
    pollfd ended{.fd = handle, .events = POLLIN, .revents = 0};
    const bool in_time = ::poll(&ended, 1, left_until(Clock::now() + process_patience)) == 1;
    ::close(handle);
    if (!in_time) return false;
    int status = 0;
    ::waitpid(std::exchange(process_, -1), &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace husong::test
