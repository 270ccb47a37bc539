#include "tests/structure/room_list.hpp"

#include <sstream>
#include <vector>

namespace husong::structure {

RoomList RoomList::parse(std::string_view text) {
    RoomList list;
    std::istringstream lines{std::string{text}};
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() == '#') continue;
        std::istringstream words{line.substr(0, line.find('|'))};
        Folder room;
        char colon = 0;
        words >> room >> colon;
        Folders& used = list.uses_[room];
        for (Folder other; words >> other;) used.insert(other);
    }
    return list;
}

std::optional<Folder> RoomList::room_of(std::string_view path) const {
    for (auto slash = path.rfind('/'); slash != std::string_view::npos; slash = path.rfind('/')) {
        path = path.substr(0, slash);
        if (const auto room = uses_.find(Folder{path}); room != uses_.end()) return room->first;
    }
    return std::nullopt;
}

Folders RoomList::reach(const Folder& room) const {
    Folders reached;
    std::vector<Folder> open{room};
    while (!open.empty()) {
        const auto line = uses_.find(open.back());
        open.pop_back();
        if (line == uses_.end()) continue;
        for (const Folder& used : line->second)
            if (reached.insert(used).second) open.push_back(used);
    }
    return reached;
}

Folders RoomList::undefined() const {
    Folders unknown;
    for (const auto& [room, used] : uses_)
        for (const Folder& other : used)
            if (!uses_.contains(other)) unknown.insert(other);
    return unknown;
}

Folders RoomList::cyclic() const {
    Folders cycle;
    for (const auto& [room, used] : uses_)
        if (reach(room).contains(room)) cycle.insert(room);
    return cycle;
}

}  // namespace husong::structure
