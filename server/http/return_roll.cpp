#include "server/http/return_roll.hpp"

#include "server/rules/returns.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace husong::http {

namespace {

constexpr std::chrono::days asked_after{7};

bool is_of_class(const std::string& pupil, const ReturnRoll& roll, const ingest::Transaction& transaction) {
    const auto* row = transaction.registry().pupil_by_code(pupil, transaction.now());
    return row && row->value.school == roll.of.school && row->value.class_name == roll.of.name;
}

// The marks that a roll adds to what is known.
class NewMarks {
public:
    NewMarks(const ReturnRoll& roll, const ReturnDay& known, Time now)
        : roll_{roll}, known_{known}, now_{now} {
        if (!known.called_at) put("", "called");
    }

    void tell_there(const std::string& pupil) {
        if (!known_.kind_of(pupil).empty()) put(pupil, "back");
    }
    void tell_missing(const std::string& pupil) {
        const auto before = known_.kind_of(pupil);
        const bool has_reason = before == "leave" || before == "contacted";
        if (!roll_.reason.empty())
            put(pupil, roll_.reason);
        else if (!has_reason)
            put(pupil, "missing");
    }
    [[nodiscard]] const ReturnMarks& rows() const { return rows_; }
    // By kind.
    [[nodiscard]] const boost::json::object& told() const { return told_; }

private:
    void put(const std::string& pupil, const std::string& kind) {
        if (kind != "missing" && !pupil.empty() && known_.kind_of(pupil) == kind) return;
        rows_.push_back(
            {.value = {roll_.on, roll_.of.school, roll_.of.name, pupil, kind}, .valid_from = now_});
        auto& of_kind = told_[kind];
        if (of_kind.is_null()) of_kind.emplace_array();
        if (!pupil.empty()) of_kind.as_array().emplace_back(pupil);
    }

    const ReturnRoll& roll_;
    const ReturnDay& known_;
    Time now_;
    ReturnMarks rows_;
    boost::json::object told_;
};

}  // namespace

std::string_view ReturnDay::kind_of(const std::string& pupil) const {
    const auto found = kinds.find(pupil);
    return found == kinds.end() ? std::string_view{} : std::string_view{found->second};
}

bool ReturnDay::is_back(const std::string& pupil) const {
    const auto kind = kind_of(pupil);
    return called_at && (kind.empty() || kind == "back");
}

ReturnDay return_day(const ReturnMarks& marks, std::chrono::year_month_day on, Time now) {
    ReturnDay day{on, {}, {}};
    for (const auto& row : marks) {
        if (row.value.on != on || !row.valid_at(now)) continue;
        if (row.value.pupil.empty())
            day.called_at = row.valid_from;
        else
            day.kinds[row.value.pupil] = row.value.kind;
    }
    return day;
}

std::optional<ReturnDay> return_day_to_call(const ReturnMarks& marks, const ways::SchoolClass& of,
                                            const registry::Registry& registry, Time now) {
    const auto today = china_date(now);
    if (!rules::return_runs(of.school, today, registry).empty()) return return_day(marks, today, now);
    std::optional<std::chrono::year_month_day> last;
    for (const auto& row : marks)
        if (row.value.pupil.empty() && row.valid_at(now) && row.value.on <= today)
            last = std::max(last.value_or(row.value.on), row.value.on);
    if (!last || std::chrono::sys_days{today} - std::chrono::sys_days{*last} > asked_after)
        return std::nullopt;
    auto day = return_day(marks, *last, now);
    const auto is_missing = [](const auto& each) { return each.second == "missing"; };
    return std::ranges::any_of(day.kinds, is_missing) ? std::optional{std::move(day)} : std::nullopt;
}

Result<> tell_return_roll(const ReturnRoll& roll, ingest::Transaction& transaction) {
    const auto marks = transaction.store().return_marks_of(roll.of.school, roll.of.name);
    if (!marks) return marks.error();
    const Time now = transaction.now();
    const ReturnDay known = return_day(*marks, roll.on, now);
    NewMarks told{roll, known, now};
    for (const std::string& pupil : roll.there)
        if (is_of_class(pupil, roll, transaction)) told.tell_there(pupil);
    for (const std::string& pupil : roll.missing)
        if (is_of_class(pupil, roll, transaction)) told.tell_missing(pupil);
    if (told.rows().empty()) return {};
    const auto put = transaction.store().put_return_marks(told.rows(), now);
    if (!put) return put.error();
    return transaction.store().put(
        db::AuditEntry{.at = now,
                       .account = roll.account,
                       .peer = roll.peer,
                       .action = "return_roll",
                       .object = fmt::format("class {}/{} {}", roll.of.school, roll.of.name, to_iso(roll.on)),
                       .before = "",
                       .after = boost::json::serialize(told.told())});
}

}  // namespace husong::http
