// An explanation as some lines of text.
#include "server/coordination/json_texts.hpp"
#include "server/coordination/words.hpp"
#include "server/solver/case_edits.hpp"
#include "server/solver/school_days.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::solver {

using coordination::Case;
using coordination::Minutes;
using coordination::School;
using coordination::to_text;
using coordination::Way;
using coordination::Words;

namespace {

class Text {
public:
    Text(const Explanation& explanation, const Case& question, Language language)
        : of_{explanation}, question_{question}, words_{question, language}, zh_{words_.zh()} {}

    std::string all() {
        switch (of_.kind) {
            case Impossible::nothing: line("可以排出来。", "There is a plan."); break;
            case Impossible::no_vehicle: no_vehicle(); break;
            case Impossible::no_moment: no_moment(); break;
            case Impossible::days: days(); break;
            case Impossible::resources: resources(); break;
            case Impossible::no_vehicle_in_time: no_vehicle_in_time(); break;
            case Impossible::too_few_in_time: too_few_in_time(); break;
            case Impossible::not_proven: of_.without.empty() ? not_proven() : left_over();
        }
        if (!of_.minimal && of_.kind != Impossible::not_proven)
            line("时间不够，不能肯定每一项都少不了。",
                 "There was no time to make sure that each of these is needed.");
        reliefs();
        return std::move(text_);
    }

private:
    void line(std::string_view zh, std::string_view en) { text_ += fmt::format("{}\n", zh_ ? zh : en); }

    void no_vehicle() {
        const School& school = question_.schools[of_.schools.front()];
        line(fmt::format("{}的{}名学生没有车可坐：没有一辆车可以接送{}。", school.name, of_.pupils,
                         words_.pupils(school.stages)),
             fmt::format("The {} of {} have no vehicle: none may carry {}.",
                         Words::count(of_.pupils, "pupil"), school.name, words_.pupils(school.stages)));
    }

    void no_moment() {
        const auto key = of_.legs.front();
        line(fmt::format("{}（{}）没有可用的日期和时间：", words_.leg(key), words_.wish(key)),
             fmt::format("{} ({}) has no day and time left:", words_.leg(key), words_.wish(key)));
        for (const Reason& reason : of_.reasons) {
            const std::string why = moment_reason(reason, key);
            const std::string on = reason.rule == Rule::pin ? "" : words_.days(reason.days);
            text_ += on.empty() ? fmt::format("- {}\n", why)
                                : fmt::format("- {}{}{}\n", on, zh_ ? "：" : ": ", why);
        }
    }

    [[nodiscard]] std::string either(std::string zh, std::string en) const {
        return zh_ ? std::move(zh) : std::move(en);
    }

    [[nodiscard]] std::string moment_reason(const Reason& reason, coordination::LegKey key) const {
        const School& school = question_.schools[question_.breaks[key.of].school];
        const bool home = key.way == Way::home;
        switch (reason.rule) {
            case Rule::forbidden: return either("这一天已注明不行", "marked as not possible");
            case Rule::closed: return either("学校考试", "the school has exams");
            case Rule::weekday:
                return either("学校不在这一天放学",
                              "the school does not let its pupils go on this day of the week");
            case Rule::first_holiday:
                return either("法定节假日第一天，不返校", "first day of a public holiday, nobody comes back");
            case Rule::dusk: return dark(reason);
            case Rule::night:
                return either(
                    fmt::format("车辆不早于{}出发", to_text(question_.rules.first_way)),
                    fmt::format("no vehicle sets out before {}", to_text(question_.rules.first_way)));
            case Rule::gate:
                return either(fmt::format("校门每刻钟只能过{}辆车", school.gate_per_quarter),
                              fmt::format("the gate lets {} through in a quarter of an hour",
                                          Words::count(school.gate_per_quarter, "vehicle")));
            case Rule::pin: return fixed(key);
            case Rule::earliest:
                return home ? either(fmt::format("最早{}放学", to_text(school.earliest_home)),
                                     fmt::format("the school lets its pupils go from {} on",
                                                 to_text(school.earliest_home)))
                            : either(fmt::format("最早{}返校", to_text(school.earliest_back)),
                                     fmt::format("the school takes its pupils back from {} on",
                                                 to_text(school.earliest_back)));
            case Rule::latest:
                return home ? either(fmt::format("最晚{}放学", to_text(school.latest_home)),
                                     fmt::format("the school lets its pupils go until {}",
                                                 to_text(school.latest_home)))
                            : either(
                                  fmt::format("最晚{}全部到校", to_text(school.latest_back)),
                                  fmt::format("everybody has to be back by {}", to_text(school.latest_back)));
            default: return std::string{rule_name(reason.rule)};
        }
    }

