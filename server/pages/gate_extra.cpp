#include "server/pages/gate_extra.hpp"

#include "server/gate/words.hpp"
#include "server/pages/gate_parts.hpp"

#include <array>

namespace husong::pages {

namespace {

using registry::PlateColour;
using rules::VerdictWord;

struct ExtraLook {
    std::string_view heading;
    std::string_view about;
    std::string_view address;
    std::string_view label;
};
constexpr std::array<ExtraLook, 2> extra_looks{
    {{"名单外的车来了", "停在校门口、今天名单上没有的车。记下后马上看到它能不能载运学生。", "/g/extra",
      "拦下，记下"},
     {"看到车在接学生", "在别处看到一辆车在接送学生。这是线索，不是说它违法。", "/g/seen", "记下"}}};

constexpr std::array<PlateColour, 6> colours{PlateColour::other, PlateColour::yellow, PlateColour::blue,
                                             PlateColour::green, PlateColour::black,  PlateColour::white};

void fill_colours(Fill& fill, const GateForm& form) {
    for (const PlateColour colour : colours) {
        Fill option = fill.show("COLOUR");
        const bool unknown = colour == PlateColour::other;
        option.set("VALUE", unknown ? "" : registry::colour_name(colour));
        option.set("WORD", unknown ? "没看清" : registry::colour_name_zh(colour));
        if (!unknown && form.value("colour") == registry::colour_name(colour)) option.show("CHOSEN");
    }
}

struct WordLook {
    std::string_view tone;
    std::string_view icon;
};
WordLook look_of(VerdictWord word) {
    switch (word) {
        case VerdictWord::must_not:
        case VerdictWord::over: return {"bad", "bad"};
        case VerdictWord::likely_over: return {"bad", "ask"};
        case VerdictWord::check:
        case VerdictWord::not_registered: return {"warn", "warn"};
        case VerdictWord::unknown_load: return {"off", "off"};
        case VerdictWord::may_carry: return {"ok", "ok"};
    }
    return {"off", "off"};
}

}  // namespace

std::string render_gate_extra(ExtraKind kind, const std::string& school, const GateForm& form) {
    const ExtraLook& look = extra_looks.at(static_cast<std::size_t>(kind));
    Fill fill;
    fill.include("STYLE", gate_style);
    fill.set("TITLE", std::string{look.heading} + " · 校门").set("HEADING", look.heading);
    fill.set("SCHOOL", school).set("ABOUT", look.about).set("ADDRESS", look.address).set("LABEL", look.label);
    fill_form(fill, form);
    fill_colours(fill, form);
    if (kind == ExtraKind::elsewhere) fill.show("ASK_PLACE");
    fill_fields(fill, form, "extra",
                {{"plate", "PLATE"},
                 {"pupils", "PUPILS"},
                 {"place", "PLACE"},
                 {"note", "NOTE"},
                 {"keeper", "KEEPER_FAULT"},
                 {"pin", "PIN"}});
    return render("gate_extra.html", fill);
}

std::string render_gate_verdict(const GateVerdictPage& page) {
    const rules::Verdict& verdict = page.verdict;
    Fill fill;
    fill.include("STYLE", gate_style).include("ICONS", "gate_icons.html");
    fill.set("TITLE", verdict.headline.text + " · " + registry::display_plate(page.plate.text));
    fill.set("SCHOOL", page.school).set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    fill_plate(fill, page.plate);
    const WordLook look = look_of(verdict.headline.word);
    fill.set("TONE", look.tone).set("ICON", look.icon);
    fill.set("WORD", verdict.headline.text).set("REASON", verdict.headline.reason);
    for (const rules::VerdictLine& line : verdict.also) fill.show("ALSO").set("TEXT", line.reason);
    if (page.stopped)
        fill.show("STOPPED")
            .set("AT", gate::clock_zh(page.stopped->at))
            .set("KEEPER", page.stopped->keeper)
            .set("TEXT", page.stopped->note);
    else if (page.told)
        fill.show("TOLD");
    if (!verdict.papers.empty()) {
        Fill papers = fill.show("PAPERS");
        fill_papers(papers, verdict.papers);
    }
    return render("gate_verdict.html", fill);
}

}  // namespace husong::pages
