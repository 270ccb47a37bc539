// A program of the build as a child process in a folder of its own: started, waited for, never left behind.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace husong::test {

struct Ended {
    int code = -1;  // -1: by a signal
    std::string out, err;
};

class Child {
public:
    // Runs in `folder`; what it reads and prints lies in files of it.
    Child(const std::string& program, const std::vector<std::string>& arguments,
          const std::filesystem::path& folder, std::string_view input = {});
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    // Waits until it has printed that. False: it has ended without, or a minute has passed.
    [[nodiscard]] bool says(std::string_view text);
    [[nodiscard]] std::string out() const;
    void ask_to_stop();  // as a service manager does
    Ended wait();

private:
    [[nodiscard]] std::filesystem::path file(const char* name) const { return folder_ / name; }
    bool has_ended();

    std::filesystem::path folder_;
    pid_t process_ = -1;
    int status_ = 0;
};

}  // namespace husong::test
