// Who acts at the gate: the name and PIN that every form of it carries, and what the form's page shows again.
#pragma once

#include "server/http/gate_reading.hpp"
#include "server/http/route.hpp"
#include "server/pages/gate_forms.hpp"

#include <functional>
#include <memory>

namespace husong::http {

// Those of the school who may act, by name; the form's token and a fresh key. Errors: unavailable.
[[nodiscard]] Result<pages::GateForm> empty_form(const Request& request, const GateScene& scene,
                                                 db::Reader& reader);
// With what was typed in `fields`, and the key it was sent with.
[[nodiscard]] Result<pages::GateForm> typed_form(const Request& request, const GateScene& scene,
                                                 std::initializer_list<std::string_view> fields,
                                                 db::Reader& reader);

// Of a count by somebody who is signed in himself: no keepers. Without faults and doubt it is empty.
// `doubt`: why the count is asked for once more.
pages::GateForm count_form(const Request& request, const std::vector<pages::FormFault>& faults,
                           const std::string& doubt);

// The key that a form was made with is there, and no longer than one.
bool has_form_key(const Request& request);
// What is missing in the part that every form of the gate has.
std::vector<pages::FormFault> keeper_faults(const Request& request);

// A whole number as people type it, full width digits too; none: it is none, or beyond `most`.
std::optional<std::uint16_t> number_typed(std::string_view text, std::uint16_t most);
// The fields `pupils` and `adults` of a count, and `others`, empty: none; none: `faults` says what is wrong
// with them.
std::optional<tracking::HeadCount> heads_typed(const Request& request, std::vector<pages::FormFault>& faults);

// Of the act, bound to the account: told twice, it is one.
std::uint64_t act_key(const Request& request);

// Somebody whose PIN is right. `cookie`: a new one for the computer's session; empty: the old one does.
struct Keeper {
    std::string name;
    std::string cookie;
};
// `then` runs once, on the desk's thread or on this one. Errors: denied, too_many (`what` is for the form's
// eyes), unavailable.
void let_keeper_in(const Request& request, const Services& services, const GateScene& scene,
                   db::Reader& reader, const std::function<void(const Result<Keeper>&)>& then);
pages::FormFault keeper_fault(const Error& error);

// 303, with the session's new cookie.
Response done_page(std::string address, const Keeper& keeper);

}  // namespace husong::http
