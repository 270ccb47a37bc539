#include "tests/structure/source_tree.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <sstream>

namespace husong::structure {
namespace {

namespace fs = std::filesystem;

constexpr std::array left_out = {".git", "build",  "var",     "node_modules",
                                 "dist", ".cache", ".vscode", ".idea"};

std::string read_text(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

bool is_text(std::string_view content) { return content.find('\0') == std::string_view::npos; }

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(), [&](auto ending) { return path.ends_with(ending); });
}

std::vector<std::string> includes_between(std::string_view text, char open, char close) {
    std::vector<std::string> found;
    std::istringstream lines{std::string{text}};
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("#include ")) continue;
        const auto from = line.find(open);
        if (from == std::string::npos) continue;
        const auto until = line.find(close, from + 1);
        if (until != std::string::npos) found.push_back(line.substr(from + 1, until - from - 1));
    }
    return found;
}

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> all;
    std::istringstream lines{std::string{text}};
    for (std::string line; std::getline(lines, line);) all.push_back(line);
    return all;
}

std::string at_line(const SourceFile& file, std::size_t index, const std::string& why) {
    return file.path + ":" + std::to_string(index + 1) + ": " + why;
}

// The line that closes the block opened at `opening`: the first at its depth that begins with a brace.
std::size_t closing_line(const std::vector<std::string>& lines, std::size_t opening) {
    const auto depth = lines[opening].find_first_not_of(' ');
    for (std::size_t i = opening + 1; i < lines.size(); ++i) {
        const auto indent = lines[i].find_first_not_of(' ');
        if (indent != std::string::npos && indent <= depth && lines[i][indent] == '}') return i;
    }
    return lines.size();
}

bool is_inside_a_word(std::string_view text, std::size_t at) {
    if (at == 0) return false;
    const auto before = static_cast<unsigned char>(text[at - 1]);
    return std::isalnum(before) || before == '_' || before == '.' || before == '}' || before == '*';
}

// A block that holds functions and is none: in TypeScript it closes like one.
bool opens_a_type(std::string_view line) {
    return line.find("class ") != std::string_view::npos || line.find("interface ") != std::string_view::npos;
}

}  // namespace

std::vector<SourceFile> read_tree(const fs::path& root) {
    std::vector<SourceFile> files;
    for (auto entry = fs::recursive_directory_iterator{root}; entry != fs::end(entry); ++entry) {
        const std::string name = entry->path().filename().string();
        if (entry->is_directory()) {
            if (std::find(left_out.begin(), left_out.end(), name) != left_out.end())
                entry.disable_recursion_pending();
        } else if (entry->is_regular_file()) {
            std::string text = read_text(entry->path());
            if (is_text(text))
                files.push_back({entry->path().lexically_relative(root).generic_string(), std::move(text)});
        }
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
}

bool is_cpp(std::string_view path) { return ends_with_any(path, {".cpp", ".hpp"}); }

bool is_source(const SourceFile& file) {
    return is_cpp(file.path) || file.text.starts_with("#!") ||
           ends_with_any(file.path,
                         {".ts", ".tsx", ".js", ".mjs", ".css", ".sh", ".cmake", "CMakeLists.txt", ".sql"});
}

std::vector<std::string> quoted_includes(std::string_view text) { return includes_between(text, '"', '"'); }
std::vector<std::string> angled_includes(std::string_view text) { return includes_between(text, '<', '>'); }

Faults forbidden_includes(const SourceFile& file, const RoomList& rooms) {
    const auto room = rooms.room_of(file.path);
    if (!room) return {};
    const Folders allowed = rooms.reach(*room);
    Faults faults;
    for (const std::string& include : quoted_includes(file.text)) {
        const auto target = rooms.room_of(include);
        if (!target)
            faults.push_back(file.path + ": \"" + include + "\" lies in no room");
        else if (*target != *room && !allowed.contains(*target))
            faults.push_back(file.path + ": " + *room + " may not include \"" + include + "\"");
    }
    return faults;
}

Faults long_functions(const SourceFile& file, std::size_t most_lines) {
    const auto lines = split_lines(file.text);
    Faults faults;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].ends_with('{') || opens_a_type(lines[i])) continue;
        const std::size_t end = closing_line(lines, i);
        const bool closed_alone = end < lines.size() && lines[end].ends_with('}');
        if (closed_alone && end - i + 1 > most_lines)
            faults.push_back(at_line(file, i, "a function of " + std::to_string(end - i + 1) + " lines"));
    }
    return faults;
}

Faults machine_paths(const SourceFile& file) {
    const auto lines = split_lines(file.text);
    Faults faults;
    for (const std::string_view folder : {"work", "root", "tmp"}) {
        const std::string path = "/" + std::string{folder} + "/";
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (const auto at = lines[i].find(path);
                at != std::string::npos && !is_inside_a_word(lines[i], at))
                faults.push_back(at_line(file, i, "names " + path + ", a place of one machine"));
    }
    return faults;
}

std::vector<std::string> shell_blocks(std::string_view markdown) {
    std::vector<std::string> blocks;
    bool inside = false;
    for (const std::string& line : split_lines(markdown)) {
        if (line == "```sh") blocks.emplace_back();
        if (inside && line != "```") blocks.back() += line + "\n";
        if (line.starts_with("```")) inside = line == "```sh";
    }
    return blocks;
}

std::size_t line_count(std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace husong::structure