    [[nodiscard]] std::string fixed(coordination::LegKey key) const {
        const auto& pinned = *question_.breaks[key.of].leg(key.way)->pinned;
        const std::string at = words_.moment(pinned);
        if (!question_.holds(pinned.on))
            return either(fmt::format("时间固定在{}，不在本学期", at),
                          fmt::format("it is fixed at {}, which is not in this term", at));
        return either(fmt::format("时间固定在{}", at), fmt::format("it is fixed at {}", at));
    }

    [[nodiscard]] std::string dark(const Reason& reason) const {
        Minutes dusk{0};
        for (const auto day : reason.days) dusk = std::max(dusk, question_.day(day).dusk);
        const std::string down = words_.clock(of_.last_down.value_or(Minutes{0})), dark = words_.clock(dusk);
        return either(fmt::format("最后一名学生最早{}到家，{}天已黑", down, dark),
                      fmt::format("the last pupil would be home at {} at the earliest, and it is dark at {}",
                                  down, dark));
    }

    void no_vehicle_in_time() {
        const auto key = of_.legs.front();
        line(fmt::format("{}（{}），没有一辆车能接送：", words_.leg(key), words_.wish(key)),
             fmt::format("{} ({}): no vehicle can serve it:", words_.leg(key), words_.wish(key)));
        for (const OutOfReach& each : of_.out_of_reach) {
            const auto& place = question_.lines[each.line].places[each.place];
            const bool beyond = each.riders > place.riders;
            const std::string on = words_.days(each.days), way = words_.length(place.from_school);
            line(fmt::format("- {}：{}{}的{}名学生，路上要{}；{}", on, place.name, beyond ? "及更远处" : "",
                             each.riders, way, why_not(each)),
                 fmt::format("- {}: {} from {}{}, {} on the way; {}", on, Words::count(each.riders, "pupil"),
                             place.name, beyond ? " and beyond" : "", way, why_not(each)));
        }
    }

    [[nodiscard]] std::string why_not(const OutOfReach& each) const {
        if (each.too_long > 0)
            return either(fmt::format("一名驾驶员一天最多开{}", longest_drive()),
                          fmt::format("a driver may drive {} a day", longest_drive()));
        std::string why = either(fmt::format("可以接送他们的车有{}辆：", each.vehicles),
                                 Words::count(each.vehicles, "vehicle") + " may carry them: ");
        if (each.elsewhere > 0)
            why += either(fmt::format("{}辆另有任务，从别处赶不及", each.elsewhere),
                          fmt::format("{} too far away from where else they are awaited", each.elsewhere));
        if (each.elsewhere > 0 && each.busy > 0) why += either("；", ", ");
        if (each.busy > 0)
            why += either(fmt::format("{}辆那时不能用", each.busy),
                          fmt::format("{} in other use then", each.busy));
        return why;
    }

    [[nodiscard]] std::string longest_drive() const { return words_.length(question_.rules.driving_a_day); }

    void too_few_in_time() {
        const bool one = of_.legs.size() == 1;
        line(one ? "下面这一趟，车辆来不及全部接送：" : "下面这些，车辆来不及都接送：",
             one ? "The vehicles cannot serve all of this in time:"
                 : "The vehicles cannot serve all of these in time:");
        legs_with_riders();
        line(fmt::format("能接送其中学生的车有{}辆。", of_.vehicles),
             fmt::format("Vehicles that can serve any of it: {}.", of_.vehicles));
        for (const Reason& reason : of_.reasons) text_ += "- " + too_few_reason(reason) + "\n";
        if (of_.minimal && !one)
            line("去掉其中任何一项，其余的就能接送。", "Without any one of them the others can be served.");
    }

