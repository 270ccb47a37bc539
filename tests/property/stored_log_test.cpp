// A record of every kind and oddity, out of one store as a log and into another: the same record.
#include "tools/husongctl/stored_log.hpp"

#include "server/ingest/telemetry.hpp"
#include "tests/support/county.hpp"
#include "tests/support/temp_dir.hpp"
#include "tools/husongctl/replay.hpp"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

namespace husong::test {
namespace {

using tracking::Record;
using tracking::Source;
namespace flag = tracking::flag;

const Plate uncoloured{"冀H9X999", PlateColour::other};
const Plate part{"冀H12?45", PlateColour::blue};

struct StoredLog : testing::Test {
    struct House {
        TempDir folder;
        std::unique_ptr<db::Store> store = db::open_sqlite(folder / "husong.db").value();
        std::unique_ptr<db::Writer> writer = store->writer().value();

        VehicleId vehicle(const Plate& plate) {
            writer->begin().value();
            const VehicleId id = writer->identify(plate).value();
            writer->commit().value();
            return id;
        }
        void put(const Record& record) {
            writer->begin().value();
            EXPECT_TRUE(writer->insert(record).value());
            writer->commit().value();
        }
        [[nodiscard]] std::string log() const {
            std::ostringstream out;
            ctl::write_stored_log(*store->reader().value(), out).value();
            return out.str();
        }
        // By their plates: vehicles are numbered otherwise in another store.
        [[nodiscard]] std::map<Plate, std::vector<Record>> records() const {
            const auto reader = store->reader().value();
            std::map<Plate, std::vector<Record>> all;
            for (const auto& [plate, vehicle] : reader->load_registry().value().identities)
                all[plate] = reader->records_after(vehicle, {}, 100).value();
            return all;
        }
    };

    void tell(const Plate& plate, Record record) {
        record.vehicle = first.vehicle(plate);
        const std::uint16_t told = record.flags;
        ingest::finish(record);
        record.flags = static_cast<std::uint16_t>(record.flags | told);
        first.put(record);
    }
    // The second store has vehicles of its own already.
    void carry_over() {
        second.vehicle(lawful_plate);
        second.vehicle(Plate{"冀H00001", PlateColour::yellow});
        const auto log = ctl::RecordLog::parse(first.log(), "log").value();
        const auto vehicles = ctl::identify(log, *second.store).value();
        for (const ingest::Entry& entry : ctl::entries_of(log, 0, log.size(), vehicles))
            second.put(std::get<Record>(entry.what));
    }
    void expect_the_same() {
        carry_over();
        auto there = second.records();
        for (const auto& [plate, told] : first.records()) {
            ASSERT_EQ(there[plate].size(), told.size()) << plate.text;
            for (std::size_t i = 0; i < told.size(); ++i) expect_same(told[i], there[plate][i]);
        }
    }
    static void expect_same(const Record& a, const Record& b) {
        EXPECT_EQ(a.measured_at, b.measured_at);
        EXPECT_EQ(a.received_at, b.received_at);
        EXPECT_EQ(a.source, b.source);
        EXPECT_EQ(a.flags, b.flags);
        EXPECT_EQ(a.payload, b.payload);
    }

