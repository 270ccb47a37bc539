#include "server/pages/ways.hpp"

#include "server/pages/bureau.hpp"
#include "server/pages/gate_parts.hpp"

namespace husong::pages {

namespace {

void fill_modes_used(Fill& fill, const ways::Sums& sums) {
    for (const auto& row : sums.by_mode) {
        Fill way = fill.show("WAY");
        way.set("NAME", row.mode->name_zh);
        way.set("TO_SCHOOL", static_cast<long long>(row.to_school));
        way.set("HOME", static_cast<long long>(row.home));
        if (row.mode->standing == registry::TravelStanding::forbidden) way.show("FORBIDDEN");
    }
}

void fill_answered(Fill& fill, const ways::Sums& sums) {
    fill.set("TOLD", static_cast<long long>(sums.told)).set("PUPILS", static_cast<long long>(sums.pupils));
    fill.set("UNKNOWN", static_cast<long long>(sums.unknown));
}

std::string class_zh(const std::string& name) { return name.empty() ? "没有写班级" : name; }

}  // namespace

std::string render_school_ways(const SchoolWaysPage& page) {
    Fill fill;
    fill.include("STYLE", gate_style);
    fill.set("SCHOOL", page.school).set("TERM", page.term);
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    if (!page.ways) {
        fill.show("NOBODY");
        return render("school_ways.html", fill);
    }
    Fill all = fill.show("ALL");
    fill_answered(all, page.ways->sums);
    fill_modes_used(all, page.ways->sums);
    all.set("CONCERNS", static_cast<long long>(page.ways->concerns.size()));
    if (page.ways->concerns.empty()) all.show("FINE");
    for (const ways::Concern& concern : page.ways->concerns)
        all.show("CONCERN")
            .set("NAME", concern.pupil->name)
            .set("CLASS", class_zh(concern.pupil->class_name))
            .set("WAY", concern.way)
            .set("TEXT", concern.text);
    for (const ways::ClassSums& of : page.ways->classes) {
        Fill row = all.show("CLASS_ROW");
        row.set("CLASS", class_zh(of.name));
        fill_answered(row, of.sums);
    }
    return render("school_ways.html", fill);
}

std::string render_county_ways(const CountyWaysPage& page) {
    Fill fill;
    fill.include("STYLE", bureau_style);
    fill.set("TERM", page.term).set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    const ways::Sums sums = ways::added_up(page.schools);
    fill_answered(fill, sums);
    fill_modes_used(fill, sums);
    if (page.schools.empty()) fill.show("NOBODY");
    for (const ways::SchoolWays& school : page.schools) {
        Fill row = fill.show("SCHOOL");
        row.set("NAME", school.school->name);
        fill_answered(row, school.sums);
        row.set("CONCERNS", static_cast<long long>(school.concerns.size()));
        const std::string forbidden = ways::forbidden_zh(school.sums);
        if (!school.concerns.empty()) row.show("SOME").set("TEXT", forbidden);
    }
    return render("county_ways.html", fill);
}

}  // namespace husong::pages
