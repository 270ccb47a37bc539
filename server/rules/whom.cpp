#include "server/rules/whom.hpp"

#include "server/rules/rule.hpp"

#include <array>

namespace husong::rules {

namespace {

template <class T>
std::string name_or_code(const registry::Versioned<T>* row, const std::string& code) {
    return row ? row->value.name : code;
}

// Family names of two characters that one meets; all others have one.
constexpr std::array<std::string_view, 8> double_names{"欧阳", "司马", "上官", "诸葛",
                                                       "东方", "皇甫", "尉迟", "夏侯"};

// Bytes of the first character.
std::size_t first_character(std::string_view text) {
    std::size_t end = 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    return end;
}

}  // namespace

std::string whom_zh(const FindingHead& head, const registry::Registry& registry, Time now) {
    if (const registry::Plate* plate = registry.plate_of(head.vehicle))
        return registry::display_plate(plate->text);
    const std::string& code = head.subject;
    switch (rule_of(head.rule).subject) {
        case SubjectKind::driver: return "驾驶人 " + name_or_code(registry.driver_by_code(code, now), code);
        case SubjectKind::escort: return "照管员 " + name_or_code(registry.escort_by_code(code, now), code);
        case SubjectKind::school: return name_or_code(registry.school_by_code(code, now), code);
        case SubjectKind::line: return name_or_code(registry.line_by_code(code, now), code);
        case SubjectKind::trip: return "班次 " + code;
        case SubjectKind::pupil: return "学生 " + code;  // never by name
        case SubjectKind::day: return "全县 " + code;
        case SubjectKind::vehicle: break;
    }
    return name_or_code(registry.operator_by_code(code, now), code);
}

std::string family_name_zh(std::string_view name) {
    if (name.empty()) return "";
    for (const std::string_view known : double_names)
        if (name.starts_with(known)) return std::string{known} + "某";
    return std::string{name.substr(0, first_character(name))} + "某";
}

}  // namespace husong::rules
