// The list of rooms (cmake/rooms.txt): which folder may include which.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace husong::structure {

using Folder = std::string;
using Folders = std::set<Folder>;

class RoomList {
public:
    // One line a room: "folder : rooms it may use | libraries". Lines that begin with # are notes.
    static RoomList parse(std::string_view text);

    // The room that a file lies in, by its path from the repository's root.
    std::optional<Folder> room_of(std::string_view path) const;
    // What a room may include: what its line names and what these may include in their turn.
    Folders reach(const Folder& room) const;
    // What a line names though no line defines it.
    Folders undefined() const;
    // Rooms that can reach themselves.
    Folders cyclic() const;

    const std::map<Folder, Folders>& uses() const { return uses_; }

private:
    std::map<Folder, Folders> uses_;
};

}  // namespace husong::structure
