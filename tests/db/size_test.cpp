#include "tests/db/records.hpp"
#include "tests/db/temporary_store.hpp"

#include <gtest/gtest.h>

#include <random>

namespace husong::db::testing {
namespace {

// As a bus reports: items 01, 03, 25, 30, 31, a moving place, a key that looks random.
tracking::Record reported(VehicleId vehicle, Time at, std::mt19937_64& random) {
    tracking::Position p;
    p.latitude_deg = 40.5 + static_cast<double>(random() % 1'000'000) / 1e6;
    p.longitude_deg = 118.0 + static_cast<double>(random() % 1'000'000) / 1e6;
    p.altitude_m = static_cast<float>(300 + random() % 600);
    p.speed_mps = static_cast<float>(static_cast<double>(random() % 800) / 36.0);
    p.course_deg = static_cast<float>(random() % 360);
    p.status_bits = 3;
    p.satellites = 9;
    p.located = true;
    p.items.assign({0x01, 4, 0, 0, 31, 64, 0x03, 2, 1, 2, 0x25, 4, 0, 0, 0, 0, 0x30, 1, 20, 0x31, 1, 9});
    auto record = with_payload(vehicle, p, at, random() >> 20);
    record.received_at = at + Milliseconds{300 + random() % 2'000};
    record.told_by = vehicle.value;
    return record;
}

TEST(Size, APositionTakesAtMost120BytesOnTheDiskAllIn) {
    constexpr int vehicles = 60;
    constexpr int positions = 60'000;
    TemporaryStore db;
    std::mt19937_64 random{1};
    std::vector<VehicleId> ids;
    for (int i = 0; i < vehicles; ++i)
        ids.push_back(db.vehicle(("冀H" + std::to_string(10'000 + i)).c_str()));
    const auto bytes = [&] {
        db.admin->backup(db.folder / "copy.db").value();
        return std::filesystem::file_size(db.folder / "copy.db");
    };
    const auto before = bytes();
    db.write([&](Writer& writer) {
        for (int i = 0; i < positions; ++i)
            ASSERT_TRUE(writer
                            .insert(reported(ids[static_cast<std::size_t>(i % vehicles)],
                                             morning + std::chrono::seconds{i / vehicles * 10}, random))
                            .value());
    });
    const auto after = bytes();
    EXPECT_LE(static_cast<double>(after - before) / positions, 120.0);
}

}  // namespace
}  // namespace husong::db::testing
