// Which departures show something else once their school, line or stops are told anew. Of registers.cpp.
#pragma once

#include "server/registry/entities.hpp"

#include <map>
#include <string>

namespace husong::db {

// Whose departures show something else, and from when on.
class Retold {
public:
    void note(const registry::School& row, Time from) { note(schools_, row.code, from); }
    void note(const registry::Line& row, Time from) { note(lines_, row.code, from); }
    void note(const registry::Stop& row, Time from) { note(lines_, row.line, from); }

    [[nodiscard]] bool empty() const { return schools_.empty() && lines_.empty(); }
    [[nodiscard]] bool holds(const registry::Departure& row) const {
        return holds(schools_, row.school, row.leaves_at) || holds(lines_, row.line, row.leaves_at);
    }

private:
    using Since = std::map<std::string, Time>;  // by code

    static void note(Since& all, const std::string& code, Time from) {
        Time& since = all.try_emplace(code, from).first->second;
        since = std::min(since, from);
    }
    static bool holds(const Since& all, const std::string& code, Time at) {
        const auto found = all.find(code);
        return found != all.end() && found->second <= at;
    }

    Since schools_, lines_;
};

}  // namespace husong::db
