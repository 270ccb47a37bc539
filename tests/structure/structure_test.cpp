// What the whole repository is held to: the list of rooms, the limits of length, no place of one machine.
#include "tests/structure/source_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace husong::structure {
namespace {

constexpr std::size_t most_lines_of_a_file = 400;
constexpr std::size_t most_lines_of_a_function = 60;

// No thread, clock, socket or SQL: what comes in decides what comes out.
constexpr std::array pure_rooms = {
    "server/base",     "server/jt808", "server/registry", "server/tracking",   "server/rules",
    "server/holidays", "server/fleet", "server/ways",     "server/plan_check", "maps"};
constexpr std::array impure_headers = {"thread",  "mutex",      "shared_mutex", "condition_variable",
                                       "future",  "stop_token", "sqlite3.h",    "sys/socket.h",
                                       "unistd.h"};

const std::vector<SourceFile>& tree() {
    static const auto files = read_tree(HUSONG_SOURCE_DIR);
    return files;
}

const RoomList& rooms() {
    static const auto list = [] {
        const auto file = std::find_if(tree().begin(), tree().end(),
                                       [](const auto& f) { return f.path == "cmake/rooms.txt"; });
        return RoomList::parse(file == tree().end() ? "" : file->text);
    }();
    return list;
}

void append(Faults& all, const Faults& more) { all.insert(all.end(), more.begin(), more.end()); }

TEST(Structure, TheListOfRoomsDefinesEveryRoomItNamesAndHasNoCycle) {
    ASSERT_GE(rooms().uses().size(), 10U);
    EXPECT_EQ(rooms().undefined(), Folders{});
    EXPECT_EQ(rooms().cyclic(), Folders{});
}

// Files that lie in server/ itself are the program husongd and may use every room.
TEST(Structure, EveryFolderOfTheServerIsARoomOfTheList) {
    constexpr std::string_view server = "server/";
    Faults homeless;
    for (const auto& file : tree()) {
        const bool in_a_folder =
            file.path.starts_with(server) && file.path.find('/', server.size()) != std::string::npos;
        if (in_a_folder && is_cpp(file.path) && !rooms().room_of(file.path)) homeless.push_back(file.path);
    }
    EXPECT_EQ(homeless, Faults{});
}

TEST(Structure, ARoomIncludesOnlyWhatItsLineAllows) {
    Faults faults;
    for (const auto& file : tree())
        if (is_cpp(file.path)) append(faults, forbidden_includes(file, rooms()));
    EXPECT_EQ(faults, Faults{});
}

TEST(Structure, TheSimulatorNeverReachesTheRulesThatJudgeIt) {
    const auto reached = rooms().reach("device_sim");
    EXPECT_FALSE(reached.contains("server/rules"));
    EXPECT_FALSE(reached.contains("server/tracking"));
}

TEST(Structure, TheCheckOfPlansSharesNoCodeWithThePlanner) {
    EXPECT_EQ(rooms().reach("server/plan_check"), (Folders{"maps", "server/base"}));
    EXPECT_FALSE(rooms().reach("server/coordination").contains("server/plan_check"));
    EXPECT_FALSE(rooms().reach("server/solver").contains("server/plan_check"));
}

TEST(Structure, ThePureRoomsIncludeNoThreadClockSocketOrDatabase) {
    Faults faults;
    for (const auto& file : tree()) {
        const auto room = rooms().room_of(file.path);
        if (!is_cpp(file.path) || !room || std::ranges::find(pure_rooms, *room) == pure_rooms.end()) continue;
        for (const std::string& header : angled_includes(file.text))
            if (std::ranges::find(impure_headers, header) != impure_headers.end() ||
                header.starts_with("boost/asio") || header.starts_with("boost/beast"))
                faults.push_back(file.path + ": <" + header + ">");
        if (file.text.find("system_clock::now") != std::string::npos)
            faults.push_back(file.path + ": reads a clock");
    }
    EXPECT_EQ(faults, Faults{});
}

TEST(Structure, NoSourceFileIsLongerThan400Lines) {
    Faults faults;
    for (const auto& file : tree())
        if (is_source(file) && line_count(file.text) > most_lines_of_a_file)
            faults.push_back(file.path + ": " + std::to_string(line_count(file.text)) + " lines");
    EXPECT_EQ(faults, Faults{});
}

TEST(Structure, NoFunctionIsLongerThan60Lines) {
    Faults faults;
    for (const auto& file : tree())
        if (is_source(file)) append(faults, long_functions(file, most_lines_of_a_function));
    EXPECT_EQ(faults, Faults{});
}

TEST(Structure, BothReadmesGiveTheSameCommands) {
    const auto blocks_of = [](std::string_view path) {
        const auto file = std::ranges::find(tree(), path, &SourceFile::path);
        return file == tree().end() ? std::vector<std::string>{} : shell_blocks(file->text);
    };
    EXPECT_GE(blocks_of("README.md").size(), 4U);
    EXPECT_EQ(blocks_of("README.md"), blocks_of("README.zh-CN.md"));
}

TEST(Structure, NoFileNamesAPlaceOfOneMachine) {
    Faults faults;
    for (const auto& file : tree()) append(faults, machine_paths(file));
    EXPECT_EQ(faults, Faults{});
}

}  // namespace
}  // namespace husong::structure
