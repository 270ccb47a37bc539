// The real program, husongd, as a child process: started, killed, stopped, and never left behind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>

namespace husong::test {

class ServerProcess {
public:
    // Starts it with a configuration file beside the database; its doors are free ports of 127.0.0.1.
    explicit ServerProcess(const std::filesystem::path& database);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    // Waits until it takes connections. False: it has ended, or a minute has passed; see output().
    [[nodiscard]] bool await_ready();
    [[nodiscard]] std::uint16_t terminal_port() const { return terminal_port_; }
    // What it has printed until it was ready.
    [[nodiscard]] const std::string& output() const { return output_; }

    void kill();  // -9; returns when it is gone
    // Asks it to stop. True: it has ended by itself within a minute, and says that all went well.
    [[nodiscard]] bool stop();

private:
    pid_t process_ = -1;
    int printed_ = -1;  // the end of a pipe
    std::string output_;
    std::uint16_t terminal_port_ = 0;
};

}  // namespace husong::test
