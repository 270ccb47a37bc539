#include "server/http/finding_feed.hpp"

#include "server/http/evidence.hpp"
#include "server/live/audience.hpp"
#include "server/live/finding_view.hpp"

#include <boost/json/serialize.hpp>
#include <spdlog/spdlog.h>

#include <utility>

namespace husong::http {

namespace {

// The registry in force, or, for a plate that was first told a moment ago, the one in the store.
Result<registry::RegistryPtr> registry_with(VehicleId vehicle, const ingest::World& world,
                                            db::Reader& reader) {
    if (auto registry = world.registry(); registry && registry->plate_of(vehicle)) return registry;
    auto rows = reader.load_registry();
    if (!rows) return rows.error();
    return std::make_shared<const registry::Registry>(std::move(*rows));
}

}  // namespace

FindingFeed::FindingFeed(const ingest::World& world, live::Hub& hub, ReadPool& reads,
                         const rules::VerdictSettings& settings, std::function<Time()> clock)
    : world_{world}, hub_{hub}, reads_{reads}, settings_{settings}, clock_{std::move(clock)} {}

void FindingFeed::committed(const ingest::Committed& commit) {
    if (commit.changes.empty() && commit.corrected.empty()) return;
    {
        const std::scoped_lock lock{mutex_};
        for (const rules::FindingChange& change : commit.changes) note(change.head.id);
        for (const FindingId id : commit.corrected) note(id);
        if (std::exchange(scheduled_, true)) return;
    }
    reads_.run_anyway([this](db::Reader& reader) { publish(reader); });
}

void FindingFeed::note(FindingId id) {
    if (changed_.size() < most_waiting)
        changed_.insert(id);
    else
        too_many_ = true;
}

void FindingFeed::publish(db::Reader& reader) {
    std::set<FindingId> changed;
    bool lost = false;
    {
        const std::scoped_lock lock{mutex_};
        changed.swap(changed_);
        lost = std::exchange(too_many_, false);
        scheduled_ = false;
    }
    for (const FindingId id : changed) {
        if (lost) break;
        if (const auto published = publish_one(id, reader); !published) {
            spdlog::warn("live: finding {}: {}", id.value, published.error().what);
            lost = true;
        }
    }
    if (!lost) return;
    for (const live::Topic topic : live::all_topics) hub_.reset(topic);
}

Result<> FindingFeed::publish_one(FindingId id, db::Reader& reader) {
    const auto finding = reader.finding(id);
    if (!finding) return finding.error();
    if (!*finding || (*finding)->episodes.empty()) return {};
    const VehicleId vehicle = (*finding)->head.vehicle;
    if (!vehicle) return {};  // the lists are of vehicles
    const auto registry = registry_with(vehicle, world_, reader);
    if (!registry) return registry.error();
    const registry::Plate* plate = (*registry)->plate_of(vehicle);
    if (!plate) return Error{ErrorCode::not_found, "its vehicle has no plate"};

    const auto state = world_.state(vehicle);
    live::FindingScene scene =
        live::scene_of({**finding, *plate, state ? &*state : nullptr, **registry}, settings_, clock_());
    for (const live::Topic topic : live::all_topics) {
        const access::Role reads = live::reader_of(topic);
        if (!live::concerns((*finding)->head.rule, reads)) continue;
        complete(scene, reads, reader);
        hub_.publish(topic, boost::json::serialize(live::finding_json(scene, reads)));
    }
    return {};
}

}  // namespace husong::http
