#include "server/rules/whom.hpp"

#include "server/rules/rule.hpp"

namespace husong::rules {

namespace {

template <class T>
std::string name_or_code(const registry::Versioned<T>* row, const std::string& code) {
    return row ? row->value.name : code;
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
        case SubjectKind::vehicle: break;
    }
    return name_or_code(registry.operator_by_code(code, now), code);
}

}  // namespace husong::rules
