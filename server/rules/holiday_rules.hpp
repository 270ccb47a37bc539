// Rules on holiday movement (HM): what is published or about to be, over the register as it stands.
#pragma once

#include "server/rules/rule.hpp"

namespace husong::rules {

std::span<const Rule> holiday_date_rules();     // HM-01, HM-12
std::span<const Rule> holiday_rest_rules();     // HM-11
std::span<const Rule> holiday_return_rules();   // HM-10, HM-13
std::span<const Rule> holiday_charter_rules();  // HM-07
std::span<const Rule> holiday_way_rules();      // HM-02, HM-08
std::span<const Rule> holiday_day_rules();      // HM-03, HM-05, HM-09
std::span<const Rule> holiday_vehicle_rules();  // HM-04, HM-06

// A proposed break, or one that the school's rule gives, is near and has no departures home; of a school of
// whose boarders any needs a seat.
std::vector<Breach> look_unfiled_plans(const RegisterView& view);  // HM-01
// Boarders whose way nobody told, so many days before their school's next departure; of a school.
std::vector<Breach> look_untold_ways(const RegisterView& view);  // HM-02
// A published plan's leg has fewer seats than boarders who go by bus or coach; of a school.
std::vector<Breach> look_short_seats(const RegisterView& view);  // HM-03
// A vehicle's next run begins before it can be there and has turned round.
std::vector<Breach> look_double_booked(const RegisterView& view);  // HM-04
// More schools have vehicles at their gates in a quarter hour than the police can man; of a day.
std::vector<Breach> look_crowded_days(const RegisterView& view);  // HM-05
// A coach without school-bus plate lacks a paper on its day. Of a coach of lines only suspected, where it
// lacks but what a charter needs.
std::vector<Breach> look_charter_papers(const RegisterView& view);  // HM-06
// Of a coach without school-bus plate: more riders are counted than its run's published list names; or pupils
// are counted in a charter coach that drives none of its runs.
Judgement judge_off_contract(const VehicleSnapshot& snapshot);  // HM-07
// By what the family told; a guardian's own car is lawful for the own child. Day pupils' too.
std::vector<Breach> look_unlawful_rides(const RegisterView& view);  // HM-08
// The last pupil of a run home gets off after civil dusk there.
std::vector<Breach> look_late_drops(const RegisterView& view);  // HM-09
// Boarders whom the newest roll of their class misses, from the time on by which everybody should be back; of
// classes in which no roll was called HM-13 tells.
std::vector<Breach> look_not_back(const RegisterView& view);  // HM-10
Time not_back_changes(const RegisterView& view);
// Of a school: classes with boarders whose roll nobody has called on the last day of return, so long after
// everybody should have been back; until it is called, for a week.
std::vector<Breach> look_not_called(const RegisterView& view);  // HM-13
Time not_called_changes(const RegisterView& view);
// The days at home that a school's breaks have given in a term are fewer than the weekends and public
// holidays until then. Of breaks that are published, or near; what a public holiday's break owes the next one
// pays.
std::vector<Breach> look_rest_owed(const RegisterView& view);  // HM-11
// A school goes home or comes back on a public holiday or make-up day, and no row of local_days says that
// this is meant. That everybody comes back on a holiday's last day is usual.
std::vector<Breach> look_clashing_days(const RegisterView& view);  // HM-12

}  // namespace husong::rules