    House first, second;
};

Record odd_position() {
    tracking::Position position;
    position.latitude_deg = 40.812345;
    position.longitude_deg = 118.123456;
    position.altitude_m = -12.5F;
    position.speed_mps = 11.1F;
    position.course_deg = 359.9F;
    position.accuracy_m = 7.3F;
    position.status_bits = 0x8000'0003;
    position.alarm_bits = 0xFFFF'FFFF;
    position.satellites = 0;
    position.located = true;
    position.items = {0x01, 0x04, 0x00, 0xFF};
    return record_of({}, school_day, position);
}

TEST_F(StoredLog, CarriesAPositionWithAllThatItsTerminalTold) {
    tell(lawful_plate, odd_position());
    Record blind = odd_position();
    blind.measured_at += 10s;
    blind.flags = flag::blind_area | flag::malformed_items;
    tell(lawful_plate, blind);
    expect_the_same();
}

TEST_F(StoredLog, CarriesAPhonesPositionWhichHasNoStatus) {
    Record phone = odd_position();
    auto& position = std::get<tracking::Position>(phone.payload);
    position.status_bits = 0;
    position.satellites = tracking::satellites_not_told;
    position.items.clear();
    phone.source = Source::phone;
    tell(private_plate, phone);
    expect_the_same();
}

TEST_F(StoredLog, CarriesAPlaceThatIsNotOnTheEarth) {
    Record record = odd_position();
    auto& position = std::get<tracking::Position>(record.payload);
    position.latitude_deg = 4'294.967295;
    position.course_deg = 6'000;
    position.located = false;
    record.flags = flag::out_of_range;
    tell(lawful_plate, record);
    expect_the_same();
    EXPECT_FALSE(
        ctl::parse_log_line("5\t6\tterminal\t冀H00318\tyellow\tposition\t118.1\t40.8\t0\t0\t0\t0\t2"))
        << "swapped coordinates are a mistake where nobody says that they are out of range";
}

TEST_F(StoredLog, CarriesRecordsThatAreNotJudged) {
    Record ahead = odd_position(), old = odd_position(), untimed = odd_position();
    ahead.received_at = ahead.measured_at - std::chrono::hours{1};
    old.measured_at += 1s;
    old.received_at = old.measured_at + std::chrono::days{30};
    untimed.measured_at = Time{};
    for (const Record& record : {ahead, old, untimed}) tell(lawful_plate, record);
    tracking::Sighting sighting;
    sighting.note = "白色\t面包车\\某\r\n";
    Record partly = record_of({}, school_day, sighting, Source::hotline);
    partly.flags = flag::partial_plate;
    tell(part, partly);
    expect_the_same();
}

TEST_F(StoredLog, CarriesWindowsAlsoThoseOfWhichNoTimeCanBeRead) {
    tell(lawful_plate, passenger_flow({}, school_day, school_day + 30s, 12, 3));
    Record bad = passenger_flow({}, school_day + 60s, school_day + 50s, 1, 2);
    bad.flags = flag::bad_window;
    tell(lawful_plate, bad);
    for (const std::uint64_t key : {17U, 18U}) {
        Record untimed = passenger_flow({}, Time{}, Time{}, 4, 5);
        untimed.received_at = school_day;
        untimed.vehicle = first.vehicle(lawful_plate);
        ingest::finish(untimed);
        untimed.key = key;
        first.put(untimed);
    }
    expect_the_same();
}

// Two acts of the same content are two records when their senders say so, and keep their order.
TEST_F(StoredLog, CarriesWhatPeopleToldWithTheKeysTheyChose) {
    const VehicleId vehicle = first.vehicle(lawful_plate);
    for (const std::uint64_t key : {9U, 5U, 7U}) {
        Record count = head_count(vehicle, school_day, static_cast<std::uint16_t>(key), 2);
        count.key = key;
        first.put(count);
    }
    Record alone = head_count(vehicle, school_day + 60s, 30, 2, Source::police);
    alone.key = 3;
    first.put(alone);
    expect_the_same();
    const auto told = second.records()[lawful_plate];
    EXPECT_EQ(told.back().key, 3U);
    EXPECT_EQ(std::get<tracking::HeadCount>(told.front().payload).pupils, 5);
}

TEST_F(StoredLog, CarriesSightingsAndEventsWithTheirTexts) {
    tracking::Sighting sighting{.pupils_seen = tracking::PupilsSeen::some,
                                .pupils = 6,
                                .latitude_deg = 40.9,
                                .longitude_deg = 117.9,
                                .place = "某校\t东门",
                                .note = "key=1",
                                .photo = "a\\b"};
    tell(uncoloured, record_of({}, school_day, sighting, Source::gate));
    tell(private_plate, record_of({}, school_day, tracking::Sighting{}, Source::camera));
    tracking::TripEvent event{tracking::EventKind::collector_refused, "R1", "P1", "某人", -3, "下车\n之后"};
    tell(lawful_plate, record_of({}, school_day, event, Source::escort));
    expect_the_same();
}

TEST(LogLine, NamesWhatIsWrongWithANamedField) {
    const auto refusal = [](std::string_view named) {
        const auto parsed =
            ctl::parse_log_line("5\t6\tescort\t冀H00318\tyellow\thead_count\t3\t2\t0\t" + std::string{named});
        return parsed ? "" : parsed.error().what;
    };
    EXPECT_EQ(refusal("key=1a"), "");
    EXPECT_EQ(refusal("flags=blind_area,bad_window"), "");
    EXPECT_EQ(refusal("key=0"), "key is no hexadecimal number of 44 bits");
    EXPECT_EQ(refusal("key=1234567890abc"), "key is no hexadecimal number of 44 bits");
    EXPECT_EQ(refusal("key=1x"), "key is no hexadecimal number of 44 bits");
    EXPECT_EQ(refusal("flags=blind"), "flags has one that is not known");
    EXPECT_EQ(refusal("items=0104"), "items are no bytes of a position");
    EXPECT_EQ(refusal("located=maybe"), "the line has more fields than its kind");
    EXPECT_EQ(refusal("colour=red"), "the line has more fields than its kind");
}

}  // namespace
}  // namespace husong::test
