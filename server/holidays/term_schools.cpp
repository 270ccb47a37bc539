// Which schools a term's case asks about, by which rule, and who of them rides where.
#include "server/holidays/term_parts.hpp"
#include "server/registry/travel_modes.hpp"
#include "server/ways/term.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace husong::holidays {

using coordination::Stage;
using coordination::Stages;
using registry::Direction;

namespace {

const registry::HolidayRule* rule_of(const TermView& view, const std::string& school) {
    for (const auto& row : view.registry.rows().holiday_rules)
        if (row.value.school == school && row.valid_at(view.at)) return &row.value;
    return nullptr;
}

constexpr std::array<std::pair<std::string_view, Stages>, 5> stages_by_name{
    {{"kindergarten", only(Stage::kindergarten)},
     {"primary", only(Stage::primary)},
     {"junior_high", only(Stage::junior_high)},
     {"nine_year", only(Stage::primary) | only(Stage::junior_high)},
     {"senior_high", only(Stage::senior_high)}}};

Stages stages_named(std::string_view name) {
    const auto* found = std::ranges::find(stages_by_name, name, &decltype(stages_by_name)::value_type::first);
    return found == stages_by_name.end() ? Stages{} : found->second;
}

std::uint8_t weekday_bits(std::string_view weekdays) {
    unsigned bits = 0;
    for (const char each : weekdays) bits |= 1U << static_cast<unsigned>(each - '1');
    return static_cast<std::uint8_t>(bits);
}

// How a boarder goes one way.
enum class Riding : std::uint8_t { no, yes, unlawful, untold };

struct ToldWay {
    Riding riding = Riding::untold;
    std::string_view line{}, stop{};
    bool of_earlier_term = false;
};

ToldWay way_of(const TermView& view, const registry::Pupil& pupil, Direction direction) {
    const auto* told = view.registry.travel(pupil.code, direction, view.at);
    if (!told) return {pupil.line.empty() ? Riding::untold : Riding::yes, pupil.line, pupil.stop};
    ToldWay way{Riding::no, told->value.line, told->value.stop};
    const auto* mode = registry::travel_mode(told->value.mode);
    if (!mode || mode->standing == registry::TravelStanding::untold)
        way.riding = Riding::untold;
    else if (mode->standing == registry::TravelStanding::forbidden)
        way.riding = Riding::unlawful;
    else if (mode->code == "school_bus" || mode->code == "charter")
        way.riding = Riding::yes;
    way.of_earlier_term = told->valid_from < ways::term_at(view.at).from;
    return way;
}

// Where somebody gets off: of the school's lines and the line's places.
struct Spot {
    std::size_t line = 0, place = 0;
};

class Riders {
public:
    Riders(const TermView& view, const BoardingSchool& of, std::size_t school) : view_{view}, of_{of} {
        for (const auto& row : view.registry.rows().lines)
            if (row.value.school == of.school.code && row.valid_at(view.at)) add_line(row.value, school);
        std::ranges::sort(lines_, {}, &coordination::Line::code);
    }

    Result<std::vector<coordination::Line>> lines(Stages& stages) {
        for (const auto& row : view_.registry.rows().pupils) {
            const registry::Pupil& pupil = row.value;
            if (pupil.school == of_.school.code && pupil.boarding && row.valid_at(view_.at)) add(pupil);
        }
        add_unnamed();
        share_out();
        if (unplaced_ > 0 && lines_.empty())
            return Error{ErrorCode::conflict,
                         fmt::format("{} ({}): {} boarders need a seat, and it has no line with stops",
                                     of_.school.name, of_.school.code, unplaced_)};
        tell();
        if (stages_ != 0) stages = stages_;
        for (coordination::Line& line : lines_)
            std::erase_if(line.places, [](const coordination::Place& place) { return place.riders == 0; });
        std::erase_if(lines_, [](const coordination::Line& line) { return line.places.empty(); });
        return std::move(lines_);
    }

private:
    void add_line(const registry::Line& row, std::size_t school) {
        coordination::Line line{row.code, school, {}};
        for (const registry::Stop* stop : view_.registry.stops_of(row.code, view_.at))
            line.places.push_back(
                {stop->name, {stop->latitude_deg, stop->longitude_deg}, stop->from_school, 0});
        std::ranges::stable_sort(line.places, {}, &coordination::Place::from_school);
        if (!line.places.empty()) lines_.push_back(std::move(line));
    }

