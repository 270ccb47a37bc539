#include "tests/faults/journey.hpp"

#include "tests/faults/tellings.hpp"

#include <fmt/core.h>

#include <array>
#include <random>
#include <utility>

namespace husong::test {

namespace {

using tracking::Record;

constexpr double metres_per_report = 100;  // 36 km/h

// One bus: drives, stops every five minutes to let pupils on, and is counted by its escort once.
std::vector<Record> tell_morning(VehicleId vehicle, int minutes, int pupils_a_stop, int counted_at_minute) {
    std::vector<Record> told;
    double at_m = 0;
    int aboard = 0;
    for (int second = 0; second < minutes * 60; second += 10) {
        const Time at = school_day + std::chrono::seconds{second};
        const bool at_stop = second % 300 < 40;
        if (!at_stop) at_m += metres_per_report;
        told.push_back(position(vehicle, at, at_m, at_stop ? 0 : 36));
        if (second % 300 == 30) {
            aboard += pupils_a_stop;
            told.push_back(
                passenger_flow(vehicle, at - 30s, at, static_cast<std::uint16_t>(pupils_a_stop), 0));
        }
        if (second == counted_at_minute * 60)
            told.push_back(head_count(vehicle, at + 5s, static_cast<std::uint16_t>(aboard), 2));
    }
    return told;
}

bool is_position(const Record& record) { return std::holds_alternative<tracking::Position>(record.payload); }

std::vector<MessageRecords> messages_of(const std::vector<Record>& told, std::mt19937_64& random) {
    const auto fits_batch = [&](std::size_t i) { return is_position(told[i]); };
    std::vector<MessageRecords> messages;
    for (const Telling& telling : plan_tellings(told.size(), fits_batch, random)) {
        MessageRecords& message = messages.emplace_back();
        for (const std::size_t record : telling.records) message.push_back(told[record]);
    }
    return messages;
}

std::string text_of(const rules::Episode& episode) {
    std::string evidence;
    for (const rules::RecordRef& ref : episode.evidence)
        evidence +=
            fmt::format(" {}/{}/{:x}", to_millis(ref.measured_at), static_cast<int>(ref.kind), ref.key);
    return fmt::format("[{}..{} level {} aboard {}..{} pupils {} approved {} at {:.6f},{:.6f}{}]",
                       to_iso(episode.from), episode.until ? to_iso(*episode.until) : "open",
                       static_cast<int>(episode.level), episode.worst.lower, episode.worst.upper,
                       episode.worst.pupils, episode.worst.approved_persons, episode.latitude_deg,
                       episode.longitude_deg, evidence);
}

}  // namespace

std::string identity_of(const Record& record) {
    return fmt::format("{} {} {} {:x}", record.vehicle.value, to_millis(record.measured_at),
                       static_cast<int>(record.kind()), record.key);
}

Journey make_journey(const County& county, std::uint64_t seed, int minutes) {
    std::mt19937_64 random{seed};
    std::array<std::vector<MessageRecords>, 3> tellers{
        messages_of(tell_morning(county.lawful, minutes, 16, minutes - 3), random),
        messages_of(tell_morning(county.expired, minutes, 6, minutes / 2), random),
        messages_of(tell_morning(county.private_van, minutes, 2, minutes / 3), random)};

    Journey journey;
    for (std::size_t i = 0;; ++i) {
        bool any = false;
        for (auto& teller : tellers) {
            if (i >= teller.size()) continue;
            any = true;
            journey.messages.push_back(std::move(teller[i]));
        }
        if (!any) break;
    }
    for (const MessageRecords& message : journey.messages)
        for (const Record& record : message) journey.identities.insert(identity_of(record));
    return journey;
}

std::multiset<std::string> stored_identities(db::Store& store, const County& county) {
    std::multiset<std::string> stored;
    const auto reader = store.reader().value();
    for (const VehicleId vehicle : {county.lawful, county.expired, county.private_van})
        for (const Record& record : reader->history(vehicle, Time{}, end_of_time, 100'000).value())
            stored.insert(identity_of(record));
    return stored;
}

std::multiset<std::string> canonical_findings(db::Store& store) {
    std::multiset<std::string> canonical;
    db::FindingQuery all;
    all.open_only = false;
    all.limit = 10'000;
    for (const rules::Finding& finding : store.reader().value()->findings(all).value()) {
        if (finding.withdrawn_at) continue;
        std::string text = fmt::format("rule {} vehicle {} day {} level {}",
                                       static_cast<int>(finding.head.rule), finding.head.vehicle.value,
                                       to_iso(finding.head.day), static_cast<int>(finding.head.level));
        for (const rules::Episode& episode : finding.episodes) text += text_of(episode);
        canonical.insert(std::move(text));
    }
    return canonical;
}

}  // namespace husong::test
