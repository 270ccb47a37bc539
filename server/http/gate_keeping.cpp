#include "server/http/gate_keeping.hpp"

#include "server/access/secret.hpp"
#include "server/http/caller.hpp"
#include "server/http/sign_in_desk.hpp"
#include "server/http/url.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace husong::http {

namespace {

constexpr std::size_t shortest_key = 8;  // as an Idempotency-Key of the API
constexpr std::size_t longest_key = 80;
constexpr std::uint16_t most_counted = 300;    // beyond any vehicle: a slip of the finger
constexpr std::size_t most_typed_bytes = 400;  // of a field that is shown again

// １２ as a Chinese keyboard gives it.
std::string half_width(std::string_view text) {
    constexpr std::string_view full_zero = "０";  // U+FF10, EF BC 90; nine follows at EF BC 99
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto last = i + 2 < text.size() ? static_cast<unsigned char>(text[i + 2]) : 0U;
        const auto zero = static_cast<unsigned char>(full_zero[2]);
        if (text.substr(i, 2) == full_zero.substr(0, 2) && last >= zero && last <= zero + 9U) {
            out += static_cast<char>('0' + (last - zero));
            i += 2;
        } else if (text[i] != ' ') {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

Result<pages::GateForm> empty_form(const Request& request, const GateScene& scene, db::Reader& reader) {
    auto keepers = reader.gate_keepers(scene.school->code);
    if (!keepers) return keepers.error();
    pages::GateForm form;
    form.token = form_token(request.caller.session);
    form.key = access::make_secret();
    for (access::GateKeeper& keeper : *keepers)
        if (!keeper.pin_hash.empty()) form.keepers.push_back(std::move(keeper.name));
    return form;
}

Result<pages::GateForm> typed_form(const Request& request, const GateScene& scene,
                                   std::initializer_list<std::string_view> fields, db::Reader& reader) {
    auto form = empty_form(request, scene, reader);
    if (!form) return form;
    form->act = request.form_field("act");
    form->typed.emplace_back("keeper", request.form_field("keeper"));
    for (const std::string_view field : fields)
        form->typed.emplace_back(field, request.form_field(field).substr(0, most_typed_bytes));
    return form;
}

pages::GateForm count_form(const Request& request, const std::vector<pages::FormFault>& faults,
                           const std::string& doubt) {
    pages::GateForm form;
    form.token = form_token(request.caller.session);
    form.key = access::make_secret();
    form.faults = faults;
    form.doubt = doubt;
    if (faults.empty() && doubt.empty()) return form;
    form.act = request.form_field("act");
    for (const std::string_view field : {"pupils", "adults"})
        form.typed.emplace_back(field, request.form_field(field).substr(0, most_typed_bytes));
    return form;
}

bool has_form_key(const Request& request) {
    const auto key = request.form_field("key");
    return key.size() >= shortest_key && key.size() <= longest_key;
}

std::vector<pages::FormFault> keeper_faults(const Request& request) {
    std::vector<pages::FormFault> faults;
    if (!has_form_key(request)) faults.push_back({"keeper", "这张表不完整，请再填一次"});
    if (request.form_field("keeper").empty()) faults.push_back({"keeper", "请选您的名字"});
    if (request.form_field("pin").empty()) faults.push_back({"pin", "请输 PIN"});
    return faults;
}

std::optional<std::uint16_t> number_typed(std::string_view text, std::uint16_t most) {
    const std::string digits = half_width(text);
    std::uint16_t number = 0;
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (wrong != std::errc{} || end != digits.data() + digits.size() || number > most) return std::nullopt;
    return number;
}

std::optional<tracking::HeadCount> heads_typed(const Request& request,
                                               std::vector<pages::FormFault>& faults) {
    const auto pupils = number_typed(request.form_field("pupils"), most_counted);
    const auto adults = number_typed(request.form_field("adults"), most_counted);
    if (!pupils) faults.push_back({"pupils", "学生人数要填 0 到 300 的数，没有学生填 0"});
    if (!adults || *adults == 0) faults.push_back({"adults", "大人人数要填 1 到 300 的数，司机也算"});
    const std::string_view typed_others = request.form_field("others");  // 空着：没有
    const auto others =
        typed_others.empty() ? std::optional<std::uint16_t>{0} : number_typed(typed_others, most_counted);
    if (!others) faults.push_back({"others", "无关人员要填 0 到 300 的数，没有就空着"});
    if (!pupils || !adults || *adults == 0 || !others) return std::nullopt;
    return tracking::HeadCount{*pupils, *adults, *others};
}

std::uint64_t act_key(const Request& request) {
    return tracking::record_key(request.caller.key_space(), request.form_field("key"));
}

void let_keeper_in(const Request& request, const Services& services, const GateScene& scene,
                   db::Reader& reader, const std::function<void(const Result<Keeper>&)>& then) {
    const auto keepers = reader.gate_keepers(scene.school->code);
    if (!keepers) return then(keepers.error());
    const std::string name{request.form_field("keeper").substr(0, most_typed_bytes)};
    access::GateKeeper keeper{scene.school->code, name, ""};
    for (const access::GateKeeper& known : *keepers)
        if (known.name == name) keeper = known;
    SignInDesk::PinTry attempt{.keeper = std::move(keeper),
                               .pin = half_width(request.form_field("pin")),
                               .peer = request.peer,
                               .session = request.caller.session,
                               .session_ends = request.caller.session_ends,
                               .account = request.caller.number(),
                               .at = request.received_at};
    const std::string token{cookie_value(request.headers.cookie, session_cookie)};
    const bool taken = services.desk.check_pin(
        std::move(attempt), [name, token, then, &services](const Result<SignInDesk::PinOutcome>& outcome) {
            if (!outcome) return then(outcome.error());
            if (outcome->wait > 0ms) {
                const auto minutes = std::chrono::ceil<std::chrono::minutes>(outcome->wait).count();
                return then(
                    Error{ErrorCode::too_many, fmt::format("PIN 错的次数太多，请过 {} 分钟再试", minutes)});
            }
            Keeper let_in{name, ""};
            if (outcome->renewed) let_in.cookie = session_cookie_of(token, gate_session_lifetime, services);
            then(let_in);
        });
    if (!taken) then(Error{ErrorCode::unavailable, "too many PINs wait to be checked"});
}

pages::FormFault keeper_fault(const Error& error) {
    if (error.code == ErrorCode::denied) return {"pin", "名字和 PIN 对不上"};
    if (error.code == ErrorCode::too_many) return {"pin", error.what};
    return {"pin", "没有保存成功，服务器现在忙，请再按一次"};
}

Response done_page(std::string address, const Keeper& keeper) {
    Response response = redirect_to(std::move(address));
    if (!keeper.cookie.empty()) response.headers.emplace_back("Set-Cookie", keeper.cookie);
    return response;
}

}  // namespace husong::http
