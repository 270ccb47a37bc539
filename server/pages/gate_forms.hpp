// A form of the gate as it is shown: empty, or with what was typed and what is wrong with it.
#pragma once

#include "server/pages/page.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace husong::pages {

struct FormFault {
    std::string field;  // its name in the form
    std::string text;   // the same words on top and at the field
};

struct GateForm {
    std::string token;                 // of the session
    std::string key;                   // of the act, made with the page: pressed twice, it is done once
    std::vector<std::string> keepers;  // who may act
    std::string act;                   // which form of the page was sent; empty: none
    std::vector<std::pair<std::string, std::string>> typed;  // never the PIN
    std::vector<FormFault> faults;
    std::string elsewhere;     // where the vehicle is by its position: asked before anything is noted of it
    bool asked_where = false;  // … and pressed again, it is here all the same
    std::string doubt;         // a count that is asked for once more, and why; empty: none

    [[nodiscard]] std::string_view value(std::string_view field) const;
};

// TOKEN, KEY and section KEEPER on the whole page; section FAULTS when something is wrong.
void fill_form(Fill& page, const GateForm& form);
// Section <NAME>_WRONG with TEXT in each field of `fields` that is wrong, and its value as <NAME>. Nothing
// when another form of the page was sent.
void fill_fields(Fill& part, const GateForm& form, std::string_view act,
                 const std::vector<std::pair<std::string_view, std::string_view>>& fields);

}  // namespace husong::pages