    void add(const registry::Pupil& pupil) {
        ++named_;
        ++named_at_[pupil.home_place];
        const std::array ways{way_of(view_, pupil, Direction::home),
                              way_of(view_, pupil, Direction::to_school)};
        if (std::ranges::any_of(ways, &ToldWay::of_earlier_term)) ++of_earlier_term_;
        const auto goes = [&](Riding how) {
            return std::ranges::find(ways, how, &ToldWay::riding) != ways.end();
        };
        const Riding how = goes(Riding::yes)        ? Riding::yes
                           : goes(Riding::unlawful) ? Riding::unlawful
                           : goes(Riding::untold)   ? Riding::untold
                                                    : Riding::no;
        ++going_[how];
        if (how == Riding::no) return;
        stages_ |= pupil.stage.empty() ? stages_of(of_.school) : stages_named(pupil.stage);
        for (const ToldWay& way : ways)
            if (way.riding != Riding::no && seat(spot_on(way.line, way.stop), 1)) return;
        if (seat(spot_on(pupil.line, pupil.stop), 1) || seat(spot_named(pupil.home_place), 1)) return;
        ++unplaced_;
    }

    // Boarders whom only the register of their numbers knows.
    void add_unnamed() {
        std::map<std::string_view, int> told;
        for (const auto& row : view_.registry.rows().boarders)
            if (row.value.school == of_.school.code && row.valid_at(view_.at))
                told[row.value.home_place] += row.value.pupils;
        int most = -named_;
        for (const auto& [place, pupils] : told) most += pupils;
        for (const auto& [place, pupils] : told) {
            const int here = std::min(most - unnamed_, pupils - named_at_[place]);
            if (here <= 0) continue;
            unnamed_ += here;
            stages_ |= stages_of(of_.school);
            if (!seat(spot_named(place), here)) unplaced_ += here;
        }
    }

    // Of a line whose stop is not told, the farthest.
    [[nodiscard]] std::optional<Spot> spot_on(std::string_view line, std::string_view stop) const {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const auto& places = lines_[i].places;
            if (lines_[i].code != line) continue;
            const auto found = std::ranges::find(places, stop, &coordination::Place::name);
            const auto place =
                found == places.end() ? places.size() - 1 : static_cast<std::size_t>(found - places.begin());
            return Spot{i, place};
        }
        return std::nullopt;
    }
    [[nodiscard]] std::optional<Spot> spot_named(std::string_view name) const {
        for (std::size_t i = 0; i < lines_.size(); ++i)
            for (std::size_t place = 0; place < lines_[i].places.size(); ++place)
                if (lines_[i].places[place].name == name) return Spot{i, place};
        return std::nullopt;
    }
    bool seat(std::optional<Spot> spot, int riders) {
        if (spot) lines_[spot->line].places[spot->place].riders += riders;
        return spot.has_value();
    }

    // Of whom no place is known: as those of whom one is, or else all the farthest way.
    void share_out() {
        struct Share {
            coordination::Place* place;
            int known, given;
        };
        std::vector<Share> shares;
        coordination::Place* farthest = nullptr;
        for (coordination::Line& line : lines_)
            for (coordination::Place& place : line.places) {
                if (place.riders > 0) shares.push_back({&place, place.riders, 0});
                if (!farthest || place.from_school > farthest->from_school) farthest = &place;
            }
        if (!farthest) return;
        if (shares.empty()) shares.push_back({farthest, 1, 0});
        for (int i = 0; i < unplaced_; ++i) {
            auto& next = *std::ranges::max_element(shares, [](const Share& a, const Share& b) {
                return a.known * (b.given + 1) < b.known * (a.given + 1);
            });
            ++next.given;
            ++next.place->riders;
        }
    }

