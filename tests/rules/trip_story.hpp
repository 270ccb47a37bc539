// A run told record by record: three stops on a road north of the school, a bus, its crew, its pupils.
#pragma once

#include "tests/rules/story.hpp"

namespace husong::rules {

using registry::Direction;
using tracking::EventKind;

// Metres north of the county's centre: the farthest stop first on the way to school.
inline constexpr double school_m = 9'000;
inline constexpr std::array stops_m{6'000.0, 3'000.0, 0.0};  // from the school outwards

inline maps::Wgs84 north(double metres) {
    return {maps::county_centre.latitude_deg + metres / telling::metres_per_degree,
            maps::county_centre.longitude_deg};
}

template <class T>
registry::Versioned<T> lasting(T value) {
    registry::Versioned<T> row;
    row.value = std::move(value);
    row.valid_from = telling::morning - std::chrono::days{300};
    return row;
}

// lawful_county() with a line, its pupils, its crew, and one run: to school at 07:10, or home at 07:10.
inline registry::RegistryRows county_with_run(Direction direction = Direction::to_school) {
    registry::RegistryRows rows = lawful_county();
    vehicle_of(rows).vehicle_class = registry::VehicleClass::large;
    rows.school_bus_plates.front().value.driver_codes = {"D1"};
    registry::School school;
    school.code = "S01";
    school.name = "北沟镇小学";
    school.stage = "primary";
    school.latitude_deg = north(school_m).latitude_deg;
    school.longitude_deg = north(school_m).longitude_deg;
    rows.schools = {lasting(school)};
    registry::Line line;
    line.code = "L01";
    line.name = "北沟线";
    line.school = "S01";
    rows.lines = {lasting(line)};
    for (std::size_t i = 0; i < stops_m.size(); ++i) {
        registry::Stop stop;
        stop.line = "L01";
        stop.place = static_cast<int>(i) + 1;
        stop.name = "站" + std::to_string(i + 1);
        stop.latitude_deg = north(stops_m.at(i)).latitude_deg;
        stop.longitude_deg = north(stops_m.at(i)).longitude_deg;
        stop.from_school = std::chrono::minutes{5 * (static_cast<int>(i) + 1)};
        rows.stops.push_back(lasting(stop));
    }
    for (const char* code : {"P1", "P2", "P3"}) {
        registry::Pupil pupil;
        pupil.code = code;
        pupil.name = "学生" + std::string{code + 1};
        pupil.school = "S01";
        pupil.line = "L01";
        pupil.stop = "站3";
        rows.pupils.push_back(lasting(pupil));
    }
    registry::Driver driver;
    driver.code = "D1";
    driver.name = "张某";
    driver.licence_class = "A1";
    driver.qualified_until = morning + std::chrono::days{300};
    rows.drivers = {lasting(driver)};
    driver.code = "D2";
    driver.qualified_until.reset();
    rows.drivers.push_back(lasting(driver));
    registry::Departure run;
    run.code = "R1";
    run.school = "S01";
    run.direction = direction;
    run.leaves_at = morning + std::chrono::minutes{10};
    run.line = "L01";
    run.vehicle = bus;
    run.driver = "D1";
    run.escort = "E1";
    rows.departures = {lasting(run)};
    return rows;
}

// … and R2, home, five hours later.
inline registry::RegistryRows county_with_way_home() {
    registry::RegistryRows rows = county_with_run();
    registry::Departure home = rows.departures.front().value;
    home.code = "R2";
    home.direction = Direction::home;
    home.leaves_at = morning + std::chrono::hours{5};
    rows.departures.push_back(lasting(home));
    return rows;
}

class TripStory : public Story {
public:
    explicit TripStory(registry::RegistryRows rows = county_with_run()) : Story{std::move(rows)} {}

    void event(EventKind kind, std::string person = "", int number = 0, Source source = Source::escort) {
        event({kind, "", std::move(person), "", number, ""}, source);
    }
    void event(tracking::TripEvent event, Source source = Source::escort) {
        tell(telling::finished(now, std::move(event), source));
    }
    void gate(EventKind kind, int number = 0) { event(kind, "", number, Source::gate); }
    // Drives on the road to a place and stands there.
    void go_to(double metres, double speed_kmh = 36) {
        const double step_m = speed_kmh / 3.6 * 10;
        while (std::abs(metres - north_m) > step_m) {
            north_m += metres > north_m ? step_m : -step_m;
            tell(telling::fix(now + 10s, {north_m, speed_kmh}));
        }
        north_m = metres;
    }
    // The crew signs in and the driver walks round the bus, which stands at the first stop.
    void sign_in(const std::string& driver = "D1", const std::string& escort = "E1") {
        stand(60s);
        event(EventKind::walk_round, driver);
        event(EventKind::driver_on, driver);
        event(EventKind::escort_on, escort);
    }
    // The three pupils board at the first stop, by name and by the counter, and are counted.
    void board_all() {
        board_uncounted();
        event(EventKind::stop_counted, "E1", 3);
        stand(20s);
    }
    void board_uncounted() {
        stand(30s, true);
        for (const char* pupil : {"P1", "P2", "P3"}) event(EventKind::boarded, pupil);
        tell(telling::flow(now - 20s, now, 3, 0));
    }
    void drive_to_school() {
        go_to(school_m);
        stand(60s, true);
    }
    // So many board at the first stop, by the counter and the escort's count, and ride to the school.
    void ride_counted(int pupils) {
        sign_in();
        stand(30s, true);
        tell(telling::flow(now - 20s, now, pupils, 0));
        event(EventKind::stop_counted, "E1", pupils);
        drive_to_school();
    }
    // The escort says that she has looked, and the gate notes the bus.
    void sweep_at_the_gate() {
        event(EventKind::swept, "E1");
        gate(EventKind::gate_arrived);
    }
    void all_off() {
        for (const char* pupil : {"P1", "P2", "P3"}) event(EventKind::alighted, pupil);
        tell(telling::flow(now - 20s, now, 0, 3));
    }
    // To school without anything wrong, up to the sweep.
    void ride_to_school() {
        sign_in();
        board_all();
        drive_to_school();
        all_off();
    }
    [[nodiscard]] const tracking::Trip& trip() const { return state.track.trip; }
    [[nodiscard]] bool is_open(RuleId rule, std::string_view subject) const {
        const RuleTrack* track = finding(rule, subject);
        return track && track->open();
    }
};

}  // namespace husong::rules
