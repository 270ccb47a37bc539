// A school's gate over the API's fixture: the school of the small county, its line, departures and keepers.
#pragma once

#include "server/access/password.hpp"
#include "tests/http/api_fixture.hpp"

namespace husong::http::test {

class Gate : public Api {
protected:
    static constexpr const char* pin = "2468";

    Gate() {
        put_schedule();
        put_keeper("张某", pin);
        pass(15h - 7h - (to_millis(now()) - to_millis(husong::test::school_day)) * 1ms);
        sign_in_as(access::Role::gate, "S1");
    }

    // 15:00 on the school day; 冀H00318 leaves at 16:22 for home.
    static registry::Departure departure(const std::string& code, VehicleId vehicle, Time leaves_at) {
        return {.code = code,
                .school = "S1",
                .direction = registry::Direction::home,
                .leaves_at = leaves_at,
                .line = "L7",
                .vehicle = vehicle,
                .driver = "D1",
                .escort = "E1",
                .seats = 43,
                .status = {},
                .note = {},
                .sequence = 0};
    }
    // A boarder of S1 who rides the line L7.
    static registry::Versioned<registry::Pupil> rider(const std::string& code, const std::string& name,
                                                      const std::string& stop = "柳湾站",
                                                      const std::string& class_name = "七1班") {
        registry::Versioned<registry::Pupil> row;
        row.valid_from = husong::test::year_begin;
        registry::Pupil& pupil = row.value;
        pupil.code = code;
        pupil.name = name;
        pupil.school = "S1";
        pupil.class_name = class_name;
        pupil.boarding = true;
        pupil.home_place = "柳湾";
        pupil.line = "L7";
        pupil.stop = stop;
        return row;
    }
    static Time at_clock(int hour, int minute) {
        return husong::test::school_day - 7h + std::chrono::hours{hour} + std::chrono::minutes{minute};
    }
    void set_clock(int hour, int minute) { now_ = to_millis(at_clock(hour, minute)); }

    void put(const registry::RegistryRows& rows) {
        store_->admin().value()->put_rows(rows, now()).value();
        restart();
    }
    void put_keeper(const std::string& name, const std::string& keeper_pin) {
        store_->admin()
            .value()
            ->put_gate_keeper({"S1", name, keeper_pin.empty() ? "" : *access::hash_pin(keeper_pin)})
            .value();
    }
    std::vector<tracking::GateAct> acts() { return store_->reader().value()->gate_acts({}).value(); }
    static bool says(const Response& page, std::string_view text) {
        return page.text().find(text) != std::string_view::npos;
    }
    // What a column of the list holds, from its heading to the next one.
    static std::string column(const Response& page, const std::string& name) {
        const std::string text{page.text()};
        const auto from = text.find("id=\"" + name + "\"");
        if (from == std::string::npos) return "";
        return text.substr(from, text.find("<h2", text.find("</h2>", from)) - from);
    }

private:
    void put_schedule() {
        const auto always = [](auto value) {
            return registry::Versioned<decltype(value)>{.value = std::move(value),
                                                        .valid_from = husong::test::year_begin};
        };
        registry::RegistryRows rows = county_.rows();
        for (const auto& [code, name] : {std::pair{"S1", "松岭镇初中"}, std::pair{"S2", "石门镇初中"}})
            rows.schools.push_back(always(registry::School{.code = code,
                                                           .name = name,
                                                           .stage = "junior_high",
                                                           .boarding = true,
                                                           .latitude_deg = 40.77,
                                                           .longitude_deg = 118.17,
                                                           .gate_radius_m = 100}));
        rows.lines.push_back(always(registry::Line{"L7", "柳湾线 L07", "S1"}));
        rows.stops.push_back(
            always(registry::Stop{"L7", 1, "柳湾站", 40.77 + 15'000 / 111'000.0, 118.17, 40min}));
        registry::Driver driver;
        driver.code = "D1";
        driver.name = "孙大伟";
        driver.licence_class = "A1";
        driver.qualified_until = husong::test::school_day + std::chrono::days{90};
        rows.drivers.push_back(always(driver));
        rows.escorts.push_back(always(registry::Escort{"E1", "周小梅", ""}));
        registry::Departure foreign = departure("F1", county_.private_van, at_clock(16, 22));
        foreign.school = "S2";
        rows.departures = {always(departure("T1", county_.lawful, at_clock(16, 22))),
                           always(departure("T2", county_.expired, at_clock(17, 0))), always(foreign)};
        put(rows);
    }
};

}  // namespace husong::http::test
