// The pages: built by Vite, read into memory once at start, compressed once.
#pragma once

#include "server/http/message.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace husong::http {

class StaticFiles {
public:
    StaticFiles() = default;  // no pages
    // Every file below the folder. Errors: not_found (no folder, no index.html); too_many (beyond 64 MiB in
    // all).
    [[nodiscard]] static Result<StaticFiles> load(const std::filesystem::path& folder);

    // The answer for a path, 304 when the browser has it already; none: there is no such file and no such
    // page.
    [[nodiscard]] std::optional<Response> serve(std::string_view path, const Headers& headers) const;

private:
    using Bytes = std::shared_ptr<const std::string>;
    struct File {
        std::string content_type;
        Bytes plain;
        Bytes zipped;  // none when it would not be smaller
        std::string tag;
    };
    void add(std::string path, std::string content);

    std::map<std::string, File, std::less<>> files_;  // by path: /assets/index-4f2a.js
};

// Is this the address of a page of the one-page application, which index.html answers?
bool is_page(std::string_view path);

}  // namespace husong::http
