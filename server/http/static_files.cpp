#include "server/http/static_files.hpp"

#include "server/base/hash.hpp"
#include "server/http/gzip.hpp"

#include <fmt/core.h>

#include <array>
#include <fstream>
#include <iterator>
#include <span>
#include <utility>

namespace husong::http {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 64U * 1024 * 1024;
constexpr std::string_view immutable =
    "public, max-age=31536000, immutable";  // the name holds a hash of the content
constexpr std::string_view ask_each_time = "no-cache";

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".map", "application/json"},
}};

std::string_view type_of(std::string_view path) {
    for (const auto& [ending, type] : types)
        if (path.ends_with(ending)) return type;
    return "application/octet-stream";
}

std::string tag_of(std::string_view content) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(content.data());
    return fmt::format("{:016x}", hash64(std::span{bytes, content.size()}));
}

std::string read_all(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

Result<StaticFiles> StaticFiles::load(const fs::path& folder) {
    std::error_code wrong;
    if (!fs::is_regular_file(folder / "index.html", wrong))
        return Error{ErrorCode::not_found, fmt::format("no index.html in {}", folder.string())};
    if (fs::exists(folder / "package.json", wrong))
        return Error{ErrorCode::not_found,
                     fmt::format("{} holds the pages' source; npm run build makes the pages of it, in dist",
                                 folder.string())};
    StaticFiles files;
    std::size_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file()) continue;
        bytes += entry.file_size();
        if (bytes > most_bytes) return Error{ErrorCode::too_many, "the pages take more than 64 MiB"};
        files.add("/" + fs::relative(entry.path(), folder).generic_string(), read_all(entry.path()));
    }
    return files;
}

void StaticFiles::add(std::string path, std::string content) {
    File file{.content_type = std::string{type_of(path)}, .plain = {}, .zipped = {}, .tag = tag_of(content)};
    std::string zipped = gzip(content, Effort::best);
    if (zipped.size() < content.size()) file.zipped = std::make_shared<const std::string>(std::move(zipped));
    file.plain = std::make_shared<const std::string>(std::move(content));
    files_.emplace(std::move(path), std::move(file));
}

std::optional<Response> StaticFiles::serve(std::string_view path, const Headers& headers) const {
    const auto found = files_.find(is_page(path) ? "/index.html" : path);
    if (found == files_.end()) return std::nullopt;
    const File& file = found->second;
    const bool zipped = file.zipped && accepts_gzip(headers.accept_encoding);
    const std::string tag = fmt::format("\"{}{}\"", file.tag, zipped ? "-gz" : "");

    Response response;
    response.headers = {
        {"ETag", tag},
        {"Cache-Control", std::string{path.starts_with("/assets/") ? immutable : ask_each_time}},
        {"Vary", "Accept-Encoding"}};
    if (headers.if_none_match.find(tag) != std::string::npos) {
        response.status = 304;
        return response;
    }
    response.content_type = file.content_type;
    response.body = zipped ? file.zipped : file.plain;
    if (zipped) response.headers.emplace_back("Content-Encoding", "gzip");
    return response;
}

bool is_page(std::string_view path) {
    return path == "/" || path == "/login" || path == "/p" || path.starts_with("/p/");
}

}  // namespace husong::http
