// A guardian's page over the API's fixture: a school, two lines, three pupils and their runs.
#pragma once

#include "server/access/secret.hpp"
#include "tests/http/api_fixture.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace husong::http::test {

inline constexpr double metres_per_degree = 111'050;

// 松岭镇初中 and 柳湾线: 冀H00318 leaves at 16:22 for home, P2 gets off after ten minutes, P1 after thirty.
class FamilyPage : public Api {
protected:
    FamilyPage() {
        registry::RegistryRows rows;
        rows.schools = {{.value = {.code = "S1",
                                   .name = "松岭镇初中",
                                   .stage = "junior_high",
                                   .boarding = true,
                                   .latitude_deg = 40.8,
                                   .longitude_deg = 118.2}}};
        rows.lines = {{.value = {"L7", "柳湾线", "S1"}}, {.value = {"L8", "滦湾线", "S1"}}};
        rows.stops = {{.value = stop("L7", 1, "东台子", 5'000, std::chrono::minutes{10})},
                      {.value = stop("L7", 2, "柳湾站", 15'000, std::chrono::minutes{30})},
                      {.value = stop("L8", 1, "滦湾大桥", 6'000, std::chrono::minutes{12})}};
        rows.pupils = {{.value = pupil("P1", "学生A", "L7", "柳湾站")},
                       {.value = pupil("P2", "学生B", "L7", "东台子")},
                       {.value = pupil("P3", "学生C", "L8", "滦湾大桥")}};
        rows.identities = {{husong::test::lawful_plate, county_.lawful},
                           {husong::test::expired_plate, county_.expired}};
        rows.departures = {departure("H1", "L7", county_.lawful, leaves_at),
                           departure("H2", "L8", county_.expired, leaves_at + std::chrono::minutes{5}),
                           departure("H3", "L7", county_.lawful, leaves_at + std::chrono::days{14})};
        store_->admin().value()->put_rows(rows, now()).value();
        restart();
        pass(leaves_at - std::chrono::minutes{10} - now());
    }

    static registry::Stop stop(std::string line, int place, std::string name, double north_m,
                               std::chrono::minutes due) {
        return {std::move(line), place, std::move(name), 40.8 + north_m / metres_per_degree, 118.2, due};
    }
    static registry::Pupil pupil(std::string code, std::string name, std::string line, std::string stop) {
        return {.code = std::move(code),
                .name = std::move(name),
                .school = "S1",
                .class_name = "七1班",
                .boarding = true,
                .home_place = "柳湾村",
                .line = std::move(line),
                .stop = std::move(stop)};
    }
    static registry::Versioned<registry::Departure> departure(std::string code, std::string line,
                                                              VehicleId vehicle, Time at) {
        return {.value = {.code = std::move(code),
                          .school = "S1",
                          .direction = {},
                          .leaves_at = at,
                          .line = std::move(line),
                          .vehicle = vehicle,
                          .driver = {},
                          .escort = {},
                          .seats = 43,
                          .status = {},
                          .note = {},
                          .sequence = 0}};
    }
    std::string link(const std::string& pupil, Milliseconds lasts = std::chrono::days{90}) {
        const std::string token = access::make_secret();
        store_->admin()
            .value()
            ->put_guardian_link({access::hash_secret(token), pupil, "母亲", now(), now() + lasts, {}})
            .value();
        return "/f/" + token;
    }
    void put(const registry::Versioned<registry::Departure>& more) {
        registry::RegistryRows rows;
        rows.departures = {more};
        store_->admin().value()->put_rows(rows, now()).value();
        restart();
    }
    void drive(VehicleId vehicle, Time at, double north_m) {
        tracking::Position position;
        position.latitude_deg = 40.8 + north_m / metres_per_degree;
        position.longitude_deg = 118.2;
        position.satellites = 11;
        position.located = true;
        tell({husong::test::record_of(vehicle, at, position)});
    }
    std::string text(const std::string& path) { return std::string{get(path).text()}; }

    Time leaves_at = husong::test::school_day + std::chrono::hours{9} + std::chrono::minutes{22};
};

}  // namespace husong::http::test
