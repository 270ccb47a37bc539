#include "server/pages/teacher.hpp"

#include "server/base/hex.hpp"
#include "server/pages/family.hpp"
#include "server/pages/gate_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace husong::pages {

namespace {

using registry::Direction;
using registry::TravelMode;
using ways::KnownWay;
using ways::Origin;
using ways::PupilWays;

constexpr std::string_view to_school_zh = "上学";
constexpr std::string_view home_zh = "回家";

std::size_t groups_of(const ClassScene& scene) { return (scene.pupils.size() + group_size - 1) / group_size; }

std::string date_zh(Time at) {
    const auto day = china_date(at);
    return fmt::format("{}月{}日", static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::pair<std::string, std::string> state_of(const PupilWays& pupil) {
    if (pupil.told()) return {"ok", date_zh(std::max(pupil.to_school.told_at, pupil.home.told_at)) + "记下"};
    const bool before = pupil.to_school.origin == Origin::before || pupil.home.origin == Origin::before;
    if (before) return {"warn", "上个学期的回答"};
    if (pupil.keeps()) return {"warn", "登记表里的线路"};
    return {"off", "还没有回答"};
}

// 上学、回家：校车 柳湾线 柳湾站
std::string ways_zh(const PupilWays& pupil, const ClassScene& scene) {
    const auto text = [&](const KnownWay& answer) {
        return answer.known() ? ways::way_zh(answer.way, scene.registry, scene.made_at)
                              : std::string{"不知道"};
    };
    const std::string to_school = text(pupil.to_school);
    const std::string home = text(pupil.home);
    if (to_school == home)
        return pupil.to_school.known() ? fmt::format("{}、{}：{}", to_school_zh, home_zh, home) : "";
    return fmt::format("{}：{}；{}：{}", to_school_zh, to_school, home_zh, home);
}

// What the family has to be talked to about.
std::vector<std::string> concerns_of(const PupilWays& pupil, const ClassScene& scene) {
    const auto stage = ways::stage_of(*pupil.pupil, scene.registry, scene.made_at);
    std::vector<std::string> texts;
    for (const Direction direction : ways::both_ways) {
        const std::string text = ways::concern_about(pupil.towards(direction).way, stage);
        if (!text.empty() && (texts.empty() || texts.back() != text)) texts.push_back(text);
    }
    return texts;
}

void fill_scene(Fill& fill, const ClassScene& scene) {
    fill.include("STYLE", teacher_style).include("ICONS", "gate_icons.html");
    fill.set("SCHOOL", scene.school).set("CLASS", scene.class_name).set("TERM", scene.term);
    fill.set("TOKEN", scene.token);
    const ways::Sums sums = ways::sums_of(scene.pupils);
    fill.set("TOLD", static_cast<long long>(sums.told)).set("PUPILS", static_cast<long long>(sums.pupils));
    fill.set("PERCENT", static_cast<long long>(sums.pupils > 0 ? sums.told * 100 / sums.pupils : 0));
}

void fill_sums(Fill& fill, const ClassScene& scene) {
    const ways::Sums sums = ways::sums_of(scene.pupils);
    for (const auto& row : sums.by_mode) {
        Fill way = fill.show("WAY");
        way.set("NAME", row.mode->name_zh);
        way.set("TO_SCHOOL", static_cast<long long>(row.to_school));
        way.set("HOME", static_cast<long long>(row.home));
        if (row.mode->standing == registry::TravelStanding::forbidden) way.show("FORBIDDEN");
    }
    if (sums.unknown > 0) fill.show("UNKNOWN").set("COUNT", static_cast<long long>(sums.unknown));
}

void fill_saved(Fill& fill, const std::optional<int>& saved) {
    if (!saved) return;
    fill.show("SAVED").set("TEXT",
                           *saved > 0 ? fmt::format("已保存 {} 人。", *saved) : "没有改动，原来的都在。");
}

void fill_pupil_line(Fill row, const PupilWays& pupil, std::size_t place, const ClassScene& scene) {
    row.set("GROUP", static_cast<long long>(group_of(place)));
    row.set("NUMBER", std::to_string(place + 1)).set("NAME", pupil.pupil->name);
    const auto [tone, state] = state_of(pupil);
    row.set("TONE", tone).set("STATE", state).set("WAYS", ways_zh(pupil, scene));
    for (const std::string& concern : concerns_of(pupil, scene)) row.show("CONCERN").set("TEXT", concern);
}

// Of runs in which pupils of the class may ride.
ChangeNotes changes_of_class(const ClassScene& scene) {
    const auto concerns = [&](const registry::Departure& run) {
        return std::ranges::any_of(
            scene.pupils, [&](const PupilWays& each) { return may_ride(*each.pupil, run, scene.registry); });
    };
    return change_notes(
        {.changes = scene.registry.departure_changes().of_school(scene.pupils.front().pupil->school),
         .concerns = concerns,
         .registry = scene.registry,
         .reader = ChangeReader::teacher},
        scene.made_at);
}

// ---- a part of the class ----

bool tells_a_plate(std::string_view mode) {
    const TravelMode* known = registry::travel_mode(mode);
    return mode == "guardian" || (known && known->standing == registry::TravelStanding::forbidden);
}

void fill_modes(Fill& part, std::string_view chosen) {
    for (const TravelMode& mode : registry::travel_modes) {
        Fill tile = part.show("MODE");
        tile.set("MODE", mode.code).set("MODE_NAME", mode.name_zh);
        if (mode.code == "school_bus" || mode.code == "charter") tile.show("RIDES");
        if (tells_a_plate(mode.code)) tile.show("PLATED");
        if (mode.standing == registry::TravelStanding::forbidden) tile.show("FORBIDDEN");
        if (mode.code == chosen) tile.show("CHOSEN");
    }
}

void fill_stops(Fill& part, const ClassScene& scene, std::string_view school, std::string_view chosen) {
    for (const auto& line : scene.registry.rows().lines) {
        if (!line.valid_at(scene.made_at) || line.value.school != school) continue;
        Fill group = part.show("LINE");
        group.set("LINE_NAME", line.value.name);
        for (const auto* stop : scene.registry.stops_of(line.value.code, scene.made_at)) {
            const std::string value = stop_value(line.value.code, stop->name);
            Fill option = group.show("STOP");
            option.set("STOP", value).set("STOP_NAME", stop->name);
            if (value == chosen) option.show("CHOSEN");
        }
    }
}

// 和上学一样, or how it is chosen otherwise.
std::string home_summary(std::string_view home) {
    if (home.empty()) return "请选";
    if (home == same_as_to_school) return "和上学一样";
    const TravelMode* mode = registry::travel_mode(home);
    return std::string{mode ? mode->name_zh : home};
}

void fill_faults(Fill& part, const std::vector<FormFault>& faults, std::string_view way) {
    for (const FormFault& fault : faults)
        if (fault.field.starts_with(way)) part.show("WRONG").set("TEXT", fault.text);
}

void fill_part(Fill row, const PupilPart& part, const ClassScene& scene) {
    const PupilWays& pupil = scene.pupils[part.place];
    fill_pupil_line(row.show("HEAD"), pupil, part.place, scene);
    row.set("NUMBER", std::to_string(part.place + 1)).set("CODE", pupil.pupil->code);
    row.set("NAME", pupil.pupil->name).set("SEEN", seen_mark(pupil)).set("PLATE", part.choice.plate);
    Fill to_school = row.show("TO");
    fill_faults(to_school, part.faults, "to");
    fill_modes(to_school, part.choice.to_school);
    fill_stops(to_school, scene, pupil.pupil->school, part.choice.to_school_stop);
    Fill home = row.show("BACK");
    fill_faults(home, part.faults, "home");
    home.set("SUMMARY", home_summary(part.choice.home));
    const bool same = part.choice.home == same_as_to_school;
    if (same) home.show("SAME");
    const bool wrong =
        std::ranges::any_of(part.faults, [](const auto& f) { return f.field.starts_with("home"); });
    if (!same || wrong) home.show("OPEN");
    fill_modes(home, part.choice.home);
    fill_stops(home, scene, pupil.pupil->school, part.choice.home_stop);
}

// The faults of all parts above the form, each a link to its pupil.
void fill_fault_list(Fill& fill, const GroupPage& page) {
    std::size_t count = 0;
    for (const PupilPart& part : page.parts) count += part.faults.size();
    if (count == 0) return;
    Fill list = fill.show("FAULTS");
    list.set("COUNT", static_cast<long long>(count));
    for (const PupilPart& part : page.parts)
        for (const FormFault& fault : part.faults) {
            const std::string_view way = fault.field.starts_with("home") ? home_zh : to_school_zh;
            list.show("FAULT")
                .set("NUMBER", std::to_string(part.place + 1))
                .set("TEXT",
                     fmt::format("{} · {}：{}", page.scene.pupils[part.place].pupil->name, way, fault.text));
        }
}

}  // namespace

std::string stop_value(std::string_view line, std::string_view stop) {
    return line.empty() || stop.empty() ? "" : percent_encode(line) + "/" + percent_encode(stop);
}

PupilChoice choice_of(const PupilWays& known) {
    const registry::Travel& to_school = known.to_school.way;
    const registry::Travel& home = known.home.way;
    PupilChoice choice{.to_school = to_school.mode,
                       .home = home.mode,
                       .to_school_stop = stop_value(to_school.line, to_school.stop),
                       .home_stop = stop_value(home.line, home.stop),
                       .plate = to_school.plate.empty() ? home.plate : to_school.plate};
    if (!known.home.known() || (known.to_school.known() && ways::same_way(to_school, home)))
        choice.home = same_as_to_school;
    return choice;
}

std::string seen_mark(const PupilWays& known) {
    return fmt::format("{}+{}", known.to_school.version, known.home.version);
}

std::string render_class(const ClassPage& page) {
    Fill fill;
    const ClassScene& scene = page.scene;
    fill_scene(fill, scene);
    fill_saved(fill, page.saved);
    for (const FormFault& problem : page.problems)
        fill.show("PROBLEM").set("NUMBER", problem.field).set("TEXT", problem.text);
    if (scene.pupils.empty())
        fill.show("NOBODY");
    else
        insert_changes(fill, changes_of_class(scene), ChangesShown::today);
    const auto keep =
        std::ranges::count_if(scene.pupils, [](const auto& each) { return !each.told() && each.keeps(); });
    if (keep > 0) fill.show("KEEPS").set("COUNT", static_cast<long long>(keep));
    const auto* open =
        std::ranges::find_if(scene.pupils, [](const auto& each) { return !each.told(); }).base();
    const auto place = static_cast<std::size_t>(open - scene.pupils.data());
    if (place < scene.pupils.size()) {
        Fill next = fill.show("NEXT");
        next.set("GROUP", static_cast<long long>(group_of(place)));
        next.set("WORD", place == 0 ? "开始填" : "接着填");
    } else if (!scene.pupils.empty()) {
        fill.show("COMPLETE");
    }
    for (std::size_t i = 0; i < scene.pupils.size(); ++i)
        fill_pupil_line(fill.show("PUPIL"), scene.pupils[i], i, scene);
    if (!scene.pupils.empty()) {
        Fill sums = fill.show("SUMS");
        fill_sums(sums, scene);
    }
    return render("teacher_class.html", fill);
}

std::string render_group(const GroupPage& page) {
    Fill fill;
    fill_scene(fill, page.scene);
    fill_saved(fill, page.saved);
    const std::size_t groups = groups_of(page.scene);
    const std::size_t first = (page.group - 1) * group_size;
    const std::size_t last = std::min(first + group_size, page.scene.pupils.size());
    fill.set("GROUP", static_cast<long long>(page.group)).set("GROUPS", static_cast<long long>(groups));
    fill.set("FIRST", std::to_string(first + 1)).set("LAST", static_cast<long long>(last));
    if (!page.trouble.empty()) fill.show("TROUBLE").set("TEXT", page.trouble);
    fill_fault_list(fill, page);
    for (const PupilPart& part : page.parts) fill_part(fill.show("PUPIL"), part, page.scene);
    if (page.group < groups) fill.show("MORE");
    return render("teacher_group.html", fill);
}

}  // namespace husong::pages