    void tell() const {
        const std::string& code = of_.school.code;
        const auto count = [&](Riding how) {
            const auto found = going_.find(how);
            return found == going_.end() ? 0 : found->second;
        };
        if (const int pupils = count(Riding::untold))
            view_.note(code, "the way of {} of {} boarders is unknown: they ride",
                       "{1} 名住校生中有 {0} 人不知道怎么回家：按坐车安排", pupils, named_);
        if (const int pupils = count(Riding::unlawful))
            view_.note(code, "{} of {} boarders go by vehicles that must not carry them: they ride",
                       "{1} 名住校生中有 {0} 人登记坐不能载学生的车：按坐车安排", pupils, named_);
        if (unnamed_ > 0)
            view_.note(code, "{} boarders are in the register boarders only: their way is unknown, they ride",
                       "{} 名住校生只有人数、没有名单，不知道怎么回家：按坐车安排", unnamed_);
        if (of_earlier_term_ > 0)
            view_.note(code, "the ways of {} boarders are those of an earlier term",
                       "{} 名住校生的出行方式是以前学期登记的", of_earlier_term_);
        if (unplaced_ > 0)
            view_.note(code, "no stop is known of {} boarders: they are shared out among the others' stops",
                       "{} 名住校生没有登记站点：按其他学生的站点分摊", unplaced_);
        if (named_ + unnamed_ == 0) view_.note(code, "no boarders are known", "没有登记住校生");
    }

    const TermView& view_;
    const BoardingSchool& of_;
    std::vector<coordination::Line> lines_;
    std::map<std::string_view, int> named_at_;
    std::map<Riding, int> going_;
    Stages stages_ = 0;
    int named_ = 0, unnamed_ = 0, unplaced_ = 0, of_earlier_term_ = 0;
};

// What the school's own row says, or those of its pupils do.
std::set<std::string_view> codes_with_boarders(const TermView& view) {
    std::set<std::string_view> codes;
    const registry::RegistryRows& rows = view.registry.rows();
    for (const auto& row : rows.schools)
        if (row.value.boarding && row.valid_at(view.at)) codes.insert(row.value.code);
    for (const auto& row : rows.pupils)
        if (row.value.boarding && row.valid_at(view.at)) codes.insert(row.value.school);
    for (const auto& row : rows.boarders)
        if (row.value.pupils > 0 && row.valid_at(view.at)) codes.insert(row.value.school);
    return codes;
}

}  // namespace

std::vector<BoardingSchool> boarding_schools(const TermView& view) {
    std::vector<BoardingSchool> schools;
    const auto codes = codes_with_boarders(view);
    for (const auto& row : view.registry.rows().schools) {
        if (!codes.contains(row.value.code) || !row.valid_at(view.at)) continue;
        const auto* rule = rule_of(view, row.value.code);
        schools.push_back({row.value, rule ? *rule : registry::HolidayRule{.school = row.value.code}});
        if (!rule)
            view.note(row.value.code,
                      "it has no row in holiday_rules: home at every weekend and public holiday",
                      "没有登记放假规则：按每个周末和节假日放假");
    }
    std::ranges::sort(schools, {},
                      [](const BoardingSchool& each) -> const std::string& { return each.school.code; });
    return schools;
}

Stages stages_of(const registry::School& school) { return stages_named(school.stage); }

coordination::School school_of(const BoardingSchool& of) {
    const registry::HolidayRule& rule = of.rule;
    return {.code = of.school.code,
            .name = of.school.name,
            .stages = stages_of(of.school),
            .owes_rest = registry::owes_rest(rule, of.school.stage),
            .gate = {of.school.latitude_deg, of.school.longitude_deg},
            .gate_per_quarter = rule.gate_per_quarter,
            .earliest_home = rule.earliest_home,
            .latest_home = rule.latest_home,
            .earliest_back = rule.earliest_back,
            .latest_back = rule.latest_back,
            .home_weekdays = weekday_bits(rule.home_weekdays),
            .least_on_days = rule.least_on_days,
            .most_on_days = rule.most_on_days};
}

Result<std::vector<coordination::Line>> lines_of(const TermView& view, const BoardingSchool& of,
                                                 std::size_t school, Stages& stages) {
    return Riders{view, of, school}.lines(stages);
}

}  // namespace husong::holidays
