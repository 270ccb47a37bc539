#include "server/reports/calendar.hpp"

#include "server/registry/runs.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <libical/ical.h>
#include <memory>

namespace husong::reports {

namespace {

using registry::Departure;
using registry::DepartureStatus;
using registry::Direction;
using registry::Registry;

constexpr const char* zone_name = "Asia/Shanghai";
constexpr auto shortest_event = std::chrono::minutes{30};  // of a line whose stops are not known

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

void add(icalcomponent* component, icalproperty* property) {
    icalcomponent_add_property(component, property);
}

// China has had one offset and no daylight saving since the autumn of 1991.
icalcomponent* china_time_zone() {
    icalcomponent* standard = icalcomponent_new(ICAL_XSTANDARD_COMPONENT);
    add(standard, icalproperty_new_dtstart(icaltime_from_string("19910915T000000")));
    add(standard, icalproperty_new_tzoffsetfrom(8 * 3600));
    add(standard, icalproperty_new_tzoffsetto(8 * 3600));
    add(standard, icalproperty_new_tzname("CST"));
    icalcomponent* zone = icalcomponent_new(ICAL_VTIMEZONE_COMPONENT);
    add(zone, icalproperty_new_tzid(zone_name));
    icalcomponent_add_component(zone, standard);
    return zone;
}

// Seconds are what a calendar knows.
icaltimetype clock_time(Time t) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
    return icaltime_from_timet_with_zone(seconds, 0, nullptr);
}

icaltimetype utc_time(Time t) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
    return icaltime_from_timet_with_zone(seconds, 0, icaltimezone_get_utc_timezone());
}

icalproperty* in_china(icalproperty* property) {
    icalproperty_add_parameter(property, icalparameter_new_tzid(zone_name));
    return property;
}

std::string line_name(const Registry& registry, const Departure& departure) {
    const auto* line = registry.line_by_code(departure.line, departure.leaves_at);
    return line ? line->value.name : departure.line;
}

std::string school_name(const Registry& registry, std::string_view code, Time at) {
    const auto* school = registry.school_by_code(code, at);
    return school ? school->value.name : std::string{code};
}

Time ends_at(const Registry& registry, const Departure& departure) {
    const auto stops = registry.stops_of(departure.line, departure.leaves_at);
    return departure.leaves_at +
           (stops.empty() ? shortest_event : std::max(stops.back()->from_school, shortest_event));
}

std::string summary_of(const Registry& registry, const Departure& departure) {
    const bool cancelled = departure.status == DepartureStatus::cancelled;
    return fmt::format("{}{} {}", cancelled ? "（取消）" : "", line_name(registry, departure),
                       departure.direction == Direction::home ? "离校" : "返校");
}

std::string description_of(const Departure& departure) {
    std::string text = fmt::format("学生座位 {}", departure.seats);
    if (!departure.note.empty()) text += "\n" + departure.note;
    return text;
}

icalcomponent* event_of(const registry::Run& row, const Registry& registry) {
    const Departure& departure = row.value;
    const bool cancelled = departure.status == DepartureStatus::cancelled;
    icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    add(event, icalproperty_new_uid(fmt::format("{}@husong", departure.code).c_str()));
    add(event, icalproperty_new_dtstamp(utc_time(row.recorded_at)));
    add(event, icalproperty_new_lastmodified(utc_time(row.recorded_at)));
    add(event, icalproperty_new_sequence(departure.sequence));
    add(event, in_china(icalproperty_new_dtstart(clock_time(departure.leaves_at + china_offset))));
    add(event, in_china(icalproperty_new_dtend(clock_time(ends_at(registry, departure) + china_offset))));
    add(event, icalproperty_new_summary(summary_of(registry, departure).c_str()));
    add(event,
        icalproperty_new_location(school_name(registry, departure.school, departure.leaves_at).c_str()));
    add(event, icalproperty_new_description(description_of(departure).c_str()));
    add(event, icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    add(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    return event;
}

std::string title_of(CalendarOf kind, std::string_view code, const Registry& registry, Time at) {
    if (kind == CalendarOf::school) return school_name(registry, code, at) + "车次";
    const auto* line = registry.line_by_code(code, at);
    return (line ? line->value.name : std::string{code}) + "车次";
}

icalproperty* extension(const char* name, const std::string& value) {
    icalproperty* property = icalproperty_new_x(value.c_str());
    icalproperty_set_x_name(property, name);
    return property;
}

}  // namespace

std::string departure_calendar(CalendarOf kind, std::string_view code, const Registry& registry, Time since,
                               Time now) {
    const Component calendar{icalcomponent_new(ICAL_VCALENDAR_COMPONENT)};
    add(calendar.get(), icalproperty_new_version("2.0"));
    add(calendar.get(), icalproperty_new_prodid("-//Husong//Schedule//ZH"));
    add(calendar.get(), icalproperty_new_calscale("GREGORIAN"));
    add(calendar.get(), icalproperty_new_method(ICAL_METHOD_PUBLISH));
    add(calendar.get(), extension("X-WR-CALNAME", title_of(kind, code, registry, since)));
    add(calendar.get(), extension("X-WR-TIMEZONE", zone_name));
    add(calendar.get(), extension("X-PUBLISHED-TTL", "PT1H"));
    icalcomponent_add_component(calendar.get(), china_time_zone());
    const Time today = china_midnight(now);
    const bool of_school = kind == CalendarOf::school;
    for (const auto* row :
         of_school ? registry.departures_of_school(code) : registry.departures_of_line(code))
        if (since <= row->value.leaves_at && row->value.leaves_at < today)
            icalcomponent_add_component(calendar.get(), event_of(*row, registry));
    registry::RunQuery from_now_on{.from = std::max(since, today), .cancelled = true};
    (of_school ? from_now_on.school : from_now_on.line) = code;
    for (const registry::Run& run : registry::find_runs(from_now_on, registry))
        icalcomponent_add_component(calendar.get(), event_of(run, registry));
    const std::unique_ptr<char, decltype(&free)> text{icalcomponent_as_ical_string_r(calendar.get()), &free};
    return text.get();
}

}  // namespace husong::reports
