#include "server/http/teacher_deed.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <map>

namespace husong::http {

namespace {

using registry::Pupil;
using registry::Travel;
using ways::KnownWay;
using ways::Origin;

boost::json::object json_of(const Travel& way) {
    boost::json::object json{{"mode", way.mode}};
    if (!way.line.empty()) json["line"] = way.line;
    if (!way.stop.empty()) json["stop"] = way.stop;
    if (!way.plate.empty()) json["plate"] = way.plate;
    return json;
}

// What is told of one pupil, before it is stored.
struct Change {
    ways::TravelRows rows;
    boost::json::object before, after;  // by direction
};

void add(Change& change, const Travel& way, const KnownWay& known, const ways::TravelRows& rows, Time now) {
    const char* direction = way.direction == registry::Direction::home ? "home" : "to_school";
    if (known.known()) change.before[direction] = json_of(known.way);
    change.after[direction] = json_of(way);
    for (auto& row : ways::rows_telling(way, rows, now)) change.rows.push_back(std::move(row));
}

Result<> store(const WaysDeed& deed, const std::string& pupil, const Change& change,
               ingest::Transaction& transaction) {
    const auto put = transaction.store().put_travels(change.rows, transaction.now());
    if (!put) return put.error();
    const std::string before = change.before.empty() ? "" : boost::json::serialize(change.before);
    return transaction.store().put(db::AuditEntry{.at = transaction.now(),
                                                  .account = deed.account,
                                                  .peer = deed.peer,
                                                  .action = "travel_told",
                                                  .object = "pupil " + pupil,
                                                  .before = before,
                                                  .after = boost::json::serialize(change.after)});
}

const Pupil* pupil_of_class(const WaysDeed& deed, const std::string& code,
                            const ingest::Transaction& transaction) {
    const auto* row = transaction.registry().pupil_by_code(code, transaction.now());
    const bool of_class = row && row->value.school == deed.of.school && row->value.class_name == deed.of.name;
    return of_class ? &row->value : nullptr;
}

}  // namespace

Result<WaysDone> tell_ways(const WaysDeed& deed, ingest::Transaction& transaction) {
    WaysDone done;
    std::map<std::string, Change> changes;  // by pupil
    const Time now = transaction.now();
    for (const WayTold& told : deed.told) {
        const Pupil* pupil = pupil_of_class(deed, told.way.pupil, transaction);
        if (!pupil) continue;
        const auto rows = transaction.store().travels_of(pupil->code);
        if (!rows) return rows.error();
        const KnownWay known = ways::known_way(*pupil, told.way.direction, *rows, now);
        const bool same = ways::same_way(known.way, told.way);
        if (same && known.origin == Origin::this_term) continue;
        if (!same && known.version != told.seen)
            done.overtaken.push_back(told.way);
        else
            add(changes[pupil->code], told.way, known, *rows, now);
    }
    for (const auto& [pupil, change] : changes)
        if (auto stored = store(deed, pupil, change, transaction); !stored) return stored.error();
    done.pupils = static_cast<int>(changes.size());
    return done;
}

}  // namespace husong::http
