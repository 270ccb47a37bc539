#include "server/coordination/json_texts.hpp"

#include "server/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace husong::coordination {

namespace {

namespace json = boost::json;

constexpr std::array<std::pair<Stage, std::string_view>, 4> stages_by_name{
    {{Stage::kindergarten, "kindergarten"},
     {Stage::primary, "primary"},
     {Stage::junior_high, "junior_high"},
     {Stage::senior_high, "senior_high"}}};

std::optional<int> digits(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

}  // namespace

std::string to_text(Minutes of_day) {
    return fmt::format("{:02}:{:02}", of_day.count() / 60, of_day.count() % 60);
}

json::value to_value(const Moment& moment) {
    return json::object{{"on", to_iso(std::chrono::year_month_day{moment.on})}, {"at", to_text(moment.at)}};
}

std::string_view stage_name(Stage stage) {
    return std::ranges::find(stages_by_name, stage, &std::pair<Stage, std::string_view>::first)->second;
}

json::array texts_of(Stages stages) {
    json::array all;
    for (const Stage stage : {Stage::kindergarten, Stage::primary, Stage::junior_high, Stage::senior_high})
        if (stages & only(stage)) all.emplace_back(stage_name(stage));
    return all;
}

bool Json::has(std::string_view name) const {
    if (!value_ || !value_->is_object()) return false;
    const auto* found = value_->get_object().if_contains(name);
    return found && !found->is_null();
}

Json Json::operator[](std::string_view name) const {
    const auto* found = value_ && value_->is_object() ? value_->get_object().if_contains(name) : nullptr;
    return {found, place_.empty() ? std::string{name} : fmt::format("{}.{}", place_, name), *fault_};
}

std::vector<Json> Json::entries(std::size_t most) const {
    std::vector<Json> all;
    if (!value_ || !value_->is_array()) {
        fail("is no list");
        return all;
    }
    if (const auto given = value_->get_array().size(); given > most) {
        fail(fmt::format("has {} entries, more than {}", given, most));
        return all;
    }
    for (const json::value& entry : value_->get_array())
        all.emplace_back(&entry, fmt::format("{}[{}]", place_, all.size()), *fault_);
    return all;
}

std::string Json::text() const {
    if (value_ && value_->is_string()) return std::string{value_->get_string()};
    fail("is no text");
    return {};
}

int Json::whole(int least, int most) const {
    if (value_ && value_->is_int64() && value_->get_int64() >= least && value_->get_int64() <= most)
        return static_cast<int>(value_->get_int64());
    fail(fmt::format("is no whole number from {} to {}", least, most));
    return least;
}

double Json::number(double least, double most) const {
    double value = least - 1;
    if (value_ && value_->is_double()) value = value_->get_double();
    if (value_ && value_->is_int64()) value = static_cast<double>(value_->get_int64());
    if (value >= least && value <= most) return value;
    fail(fmt::format("is no number from {} to {}", least, most));
    return least;
}

bool Json::flag() const {
    if (value_ && value_->is_bool()) return value_->get_bool();
    fail("is neither true nor false");
    return false;
}

Day Json::day() const {
    const std::string written = text();
    const auto parsed = parse_date(written);
    if (parsed) return Day{*parsed};
    fail("is no day like 2026-09-30");
    return Day{};
}

Minutes Json::minutes() const {
    const std::string written = text();
    const auto colon = written.find(':');
    if (colon != std::string::npos && written.size() - colon == 3) {
        const auto hours = digits(written.substr(0, colon)), rest = digits(written.substr(colon + 1));
        if (hours && rest && *hours <= 24 && *rest < 60 && *hours * 60 + *rest <= 24 * 60)
            return Minutes{*hours * 60 + *rest};
    }
    fail("is no time of day like 15:30");
    return Minutes{};
}

Moment Json::moment() const { return {(*this)["on"].day(), (*this)["at"].minutes()}; }

Stages Json::stages() const {
    Stages all = 0;
    for (const Json& entry : entries(stages_by_name.size())) {
        const std::string name = entry.text();
        const auto known =
            std::ranges::find(stages_by_name, name, &std::pair<Stage, std::string_view>::second);
        if (known == stages_by_name.end())
            entry.fail("is none of kindergarten, primary, junior_high, senior_high");
        else
            all = static_cast<Stages>(all | only(known->first));
    }
    return all;
}

std::size_t Json::code_of(std::span<const std::string> codes) const {
    const std::string code = text();
    const auto known = std::ranges::find(codes, code);
    if (known != codes.end()) return static_cast<std::size_t>(known - codes.begin());
    fail("names nothing of this case: " + code);
    return 0;
}

void Json::fail(std::string_view what) const {
    if (fault_->empty()) *fault_ = fmt::format("{} {}", place_.empty() ? "the case" : place_, what);
}

}  // namespace husong::coordination
