// How long this disk takes to keep a page: disk_probe FOLDER appends and syncs, then prints one JSON line.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

constexpr int rounds = 1'000;
constexpr std::size_t page_bytes = 4'096;

using Clock = std::chrono::steady_clock;

// Negative when the disk refuses.
double milliseconds_of_one_sync(int file) {
    static constexpr std::array<char, page_bytes> page{};
    const auto from = Clock::now();
    if (write(file, page.data(), page.size()) != static_cast<ssize_t>(page.size()) || fdatasync(file) != 0)
        return -1;
    return std::chrono::duration<double, std::milli>(Clock::now() - from).count();
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        fmt::print(stderr, "disk_probe FOLDER\n");
        return EXIT_FAILURE;
    }
    std::string path = std::string{arguments[1]} + "/disk_probe.XXXXXX";
    const int file = mkstemp(path.data());
    if (file < 0) {
        std::perror("disk_probe");
        return EXIT_FAILURE;
    }
    unlink(path.c_str());

    std::vector<double> taken(rounds);
    for (double& one : taken) one = milliseconds_of_one_sync(file);
    std::sort(taken.begin(), taken.end());
    if (taken.front() < 0) {
        std::perror("disk_probe");
        return EXIT_FAILURE;
    }
    fmt::print("{{\"fdatasync_p50_ms\": {:.3f}, \"fdatasync_p99_ms\": {:.3f}}}\n", taken[rounds / 2],
               taken[rounds * 99 / 100]);
    return EXIT_SUCCESS;
}
