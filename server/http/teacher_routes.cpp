// The pages of a class teacher.
#include "server/http/caller.hpp"
#include "server/http/form_sign_in.hpp"
#include "server/http/read_pool.hpp"
#include "server/http/services.hpp"
#include "server/http/teacher_form.hpp"
#include "server/http/teacher_roll.hpp"
#include "server/ingest/world.hpp"

#include <fmt/core.h>

#include <charconv>
#include <memory>

namespace husong::http {

namespace {

using access::Action;
using access::Resource;
using pages::FormFault;
using ways::PupilWays;

constexpr std::string_view teacher_login = "/t/login";
constexpr Door reads_class{Door::Key::session, Resource::class_ways, Action::read, true};
constexpr Door tells_class{Door::Key::session, Resource::class_ways, Action::create, true};

struct TeacherScene {
    registry::RegistryPtr registry;
    ways::SchoolClass of;
    std::string school;  // its name
    std::vector<PupilWays> pupils;
    std::string token;
    Time now{};

    [[nodiscard]] pages::ClassScene shown() const {
        return {*registry, school, of.name, ways::term_at(now).name, pupils, now, token};
    }
};

// Errors: not_found (the account names no class of the register), unavailable.
Result<TeacherScene> teacher_scene(const Request& request, const Services& services, db::Reader& reader) {
    const auto of = ways::parse_class(request.caller.account->scope);
    TeacherScene scene{services.world.registry(),
                       of.value_or(ways::SchoolClass{}),
                       "",
                       {},
                       form_token(request.caller.session),
                       request.received_at};
    const auto* school = of ? scene.registry->school_by_code(of->school, scene.now) : nullptr;
    if (!school) return Error{ErrorCode::not_found, "the account is of no class"};
    scene.school = school->value.name;
    const auto pupils = ways::pupils_of(*scene.registry, scene.of, scene.now);
    std::vector<std::string> codes;
    codes.reserve(pupils.size());
    for (const auto* pupil : pupils) codes.push_back(pupil->code);
    const auto rows = reader.travels_of(codes);
    if (!rows) return rows.error();
    for (const auto* pupil : pupils) scene.pupils.push_back(ways::ways_of(*pupil, *rows, scene.now));
    return scene;
}

Response no_scene(const Error& error) {
    return error.code == ErrorCode::not_found ? closed_page(403) : busy_page();
}

// Of the number in an address or a query; none: there is none.
std::optional<int> number_of(std::string_view text) {
    int number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (wrong != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

Response class_page(const Request& request, const Services& services, db::Reader& reader) {
    const auto scene = teacher_scene(request, services, reader);
    if (!scene) return no_scene(scene.error());
    return page_response(200, pages::render_class({scene->shown(), number_of(request.field("saved")), {}}),
                         pages::teacher_style);
}

// The group of the address; none: the class has no such group.
std::optional<std::size_t> group_asked(const Request& request, const TeacherScene& scene) {
    const auto number = number_of(request.arguments.front());
    if (!number || *number < 1 || scene.pupils.empty()) return std::nullopt;
    const auto group = static_cast<std::size_t>(*number);
    return group <= pages::group_of(scene.pupils.size() - 1) ? std::optional{group} : std::nullopt;
}

// The parts of a group as they are known now.
std::vector<pages::PupilPart> known_parts(const TeacherScene& scene, std::size_t group) {
    std::vector<pages::PupilPart> parts;
    const std::size_t first = (group - 1) * pages::group_size;
    for (std::size_t i = first; i < std::min(first + pages::group_size, scene.pupils.size()); ++i)
        parts.push_back({i, pages::choice_of(scene.pupils[i]), {}});
    return parts;
}

Response group_page(const Request& request, const Services& services, db::Reader& reader) {
    const auto scene = teacher_scene(request, services, reader);
    if (!scene) return no_scene(scene.error());
    const auto group = group_asked(request, *scene);
    if (!group) return closed_page(404);
    return page_response(200,
                         pages::render_group({scene->shown(), *group, known_parts(*scene, *group),
                                              number_of(request.field("saved")), ""}),
                         pages::teacher_style);
}

// ---- saving ----

using AfterSaving = std::function<void(const Result<WaysDone>&, db::Reader&)>;

void save(const Request& request, const Services& services, db::Reader& reader, WaysDeed deed,
          const AfterSaving& then) {
    deed.account = request.caller.number();
    deed.peer = request.peer;
    auto done = std::make_shared<WaysDone>();
    ingest::Act act;
    act.apply = [done, deed = std::move(deed)](ingest::Transaction& transaction) -> Result<> {
        auto told = tell_ways(deed, transaction);
        if (!told) return told.error();
        *done = std::move(*told);
        return {};
    };
    act.done = [done, then, &services](const Result<>& stored) {
        services.reads.run_anyway([done, then, stored](db::Reader& after) {
            then(stored ? Result<WaysDone>{*done} : Result<WaysDone>{stored.error()}, after);
        });
    };
    if (!services.submit(std::move(act)))
        then(Error{ErrorCode::unavailable, "too many acts wait to be stored"}, reader);
}

// What was typed of whom, to find the pupils again in a class that another edit may have changed meanwhile.
struct TypedOf {
    std::string pupil;
    pages::PupilPart part;
};
std::vector<TypedOf> typed_of(const TeacherScene& scene, std::vector<pages::PupilPart> parts) {
    std::vector<TypedOf> all;
    all.reserve(parts.size());
    for (pages::PupilPart& part : parts)
        all.push_back({scene.pupils[part.place].pupil->code, std::move(part)});
    return all;
}
std::vector<pages::PupilPart> found_again(const TeacherScene& scene, const std::vector<TypedOf>& all) {
    std::vector<pages::PupilPart> parts;
    for (const TypedOf& typed : all) {
        const auto is_of = [&](const PupilWays& each) { return each.pupil->code == typed.pupil; };
        const auto pupil = std::ranges::find_if(scene.pupils, is_of);
        if (pupil == scene.pupils.end()) continue;  // no pupil of the class any more
        parts.push_back(typed.part);
        parts.back().place = static_cast<std::size_t>(pupil - scene.pupils.begin());
    }
    return parts;
}

void blame_overtaken(const WaysDone& done, const TeacherScene& scene, std::vector<pages::PupilPart>& parts) {
    for (const registry::Travel& way : done.overtaken)
        for (pages::PupilPart& part : parts) {
            const PupilWays& pupil = scene.pupils[part.place];
            if (pupil.pupil->code != way.pupil) continue;
            const std::string now_known =
                ways::way_zh(pupil.towards(way.direction).way, *scene.registry, scene.now);
            part.faults.push_back({way.direction == registry::Direction::home ? "home-mode" : "to-mode",
                                   "刚才有人改成了" + now_known + "，请看清楚再保存"});
        }
}

// What was typed again where it was not stored; the others as they are known now.
Response not_all_saved(unsigned status, const TeacherScene& scene, std::size_t group,
                       std::vector<pages::PupilPart> typed) {
    std::vector<pages::PupilPart> parts = known_parts(scene, group);
    for (pages::PupilPart& part : parts)
        for (pages::PupilPart& other : typed)
            if (other.place == part.place && (status == 503 || !other.faults.empty()))
                part = std::move(other);
    const std::string trouble = status == 503 ? "没有保存成功，服务器现在忙，请再按一次" : "";
    return page_response(status, pages::render_group({scene.shown(), group, std::move(parts), {}, trouble}),
                         pages::teacher_style);
}

std::string address_after(const Request& request, std::size_t group, int saved) {
    return request.form_field("go") == "next" ? fmt::format("/t/{}?saved={}", group + 1, saved)
                                              : fmt::format("/t?saved={}", saved);
}

void post_group(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    const auto scene = teacher_scene(request, services, reader);
    if (!scene) return answer(no_scene(scene.error()));
    const auto group = group_asked(request, *scene);
    if (!group) return answer(closed_page(404));
    TypedGroup typed = read_group(request, scene->pupils, *scene->registry);
    WaysDeed deed{scene->of, std::move(typed.told), 0, ""};
    save(request, services, reader, std::move(deed),
         [answer, request, &services, group = *group, typed_parts = typed_of(*scene, std::move(typed.parts))](
             const Result<WaysDone>& done, db::Reader& after) {
             const auto now_known = teacher_scene(request, services, after);
             if (!now_known) return answer(no_scene(now_known.error()));
             auto blamed = found_again(*now_known, typed_parts);
             if (!done) return answer(not_all_saved(503, *now_known, group, std::move(blamed)));
             blame_overtaken(*done, *now_known, blamed);
             const bool fine =
                 std::ranges::all_of(blamed, [](const auto& part) { return part.faults.empty(); });
             answer(fine ? redirect_to(address_after(request, group, done->pupils))
                         : not_all_saved(422, *now_known, group, std::move(blamed)));
         });
}

void post_same(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    const auto scene = teacher_scene(request, services, reader);
    if (!scene) return answer(no_scene(scene.error()));
    std::vector<FormFault> faults;
    WaysDeed deed{scene->of, told_as_before(scene->pupils, *scene->registry, scene->now, faults), 0, ""};
    save(
        request, services, reader, std::move(deed),
        [answer, request, &services, faults](const Result<WaysDone>& done, db::Reader& after) {
            if (done && faults.empty()) return answer(redirect_to(fmt::format("/t?saved={}", done->pupils)));
            const auto now_known = teacher_scene(request, services, after);
            if (!now_known) return answer(no_scene(now_known.error()));
            auto problems = faults;
            if (!done) problems = {{"1", "没有保存成功，服务器现在忙，请再按一次"}};
            const std::optional<int> saved = done ? std::optional{done->pupils} : std::nullopt;
            answer(page_response(done ? 422 : 503, pages::render_class({now_known->shown(), saved, problems}),
                                 pages::teacher_style));
        });
}

const std::array teacher_route_rows{
    sign_in_form_route(teacher_login),
    sign_in_route(teacher_login),
    sign_out_route("/t/logout", reads_class, teacher_login),
    Route{.verb = Verb::get,
          .pattern = "/t",
          .summary = "A teacher's class: who has answered, and the numbers by way",
          .door = reads_class,
          .handler = class_page,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = teacher_login},
    Route{.verb = Verb::get,
          .pattern = "/t/roll",
          .summary = "Who of the class rides to school today, and who is there",
          .door = reads_class,
          .handler = roll_page,
          .successes = {{{200, "", "The form"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = teacher_login},
    Route{.verb = Verb::post,
          .pattern = "/t/roll",
          .summary = "The roll: those who are not named as missing are at school",
          .door = tells_class,
          .handler = post_roll,
          .successes = {{{303, "", "Stored, or told before: to the roll"}}},
          .page = true,
          .form = true,
          .sign_in = teacher_login},
    Route{.verb = Verb::get,
          .pattern = "/t/{group}",
          .summary = "The form of a part of the class",
          .door = reads_class,
          .handler = group_page,
          .successes = {{{200, "", "The form"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = teacher_login},
    Route{.verb = Verb::post,
          .pattern = "/t/same",
          .summary = "All who have not been asked this term travel as before",
          .door = tells_class,
          .handler = post_same,
          .successes = {{{303, "", "Stored: to the class"}}},
          .page = true,
          .form = true,
          .sign_in = teacher_login},
    Route{.verb = Verb::post,
          .pattern = "/t/{group}",
          .summary = "The ways of a part of the class",
          .door = tells_class,
          .handler = post_group,
          .successes = {{{303, "", "Stored: to the next part, or to the class"}}},
          .page = true,
          .form = true,
          .sign_in = teacher_login},
};

}  // namespace

std::span<const Route> teacher_routes() { return teacher_route_rows; }

}  // namespace husong::http
