#include "server/pages/gate_forms.hpp"

#include <algorithm>

namespace husong::pages {

std::string_view GateForm::value(std::string_view field) const {
    for (const auto& [name, value] : typed)
        if (name == field) return value;
    return {};
}

void fill_form(Fill& page, const GateForm& form) {
    page.set("TOKEN", form.token).set("KEY", form.key);
    for (const std::string& name : form.keepers) {
        Fill keeper = page.show("KEEPER");
        keeper.set("NAME", name);
        if (name == form.value("keeper")) keeper.show("CHOSEN");
    }
    if (form.keepers.empty()) page.show("NOBODY");
    if (!form.elsewhere.empty()) page.show("ELSEWHERE").set("TEXT", form.elsewhere).set("ACT", form.act);
    if (form.faults.empty()) return;
    Fill faults = page.show("FAULTS");
    faults.set("COUNT", static_cast<long long>(form.faults.size()));
    for (const FormFault& fault : form.faults)
        faults.show("FAULT").set("FIELD", fault.field).set("ACT", form.act).set("TEXT", fault.text);
}

void fill_fields(Fill& part, const GateForm& form, std::string_view act,
                 const std::vector<std::pair<std::string_view, std::string_view>>& fields) {
    if (form.act != act) return;
    for (const auto& [told_as, name] : fields) {
        const std::string_view field = told_as;
        part.set(name, form.value(field));
        const auto fault = std::find_if(form.faults.begin(), form.faults.end(),
                                        [&](const FormFault& one) { return one.field == field; });
        if (fault == form.faults.end()) continue;
        part.show(std::string{name} + "_WRONG").set("TEXT", fault->text);
        part.show(std::string{name} + "_MARK");
    }
}

}  // namespace husong::pages
