// Every register goes into the store and comes back whole.
#include "tests/db/temporary_store.hpp"
#include "tests/db/whole_county.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <typeinfo>

namespace husong::db::testing {
namespace {

using registry::RegistryRows;
using registry::Versioned;

const Time told_on = parse_time("2026-11-20T08:00:00+08:00").value();

// What the store gives itself: ids and numbers of changes.
template <class T>
T as_given(T value) {
    if constexpr (requires { value.vehicle; }) value.vehicle = {};
    if constexpr (requires { value.id; }) value.id = {};
    return value;
}

// How many of the rows are there with every field and their validity.
template <class T>
std::size_t found(const std::vector<Versioned<T>>& wanted, const std::vector<Versioned<T>>& there) {
    return static_cast<std::size_t>(std::ranges::count_if(wanted, [&](const Versioned<T>& row) {
        return std::ranges::any_of(there, [&](const Versioned<T>& other) {
            return row.valid_from == other.valid_from && row.valid_until == other.valid_until &&
                   same_fields(as_given(row.value), as_given(other.value));
        });
    }));
}

// Names the fields that no row tells otherwise than a row does of which nothing is known.
template <class T>
std::vector<std::size_t> untold(const std::vector<Versioned<T>>& rows) {
    std::vector<std::size_t> places;
    const T nothing{};
    boost::pfr::for_each_field(nothing, [&](const auto& plain, auto place) {
        const auto tells = [&](const Versioned<T>& row) {
            return !(boost::pfr::get<decltype(place)::value>(row.value) == plain);
        };
        if (!std::ranges::any_of(rows, tells)) places.push_back(place);
    });
    return places;
}

TEST(WholeRegister, TheCountyOfTheseTestsTellsEveryFieldOnce) {
    const RegistryRows county = whole_county();
    for_each_register_of(county, []<class T>(const std::vector<Versioned<T>>& rows) {
        std::vector<std::size_t> given;  // by the store
        if (std::is_same_v<T, registry::Terminal>) given = {0};
        if (std::is_same_v<T, registry::Departure>) given = {11, 12};  // and by whoever takes it over
        EXPECT_EQ(untold(rows), given) << typeid(T).name();
    });
}

TEST(WholeRegister, EveryRowOfEveryRegisterComesBackWithEveryField) {
    TemporaryStore db;
    const RegistryRows county = whole_county();
    db.admin->put_rows(county, told_on).value();
    const RegistryRows known = db.reader->load_registry().value();
    for_each_register_of(county, [&]<class T>(const std::vector<Versioned<T>>& rows) {
        EXPECT_EQ(found(rows, same_register<T>(known)), rows.size()) << typeid(T).name();
    });
}

TEST(WholeRegister, RowsOfAVehicleComeBackAsItsRows) {
    TemporaryStore db;
    const RegistryRows county = whole_county();
    db.admin->put_rows(county, told_on).value();
    const RegistryRows known = db.reader->load_registry().value();
    const VehicleId bus = known.identities.at({"冀H00318", registry::PlateColour::yellow});
    const VehicleId coach = known.identities.at({"冀HD00316", registry::PlateColour::green});
    for_each_register_of(county, [&]<class T>(const std::vector<Versioned<T>>& rows) {
        if constexpr (requires(const T& value) { value.vehicle; }) {
            const auto of = [](VehicleId vehicle) {
                return [vehicle](const Versioned<T>& row) { return row.value.vehicle == vehicle; };
            };
            const auto& there = same_register<T>(known);
            EXPECT_EQ(std::ranges::count_if(there, of(bus)), std::ranges::count_if(rows, of(VehicleId{-1})));
            EXPECT_EQ(std::ranges::count_if(there, of(coach)),
                      std::ranges::count_if(rows, of(VehicleId{-2})));
        }
    });
}

TEST(WholeRegister, TheSameRowsAgainChangeNothing) {
    TemporaryStore db;
    EXPECT_GT(db.admin->put_rows(whole_county(), told_on).value(), 0U);
    EXPECT_EQ(db.admin->put_rows(whole_county(), told_on + 1h).value(), 0U);
}

TEST(WholeRegister, ARenewedPaperStandsBesideTheOldOneAndAPaperToldAgainReplacesItself) {
    TemporaryStore db;
    const VehicleId bus = db.vehicle();
    const auto put = [&](const char* number, const char* issuer, Time from, Time until) {
        RegistryRows rows;
        rows.vehicle_documents = {{{"inspection", number, bus, issuer}, from, until, {}, 0}};
        db.admin->put_rows(rows, told_on).value();
    };
    const auto stored = [&] { return db.reader->load_registry().value().vehicle_documents; };
    const auto days = [](int count) { return told_on + std::chrono::days{count}; };
    put("J1", "甲站", days(0), days(180));
    put("J2", "甲站", days(150), days(330));
    ASSERT_EQ(stored().size(), 2U);
    EXPECT_EQ(stored()[0].valid_until, days(180)) << "another number cuts nothing";
    put("J2", "乙站", days(150), days(330));
    ASSERT_EQ(stored().size(), 2U);
    EXPECT_EQ(stored()[1].value.issuer, "乙站");
    put("J2", "乙站", days(330), days(510));
    ASSERT_EQ(stored().size(), 3U) << "renewed under its number: the old row stays for its time";
}

TEST(WholeRegister, AnEditOfAPastRunOrTimetableIsJudgedAgainFromWhenItWasLookedForAndOneOfARunToComeIsNot) {
    TemporaryStore db;
    const VehicleId bus = db.vehicle();
    const VehicleId coach = db.vehicle("冀H00319");
    const VehicleId van = db.vehicle("冀H00320");
    RegistryRows rows;
    registry::Departure past;
    past.code = "A";
    past.leaves_at = told_on - 26h;
    past.vehicle = bus;
    registry::Departure to_come = past;
    to_come.code = "B";
    to_come.leaves_at = told_on + 48h;
    to_come.vehicle = coach;
    registry::Timetable weekly;
    weekly.code = "T";
    weekly.weekdays = "12345";
    weekly.vehicle = van;
    rows.departures = {{.value = past}, {.value = to_come}};
    rows.timetables = {{.value = weekly, .valid_from = told_on - 24h * 20}};
    db.admin->put_rows(rows, told_on).value();
    const Time monday = parse_time("2026-11-16T00:00:00+08:00").value();
    std::map<VehicleId, Time> dirty;
    for (const auto& [vehicle, from] : db.reader->load_dirty().value()) dirty[vehicle] = from.measured_at;
    EXPECT_EQ(dirty, (std::map<VehicleId, Time>{{bus, past.leaves_at - 7h}, {van, monday - 7h}}))
        << "of a week";
}

TEST(WholeRegister, WhoseOwnCarItIsIsJudgedAgainFromItsDayOn) {
    TemporaryStore db;
    const VehicleId car = db.vehicle("冀H7K206");
    const VehicleId other = db.vehicle("冀H7K207");
    const Time term = told_on - 24h * 20;
    RegistryRows rows;
    registry::Guardian mother;
    mother.code = "G1";
    mother.pupil = "P1";
    mother.vehicle = car;
    registry::Guardian on_foot = mother;
    on_foot.code = "G2";
    on_foot.vehicle = {};
    rows.guardians = {{.value = mother, .valid_from = term}, {.value = on_foot, .valid_from = term}};
    db.admin->put_rows(rows, told_on).value();
    const auto dirty = [&] {
        std::map<VehicleId, Time> from;
        for (const auto& [vehicle, order] : db.reader->load_dirty().value())
            from[vehicle] = order.measured_at;
        return from;
    };
    const Time week_ago = told_on - 24h * 7;  // nothing is judged again that is older
    EXPECT_EQ(dirty(), (std::map<VehicleId, Time>{{car, week_ago}}));
    const auto stored = db.reader->load_registry().value().guardians;
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_EQ(stored[0].value.vehicle, car);
    EXPECT_FALSE(stored[1].value.vehicle);
    rows.guardians = {{.value = mother, .valid_from = told_on - 24h}};
    rows.guardians[0].value.vehicle = other;
    db.admin->put_rows(rows, told_on).value();
    EXPECT_EQ(dirty(), (std::map<VehicleId, Time>{{car, week_ago}, {other, told_on - 24h}}));
}

}  // namespace
}  // namespace husong::db::testing
