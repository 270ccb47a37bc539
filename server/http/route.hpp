// The route tables: what can be asked, by whom, and what a success looks like. Dispatcher, the API's document
// and the tests walk them.
#pragma once

#include "server/access/permission.hpp"
#include "server/http/limits.hpp"
#include "server/http/message.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <variant>

namespace husong::db {
class Reader;
}

namespace husong::http {

struct Services;

// Gives the answer, once; from any thread. When the last copy goes without one, the asker gets 503.
using Answer = std::function<void(Response)>;

// Answers from memory, on the net thread: takes microseconds.
using Glance = Response (*)(const Request&, const Services&);
// Reads the store, on a thread of the read pool.
using Read = Response (*)(const Request&, const Services&, db::Reader&);
// Changes something: starts on a thread of the read pool and answers when it is committed.
using Deed = void (*)(const Request&, const Services&, db::Reader&, const Answer&);
using Handler = std::variant<Glance, Read, Deed>;

// Who may come in.
struct Door {
    enum class Key : std::uint8_t {
        none,     // everybody
        account,  // anybody signed in
        session,  // people signed in whose role may
        device,   // devices with their secret, in Authorization: Bearer device:secret
        either,
        own,  // the handler checks a secret that travels in the request itself
    };
    Key key = Key::none;
    access::Resource resource{};  // with session, device, either: the row of the access table
    access::Action action{};
    bool of_scope = false;  // session: the handler answers to an account with a scope, of that scope only
};

// What a success looks like. Every other answer is a problem.
struct Success {
    unsigned status = 0;
    std::string_view schema;  // empty: no JSON
    std::string_view what;
};

struct Route {
    Verb verb{};
    std::string_view pattern;  // /api/v1/vehicles/{plate}
    std::string_view summary;
    Door door;
    Handler handler;
    std::array<Success, 2> successes;
    std::string_view body = {};        // schema of the request's body; empty: none
    std::string_view parameters = {};  // keys of rows of the parameter table, separated by blanks
    bool page = false;  // for people's eyes or programs of others: not part of the API's document
    bool form =
        false;  // the body is a form of a page; of people signed in it carries their token (form_token())
    std::string_view sign_in =
        {};  // a page: where it sends who is not signed in; who may not see it gets a page
    std::uint64_t longest_body = usual_body;  // bytes; longer ones are refused before they are read
};

// One table per audience.
std::span<const Route> public_routes();    // no sign-in
std::span<const Route> account_routes();   // signing in and out
std::span<const Route> police_routes();    // and whoever else checks vehicles and reports what he saw
std::span<const Route> device_routes();    // machines
std::span<const Route> schedule_routes();  // the published schedule, calendars
std::span<const Route> gate_routes();      // pages of a school's gate
std::span<const Route> family_routes();    // pages behind a guardian's link
std::span<const Route> bureau_routes();    // pages of the bureau and of whoever works with it
std::span<const Route> fleet_routes();     // an operator's page
std::span<const Route> crew_routes();      // pages of drivers and escorts
std::span<const Route> teacher_routes();   // pages of class teachers
std::span<const Route> holiday_routes();   // coordinated holidays, for all who have a part in them

// A query parameter, header or part of the path, as the document describes it.
struct Parameter {
    std::string_view key;  // what routes call it
    std::string_view name;
    std::string_view in;  // path | query | header
    bool required = false;
    std::string_view schema;  // JSON text
    std::string_view what;
};
std::span<const Parameter> parameters();

}  // namespace husong::http