    [[nodiscard]] std::string too_few_reason(const Reason& reason) const {
        if (reason.rule == Rule::awaited) return either("有的车另有任务", "vehicles are awaited otherwise");
        if (reason.rule == Rule::driving_hours)
            return either(fmt::format("一名驾驶员一天最多开{}", longest_drive()),
                          fmt::format("a driver may drive {} a day", longest_drive()));
        if (!of_.empty_way)
            return either("空车从一处赶到另一处来不及", "the empty ways from one to the other take too long");
        const std::string takes = words_.length(*of_.empty_way);
        return either(fmt::format("空车从一处赶到另一处至少要{}，一辆车来不及两处都去", takes),
                      fmt::format("the empty way between them takes at least {}, too long for one vehicle to "
                                  "serve both",
                                  takes));
    }

    void left_over() {
        line(
            "没有找到人人有车坐的方案，但也不能肯定排不出来。找到的最好方案里，还没有车坐的是：",
            "No plan was found in which everybody has a vehicle; it is not proven that there is none. In the "
            "best one found these have none:");
        constexpr std::size_t few = 12;
        int others = of_.pupils;
        for (std::size_t i = 0; i < std::min(few, of_.without.size()); ++i) {
            const WithoutVehicle& left = of_.without[i];
            const std::string leg = words_.leg(left.leg), on = words_.day(left.on);
            line(fmt::format("- {}，{}：{}人", leg, on, left.riders),
                 fmt::format("- {}, on {}: {}", leg, on, Words::count(left.riders, "pupil")));
            others -= left.riders;
        }
        if (others > 0)
            line(fmt::format("- 另外还有{}人次", others),
                 fmt::format("- and {} more", Words::count(others, "pupil")));
    }

    void not_proven() {
        line("没有找到方案，但也不能肯定排不出来。排不到一起的是：",
             "No plan was found, but it is not certain that there is none. What found no place together:");
        constexpr std::size_t few = 12;
        if (of_.legs.size() <= few) return legs();
        for (const std::size_t school : of_.schools) text_ += "- " + words_.school(school) + "\n";
    }

    void days() {
        const std::size_t school = of_.schools.front();
        const std::string& name = words_.school(school);
        line(fmt::format("{}的放假日期排不出来：", name),
             fmt::format("The days of {} do not come out:", name));
        for (const Reason& reason : of_.reasons)
            text_ += "- " + days_reason(reason, question_.schools[school]) + "\n";
        line("相互冲突的是：", "What collides:");
        legs();
    }

    [[nodiscard]] std::string days_reason(const Reason& reason, const School& school) const {
        switch (reason.rule) {
            case Rule::rest_owed:
                return either(
                    fmt::format("开学以来应休{}天，这样最多只休{}天", of_.owed, of_.given),
                    fmt::format("since the term began {} of rest are owed, and {} at most are given",
                                Words::count(of_.owed, "day"), of_.given));
            case Rule::least_on_days:
                return either(fmt::format("两次放假之间至少在校{}天", school.least_on_days),
                              fmt::format("there must be {} at least at school between two breaks",
                                          Words::count(school.least_on_days, "day")));
            case Rule::most_on_days:
                return either(fmt::format("两次放假之间最多在校{}天", school.most_on_days),
                              fmt::format("there may be {} at most at school between two breaks",
                                          Words::count(school.most_on_days, "day")));
            default:
                if (std::ranges::any_of(of_.legs, [&](auto key) { return leg(key).pinned.has_value(); }))
                    return either("返校要在离校之后", "coming back is on a later day than going home");
                return either(fmt::format("放假不能比希望的短，最多长{}天", longest_breaks),
                              fmt::format("a break is not shorter than wished, and {} longer at most",
                                          Words::count(longest_breaks, "day")));
        }
    }

