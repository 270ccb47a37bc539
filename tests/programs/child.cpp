#include "tests/programs/child.hpp"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace husong::test {

namespace {

constexpr const char* in_file = ".in";
constexpr const char* out_file = ".out";
constexpr const char* err_file = ".err";

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

bool ends_within(pid_t process, std::chrono::milliseconds patience) {
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
    pollfd ended{handle, POLLIN, 0};
    const bool in_time = ::poll(&ended, 1, static_cast<int>(patience.count())) == 1;
    ::close(handle);
    return in_time;
}

}  // namespace

Child::Child(const std::string& program, const std::vector<std::string>& arguments,
             const std::filesystem::path& folder, std::string_view input)
    : folder_{folder} {
    std::ofstream{file(in_file), std::ios::binary} << input;
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    constexpr int fresh = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, file(in_file).c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, file(out_file).c_str(), fresh, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, file(err_file).c_str(), fresh, 0600);
    posix_spawn_file_actions_addchdir_np(&actions, folder_.c_str());
    const int failure =
        ::posix_spawn(&process_, program.c_str(), &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) throw std::runtime_error(program + " does not start");
}

Child::~Child() {
    if (has_ended()) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, &status_, 0);
}

bool Child::has_ended() {
    if (process_ >= 0 && ::waitpid(process_, &status_, WNOHANG) == process_) process_ = -1;
    return process_ < 0;
}

bool Child::says(std::string_view text) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (std::chrono::steady_clock::now() < deadline) {
        const bool over = has_ended();  // asked first: what it printed last is read below
        if (out().find(text) != std::string::npos) return true;
        if (over) return false;
        std::this_thread::yield();
    }
    return false;
}

std::string Child::out() const { return text_of(file(out_file)); }

void Child::ask_to_stop() {
    if (!has_ended()) ::kill(process_, SIGTERM);
}

Ended Child::wait() {
    if (!has_ended()) {
        const bool in_time = ends_within(process_, std::chrono::minutes{2});
        if (!in_time) ::kill(process_, SIGKILL);
        ::waitpid(process_, &status_, 0);
        process_ = -1;
        if (!in_time) throw std::runtime_error("the program did not end");
    }
    return {WIFEXITED(status_) ? WEXITSTATUS(status_) : -1, out(), text_of(file(err_file))};
}

}  // namespace husong::test
