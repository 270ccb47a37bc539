#include "device_sim/run_truth.hpp"

#include <boost/json.hpp>

namespace husong::device_sim {

namespace {

namespace json = boost::json;

json::value instant_json(const std::optional<Time>& at) {
    return at ? json::value(to_millis(*at)) : json::value(nullptr);
}

json::array codes_json(const std::vector<std::string>& codes) {
    return json::array(codes.begin(), codes.end());
}

json::object stop_json(const StopTruth& stop) {
    json::object told;
    if (stop.told_on) told = {{"boarded", *stop.told_on}, {"alighted", *stop.told_off}};
    return {
        {"name", stop.name},
        {"opened", to_millis(stop.opened)},
        {"closed", to_millis(stop.closed)},
        {"boarded", codes_json(stop.boarded)},
        {"alighted", codes_json(stop.alighted)},
        {"aboard",
         {{"driver", stop.aboard.driver}, {"escort", stop.aboard.escort}, {"pupils", stop.aboard.pupils}}},
        {"counted", std::move(told)},
        {"counter_fault", stop.counter_fault},
        {"moves", instant_json(stop.moves)},
        {"counted_by_escort", stop.counted}};
}

json::object count_json(const CountTruth& count) {
    return {{"at", to_millis(count.at)},
            {"by", count.by},
            {"told", count.told},
            {"people", count.people},
            {"typing_error", count.typing_error}};
}

json::object left_json(const LeftPupil& pupil) {
    return {{"code", pupil.code},
            {"marked_on", pupil.marked_on},
            {"marked_off", pupil.marked_off},
            {"missed_at_school", pupil.missed_at_school},
            {"missed_at_home", pupil.missed_at_home},
            {"found_at", to_millis(pupil.found_at)}};
}

template <class T>
json::array list_json(const std::vector<T>& all, json::object (*one)(const T&)) {
    json::array list;
    for (const T& each : all) list.push_back(one(each));
    return list;
}

}  // namespace

std::string truth_line(const RunTruth& run, const Vehicle& vehicle, std::string_view counter_family) {
    const int over = run.most - vehicle.approved_persons;
    const json::object line{{"run", run.run},
                            {"plate", vehicle.plate},
                            {"colour", vehicle.colour},
                            {"line", run.line},
                            {"date", run.date},
                            {"direction", run.direction == Direction::home ? "home" : "to_school"},
                            {"approved_persons", vehicle.approved_persons},
                            {"starts", to_millis(run.starts)},
                            {"moves", instant_json(run.moves)},
                            {"ends", to_millis(run.ends)},
                            {"most", run.most},
                            {"over_by", over > 0 ? over : 0},
                            {"over_by_habit", run.over_by_habit},
                            {"over_from", instant_json(run.over_from)},
                            {"over_until", instant_json(run.over_until)},
                            {"over_moving_from", instant_json(run.over_moving_from)},
                            {"driver", run.driver},
                            {"planned_driver", run.planned_driver},
                            {"escort", run.escort},
                            {"escort_left", instant_json(run.escort_left)},
                            {"walk_round", run.walk_round},
                            {"swept", run.swept},
                            {"sweep_told", run.sweep_told},
                            {"marked", run.marked},
                            {"marked_on", run.marked_on},
                            {"counted_off", run.counted_off ? json::value(*run.counted_off) : json::value{}},
                            {"left", list_json(run.left, left_json)},
                            {"counts", list_json(run.counts, count_json)},
                            {"counter", counter_family},
                            {"counter_broken", run.counter_broken},
                            {"signal_lost", instant_json(run.signal_lost)},
                            {"signal_back", instant_json(run.signal_back)},
                            {"stops", list_json(run.stops, stop_json)}};
    return json::serialize(line);
}

}  // namespace husong::device_sim
