#include "tools/husongctl/secret_prompt.hpp"

#include "tools/husongctl/commands.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace husong::ctl {

namespace {

// At a console: asks, and does not show what is typed.
class Prompt {
public:
    explicit Prompt(std::string_view ask)
        : asked_{::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before_) == 0} {
        if (!asked_) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
        fmt::print(stderr, "{} (not shown): ", ask);
    }
    ~Prompt() {
        if (!asked_) return;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
        fmt::print(stderr, "\n");
    }
    Prompt(const Prompt&) = delete;
    Prompt& operator=(const Prompt&) = delete;

private:
    termios before_{};
    bool asked_;
};

}  // namespace

Result<std::string> read_secret(const std::string& file, std::string_view ask) {
    std::string secret;
    if (file.empty()) {
        const Prompt prompt{ask};
        std::getline(std::cin, secret);
    } else {
        auto text = read_file(file);
        if (!text) return text.error();
        secret = text->substr(0, text->find('\n'));
    }
    if (secret.ends_with('\r')) secret.pop_back();
    return secret;
}

}  // namespace husong::ctl
