// The checks of the structure tests are themselves held to what they must refuse.
#include "tests/structure/source_tree.hpp"

#include <gtest/gtest.h>

namespace husong::structure {
namespace {

const RoomList three_floors = RoomList::parse(
    "# a note\n"
    "server/base  :                | fmt::fmt\n"
    "server/hall  : server/base    |\n"
    "server/attic : server/hall    | asio\n"
    "db           : server/base    |\n");

SourceFile file_with(std::string path, std::string text) { return {std::move(path), std::move(text)}; }

std::string lines(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "    step();\n";
    return text;
}

TEST(StructureChecks, ARoomReachesWhatItsRoomsReach) {
    EXPECT_EQ(three_floors.reach("server/attic"), (Folders{"server/base", "server/hall"}));
}

TEST(StructureChecks, AFileInASubfolderBelongsToTheRoomAboveIt) {
    EXPECT_EQ(three_floors.room_of("db/sqlite/store.cpp"), "db");
    EXPECT_EQ(three_floors.room_of("server/main.cpp"), std::nullopt);
}

TEST(StructureChecks, AnIncludeUpwardsIsRefused) {
    const auto file = file_with("server/hall/door.cpp", "#include \"server/attic/box.hpp\"\n");
    EXPECT_EQ(forbidden_includes(file, three_floors).size(), 1U);
}

TEST(StructureChecks, AnIncludeSidewaysIsRefused) {
    const auto file = file_with("server/hall/door.cpp", "#include \"db/store.hpp\"\n");
    EXPECT_EQ(forbidden_includes(file, three_floors).size(), 1U);
}

TEST(StructureChecks, AnIncludeNotRootedAtTheRepositoryIsRefused) {
    const auto file = file_with("server/hall/door.cpp", "#include \"door.hpp\"\n");
    EXPECT_EQ(forbidden_includes(file, three_floors).size(), 1U);
}

TEST(StructureChecks, AnIncludeDownwardsAndAtHomeIsAllowed) {
    const auto file = file_with("server/attic/box.cpp",
                                "#include \"server/attic/box.hpp\"\n"
                                "#include \"server/base/result.hpp\"\n#include <vector>\n");
    EXPECT_EQ(forbidden_includes(file, three_floors), Faults{});
}

TEST(StructureChecks, RoomsThatUseEachOtherAreACycle) {
    const auto round = RoomList::parse("a : b |\nb : c |\nc : a |\nd : a |\n");
    EXPECT_EQ(round.cyclic(), (Folders{"a", "b", "c"}));
    EXPECT_EQ(three_floors.cyclic(), Folders{});
}

TEST(StructureChecks, ARoomThatNoLineDefinesIsReported) {
    EXPECT_EQ(RoomList::parse("a : cellar |\n").undefined(), Folders{"cellar"});
}

TEST(StructureChecks, AFunctionOfTheLimitPassesAndOneLineMoreDoesNot) {
    const auto function_of = [](std::size_t total) {
        return file_with("a.cpp", "void walk() {\n" + lines(total - 2) + "}\n");
    };
    EXPECT_EQ(long_functions(function_of(60), 60), Faults{});
    EXPECT_EQ(long_functions(function_of(61), 60), Faults{"a.cpp:1: a function of 61 lines"});
}

TEST(StructureChecks, ALongTableIsNoFunction) {
    EXPECT_EQ(long_functions(file_with("a.cpp", "constexpr int table[] = {\n" + lines(90) + "};\n"), 60),
              Faults{});
    EXPECT_EQ(long_functions(file_with("a.cpp", "namespace a {\n" + lines(90) + "}  // namespace a\n"), 60),
              Faults{});
}

TEST(StructureChecks, ShellBlocksAreFoundAndOthersAreNot) {
    EXPECT_EQ(shell_blocks("a\n```sh\none\ntwo\n```\nb\n```\nthree\n```\n```sh\nfour\n```\n"),
              (std::vector<std::string>{"one\ntwo\n", "four\n"}));
}

TEST(StructureChecks, APathOfOneMachineIsReportedAndAWordThatHoldsItIsNot) {
    const std::string path = std::string{"/"} + "tmp/";
    EXPECT_EQ(machine_paths(file_with("a.md", "see " + path + "x")).size(), 1U);
    EXPECT_EQ(machine_paths(file_with("a.md", "see /var" + path + "x")), Faults{});
}

}  // namespace
}  // namespace husong::structure
