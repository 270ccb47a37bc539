#include "tests/property/rule_stories.hpp"

#include "tests/rules/trip_story.hpp"

#include <functional>
#include <iterator>

namespace husong::test {

namespace {

using namespace rules;
using registry::RegistryRows;
using registry::VehicleClass;
using std::chrono::hours;
using std::chrono::minutes;

constexpr Milliseconds on_the_way = 2s;

RegistryRows home_run() { return county_with_run(Direction::home); }
RegistryRows lawful_run() { return county_with_run(); }

RegistryRows without_run() {
    RegistryRows rows = county_with_run();
    rows.departures.clear();
    return rows;
}

RegistryRows without_plate() {
    RegistryRows rows = without_run();
    rows.school_bus_plates.clear();
    return rows;
}

RegistryRows private_van() {
    RegistryRows rows = without_plate();
    registry::Vehicle& van = vehicle_of(rows);
    van.use_nature = 'A';
    van.vehicle_class = VehicleClass::small;
    van.approved_persons = 7;
    return rows;
}

// P1's and P2's guardian brings them in it.
RegistryRows family_car() {
    RegistryRows rows = private_van();
    for (const char* pupil : {"P1", "P2"}) {
        registry::Guardian mother;
        mother.code = std::string{"G"} + pupil;
        mother.pupil = pupil;
        mother.name = "母亲甲";
        mother.vehicle = bus;
        rows.guardians.push_back(lasting(mother));
    }
    return rows;
}

RegistryRows tricycle() {
    RegistryRows rows = private_van();
    vehicle_of(rows).vehicle_class = VehicleClass::tricycle;
    return rows;
}

RegistryRows unknown_vehicle() { return {}; }

void arrive(TripStory& story) {
    story.ride_to_school();
    story.gate(EventKind::gate_arrived);
}

void drive_and_be_counted(TripStory& story, int pupils) {
    story.drive(60s);
    story.count(pupils, 1, Source::police);
    story.drive(minutes{3});
}

// With the two, then with a third, and once nobody says with how many.
void bring_the_own_and_another(TripStory& story) {
    drive_and_be_counted(story, 2);
    story.seen(Source::hotline);
    drive_and_be_counted(story, 3);
}

RegistryRows charter_home() {
    RegistryRows rows = county_with_run(Direction::home);
    rows.school_bus_plates.clear();
    vehicle_of(rows).use_nature = 'E';
    return rows;
}

// At the gate four are counted, and three are on the list; then it drives, hours before its run, with pupils.
void take_one_more(TripStory& story) {
    story.now = morning - hours{3};
    story.north_m = school_m;
    drive_and_be_counted(story, 12);
    story.stand(minutes{12}, false, false, 60s);
    story.now = morning;
    story.north_m = school_m;
    story.stand(60s);
    story.count(4, 1, Source::gate);
    story.go_to(0);
    story.stand(minutes{12}, false, false, 60s);
}

void come_to_the_gate_three_days(TripStory& story) {
    for (const int days_before : {2, 1, 0}) {
        story.now = morning - std::chrono::days{days_before};
        story.gate(EventKind::gate_refused);
    }
    story.stand(60s);
}

void see_far_away(TripStory& story) {
    story.drive(minutes{3});
    tracking::Sighting sighting;
    sighting.pupils_seen = tracking::PupilsSeen::some;
    sighting.latitude_deg = story.registry.rows().schools.front().value.latitude_deg;
    sighting.longitude_deg = story.registry.rows().schools.front().value.longitude_deg + 1;
    story.tell(telling::finished(story.now, sighting, Source::patrol));
    story.drive(minutes{3});
}

void be_counted_short_at_the_gate(TripStory& story) {
    story.sign_in();
    story.stand(30s, true);
    story.tell(telling::flow(story.now - 20s, story.now, 30, 0));
    story.count(30, 2);
    story.drive_to_school();
    story.count(29, 2, Source::gate);
    story.tell(telling::flow(story.now - 20s, story.now, 0, 29));
}

void be_taken_by_a_stranger(TripStory& story) {
    story.north_m = school_m;
    story.sign_in();
    story.board_all();
    story.go_to(0);
    story.stand(60s, true);
    story.event({EventKind::collector_refused, "", "P1", "某人", 0, ""});
    story.all_off();
}

// The gate writes down who comes, and of this run nothing.
void pass_the_gate_unseen(TripStory& story) {
    story.now = morning - hours{2};
    story.gate(EventKind::gate_arrived);
    story.now = morning;
    story.ride_to_school();
    story.event(EventKind::swept, "E1");
    story.stand(minutes{12}, false, false, 60s);
}

void park_unswept(TripStory& story) {
    arrive(story);
    story.drive(minutes{5});
    story.stand(minutes{40}, false, false, 60s);
}

void stir_in_the_cabin(TripStory& story) {
    arrive(story);
    story.event(EventKind::swept, "E1");
    story.stand(minutes{7}, false, false, 60s);
    story.event(EventKind::cabin_motion, "", 0, Source::terminal);
}

void tell_on_the_way(TripStory& story, EventKind kind) {
    story.sign_in();
    story.board_all();
    story.drive(60s);
    story.event(kind, "", 2, Source::patrol);
    story.drive(60s);
}

struct Written {
    RegistryRows (*rows)();
    std::function<void(TripStory&)> tell;
};

const std::vector<Written>& stories() {
    static const std::vector<Written> all{
        {without_plate, [](TripStory& s) { drive_and_be_counted(s, 20); }},  // VL-01
        {private_van, [](TripStory& s) { drive_and_be_counted(s, 8); }},     // VL-04, LD-03
        {family_car, bring_the_own_and_another},                             // VL-04
        {private_van, come_to_the_gate_three_days},                          // VL-04
        {tricycle, [](TripStory& s) { s.event(EventKind::banned_load, "", 4, Source::police); }},  // VL-05
        {unknown_vehicle, [](TripStory& s) { drive_and_be_counted(s, 8); }},                       // VL-11
        {without_run, see_far_away},                                                               // VL-13
        {lawful_run, [](TripStory& s) { s.sign_in("D2"), s.board_all(), s.drive_to_school(); }},   // DR-01
        {without_run, [](TripStory& s) { s.drive(hours{4} + minutes{15}, 36, 60s); }},             // DR-07
        {lawful_run, [](TripStory& s) { s.sign_in("D1", "E2"), s.board_all(), s.drive(60s); }},    // ES-04
        {lawful_run, [](TripStory& s) { tell_on_the_way(s, EventKind::front_seat); }},             // ES-07
        {lawful_run, [](TripStory& s) { tell_on_the_way(s, EventKind::outsiders); }},              // ES-08
        {lawful_run, [](TripStory& s) { drive_and_be_counted(s, 70); }},                           // LD-02
        {lawful_run, stir_in_the_cabin},                                                           // SW-03
        {lawful_run, park_unswept},                                                                // SW-04
        {lawful_run, pass_the_gate_unseen},                                                        // GA-01
        {without_run, [](TripStory& s) { s.stand(60s), s.gate(EventKind::gate_refused); }},        // GA-02
        {lawful_run, [](TripStory& s) { arrive(s), s.gate(EventKind::gate_checked, 2); }},         // GA-03
        {lawful_run, be_counted_short_at_the_gate},                                                // GA-04
        {home_run, be_taken_by_a_stranger},                                                        // GA-07
        {charter_home, take_one_more},                                                             // HM-07
    };
    return all;
}

// The rows of the story that is told as the how-manieth, with codes that no other has.
class Renamed {
public:
    Renamed(RegistryRows rows, std::size_t place)
        : rows_{std::move(rows)}, suffix_{"-" + std::to_string(place)} {
        plate_ = {"冀H9" + std::to_string(1'000 + place), registry::PlateColour::yellow};
        const VehicleId vehicle{-10'000 - static_cast<std::int64_t>(place)};
        for (auto& row : rows_.vehicles) row.value.id = vehicle, row.value.plate = plate_;
        for (auto& row : rows_.school_bus_plates)
            row.value.vehicle = vehicle, row.value.number = "BP" + suffix_;
        for (auto& row : rows_.permits) row.value.vehicle = vehicle, row.value.number = "许" + suffix_;
        for (auto& row : rows_.schools) row.value.code = school;
        for (auto& row : rows_.lines) rename(row.value.code), row.value.school = school;
        for (auto& row : rows_.stops) rename(row.value.line);
        for (auto& row : rows_.pupils)
            rename(row.value.code), rename(row.value.line), row.value.school = school;
        for (auto& row : rows_.guardians)
            rename(row.value.code), rename(row.value.pupil), row.value.vehicle = vehicle;
        for (auto& row : rows_.departures) {
            rename(row.value.code), rename(row.value.line);
            row.value.vehicle = vehicle, row.value.school = school;
        }
    }

    // School and drivers are the same in all of them.
    [[nodiscard]] RegistryRows rows() const {
        RegistryRows own = rows_;
        own.schools.clear();
        own.drivers.clear();
        return own;
    }
    [[nodiscard]] const RegistryRows& rows_with_shared() const { return rows_; }
    [[nodiscard]] ctl::LogLine line_of(tracking::Record record) const {
        record.received_at = record.measured_at + on_the_way;
        record.key = 0;
        if (auto* event = std::get_if<tracking::TripEvent>(&record.payload))
            if (event->person.starts_with("P")) rename(event->person);
        return {plate_, std::move(record)};
    }

private:
    static constexpr const char* school = "T01";
    void rename(std::string& code) const { code += suffix_; }

    RegistryRows rows_;
    std::string suffix_;
    registry::Plate plate_;
};

}  // namespace

void add_rows(RegistryRows& all, const RegistryRows& more) {
    const auto add = [](auto& rows, const auto& these) {
        rows.insert(rows.end(), these.begin(), these.end());
    };
    add(all.vehicles, more.vehicles);
    add(all.school_bus_plates, more.school_bus_plates);
    add(all.permits, more.permits);
    add(all.schools, more.schools);
    add(all.drivers, more.drivers);
    add(all.lines, more.lines);
    add(all.stops, more.stops);
    add(all.pupils, more.pupils);
    add(all.guardians, more.guardians);
    add(all.departures, more.departures);
}

RuleStories rule_stories() {
    RuleStories all;
    for (std::size_t i = 0; i < stories().size(); ++i) {
        const Written& written = stories()[i];
        TripStory story{written.rows()};
        written.tell(story);
        const Renamed renamed{written.rows(), i};
        add_rows(all.rows, all.rows.schools.empty() ? renamed.rows_with_shared() : renamed.rows());
        for (const tracking::Record& record : story.told) all.records.push_back(renamed.line_of(record));
    }
    return all;
}

}  // namespace husong::test
