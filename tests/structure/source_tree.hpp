// The repository's files as the structure tests see them.
#pragma once

#include "tests/structure/room_list.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace husong::structure {

struct SourceFile {
    std::string path;  // from the repository's root, with /
    std::string text;
};

// Every text file of the project: not what is built, installed or made by running it.
std::vector<SourceFile> read_tree(const std::filesystem::path& root);

bool is_cpp(std::string_view path);
// Written by hand and held to the limits of length: C++, TypeScript, styles, scripts, CMake, SQL.
bool is_source(const SourceFile& file);

// What a file includes with "…" and with <…>.
std::vector<std::string> quoted_includes(std::string_view text);
std::vector<std::string> angled_includes(std::string_view text);

// "path:line: why" for each fault.
using Faults = std::vector<std::string>;

// Quoted includes that leave what the file's room may use.
Faults forbidden_includes(const SourceFile& file, const RoomList& rooms);
// Functions (any block closed by a lone brace) longer than the limit.
Faults long_functions(const SourceFile& file, std::size_t most_lines);
// Paths that exist on one machine only.
Faults machine_paths(const SourceFile& file);

// What stands between ```sh and ```, block after block.
std::vector<std::string> shell_blocks(std::string_view markdown);

std::size_t line_count(std::string_view text);

}  // namespace husong::structure