    void legs() {
        for (const auto leg : of_.legs)
            text_ += fmt::format(fmt::runtime(zh_ ? "- {}（{}）\n" : "- {} ({})\n"), words_.leg(leg),
                                 words_.wish(leg));
    }

    void legs_with_riders() {
        for (const auto leg : of_.legs) {
            const int riders = pupils_of(question_, question_.breaks[leg.of].school);
            text_ += zh_ ? fmt::format("- {}，{}人（{}）\n", words_.leg(leg), riders, words_.wish(leg))
                         : fmt::format("- {}, {} ({})\n", words_.leg(leg), Words::count(riders, "pupil"),
                                       words_.wish(leg));
        }
    }

    void resources() {
        const bool one = of_.legs.size() == 1;
        line(one ? "下面这一趟排不下：" : "下面这些不能同时排下：",
             one ? "There is no room for this:" : "There is no room for all of these:");
        legs_with_riders();
        for (const Scarce& scarce : of_.scarce) {
            const bool posts = scarce.resource == Resource::posts;
            const std::string on = words_.day(scarce.on), from = words_.clock(scarce.from),
                              until = words_.clock(scarce.until);
            const bool spare = !posts && question_.rules.spare_per_mille > 0;
            line(fmt::format("{}不够：{}{}至{}最多{}{}。", posts ? "交警岗位" : "车", on, from, until,
                             scarce.available,
                             fmt::format("{}{}", posts ? "个" : "辆", spare ? "（已留备用车）" : "")),
                 fmt::format("Too few {}: on {} from {} to {} at most {} can be had{}.",
                             posts ? "police posts" : "vehicles", on, from, until, scarce.available,
                             spare ? " (some are kept spare)" : ""));
        }
        if (of_.minimal && !one)
            line("去掉其中任何一项，其余的就能排下。",
                 "Without any one of them there is room for the others.");
    }

    void reliefs() {
        if (of_.kind == Impossible::nothing) return;
        if (of_.reliefs.empty()) {
            if (of_.all_tried)
                line("试过的办法都不行。", "Nothing that was tried helps.");
            else
                line("没有时间试别的办法，请多给些时间。",
                     "There was no time to try what would help; please give it more.");
            return;
        }
        line("以下任何一个办法都行（已试排）：", "Any one of these helps (each was tried):");
        for (const Relief& relief : of_.reliefs)
            text_ += fmt::format(fmt::runtime(zh_ ? "- {}，{}\n" : "- {}; {}\n"), words_.change(relief),
                                 frees(relief.frees));
    }

    [[nodiscard]] std::string frees(Frees frees) const {
        const bool in_time = of_.kind == Impossible::too_few_in_time;
        const bool shared = in_time || of_.kind == Impossible::resources;
        const bool one_day =
            in_time ? of_.reasons.empty() || of_.reasons.front().days.size() == 1 : of_.scarce.size() == 1;
        switch (frees) {
            case Frees::term: return either("整个学期就能排下", "then there is a plan for the whole term");
            case Frees::scope:
                return (!shared   ? either("这所学校", "then there is a plan for this school")
                        : one_day ? either("这一天", "then there is a plan for everybody on this day")
                                  : either("这几天", "then there is a plan for everybody on these days")) +
                       (of_.beside == 0 ? "" : either("除另列的冲突外", ", but for what else is listed")) +
                       either("就能排下", "");
            case Frees::these: break;
        }
        return either("上面几项就能排下，但还有别的冲突",
                      "then these have a plan, but other things collide as well");
    }

    [[nodiscard]] const coordination::Leg& leg(coordination::LegKey key) const {
        return *question_.breaks[key.of].leg(key.way);
    }

    const Explanation& of_;
    const Case& question_;
    Words words_;
    bool zh_;
    std::string text_;
};

}  // namespace

std::string in_words(const Explanation& explanation, const Case& question, Language language) {
    return Text{explanation, question, language}.all();
}

}  // namespace husong::solver
