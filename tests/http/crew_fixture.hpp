// A driver and an escort on one run of the gate's fixture: what they press, and what their vehicle does
// meanwhile.
#pragma once

#include "server/access/secret.hpp"
#include "server/rules/rule.hpp"
#include "tests/http/gate_fixture.hpp"

#include <fmt/core.h>

#include <string>
#include <tuple>
#include <vector>

namespace husong::http::test {

inline constexpr double stop_m = 15'000;  // 柳湾站 north of the school

class CrewDuty : public Gate {
protected:
    CrewDuty() {
        registry::RegistryRows rows;
        rows.pupils = {rider("P1", "学生A"), rider("P2", "学生B"), rider("P3", "学生C", "")};
        put(rows);
        set_clock(15, 40);
        as_escort();
    }

    void as_driver() { sign_in_as(access::Role::driver, "D1"); }
    void as_escort() { sign_in_as(access::Role::escort, "E1"); }
    std::string fresh_key() { return fmt::format("key-of-form-{}", ++forms_); }
    Response tell_of(const std::string& page, Fields fields) {
        fields.emplace_back("key", fresh_key());
        return post_form("/c/t/T1/" + page, fields);
    }
    Response sign(const std::string& act) { return tell_of("duty", {{"act", act}}); }
    Response mark(const std::string& what) { return tell_of("riders", {{"mark", what}}); }
    Response walk_round() { return tell_of("check", {{"result", "fine"}}); }
    Response count_stop(const std::string& number) {
        return tell_of("riders", {{"mark", "counted"}, {"number", number}});
    }
    Response sweep() { return tell_of("sweep", {{"seats", "1"}, {"empty", "1"}}); }

    std::vector<tracking::TripEvent> events() {
        std::vector<tracking::TripEvent> all;
        for (const auto& record :
             store_->reader().value()->history(county_.lawful, now() - 12h, now() + 12h, 1'000).value())
            if (const auto* event = std::get_if<tracking::TripEvent>(&record.payload)) all.push_back(*event);
        return all;
    }
    std::string told() {
        std::string text;
        for (const tracking::TripEvent& event : events())
            text += fmt::format("{}{} {} {}", text.empty() ? "" : ", ", tracking::event_name(event.kind),
                                event.person, event.number);
        return text;
    }
    // Drives or stands, a fix every ten seconds.
    void ride(std::chrono::seconds length, double speed_kmh) {
        for (const Time end = now() + length; now() < end;) {
            pass(10s);
            north_m_ += speed_kmh / 3.6 * 10;
            tell({husong::test::position(county_.lawful, now(), north_m_, speed_kmh)});
        }
    }
    void board(std::uint16_t pupils) {
        ride(60s, 0);
        tell({husong::test::passenger_flow(county_.lawful, now() - 30s, now(), pupils, 0)});
        ride(40s, 0);
    }
    void drive_to_the_stop() {
        while (north_m_ < stop_m - 200) ride(10s, 60);
        north_m_ = stop_m;
        ride(60s, 0);
    }
    // The two of 柳湾站 board at school, are counted, and come there.
    void bring_two_to_their_stop() {
        set_clock(16, 10);
        sign("on");
        board(2);
        mark("boarded/*柳湾站");
        count_stop("2");
        set_clock(16, 22);
        drive_to_the_stop();
    }
    Response guardian_reads(const std::string& pupil) {
        const std::string token = access::make_secret();
        store_->admin()
            .value()
            ->put_guardian_link({access::hash_secret(token), pupil, "母亲", now(), now() + 1h, {}})
            .value();
        return get("/f/" + token);
    }
    bool is_open(std::string_view rule) {
        db::FindingQuery query;
        query.vehicle = county_.lawful;
        for (const auto& finding : store_->reader().value()->findings(query).value())
            if (rules::rule_code(finding.head.rule) == rule && finding.open()) return true;
        return false;
    }

    double north_m_ = 0;
    int forms_ = 0;
};

}  // namespace husong::http::test
