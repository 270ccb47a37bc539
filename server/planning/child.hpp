// Another program, run to its end by the thread that waits for it.
#pragma once

#include "server/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace husong::planning {

// Ends what waits on it, once and for all. Any thread.
class StopSign {
public:
    StopSign();  // throws when the system has no handle left
    ~StopSign();
    StopSign(const StopSign&) = delete;
    StopSign& operator=(const StopSign&) = delete;

    void raise();
    [[nodiscard]] int handle() const { return handle_; }

private:
    int handle_;
};

struct ChildTask {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::string input;              // its standard input
    std::string more_input{};       // its handle 3: /dev/fd/3
    std::chrono::seconds patience;  // then it and all that it started are killed
    std::size_t most_output = 0;    // bytes of its standard output that are read; more is an error
};

struct ChildEnd {
    int code = -1;  // -1: by a signal
    std::string out, err;
};

// Waits without turning: on its end, the sign, or the clock. It inherits no other handle of this process.
// Errors: unavailable: it does not start, was stopped by the sign, was killed after its patience, or said too
// much.
[[nodiscard]] Result<ChildEnd> run_child(const ChildTask& task, const StopSign& stop);

}  // namespace husong::planning
