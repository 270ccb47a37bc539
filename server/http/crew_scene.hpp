// Whose pages of the crew these are, and what they are made from.
#pragma once

#include "db/store.hpp"
#include "server/fleet/crew.hpp"
#include "server/http/message.hpp"
#include "server/http/services.hpp"
#include "server/pages/crew.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace husong::http {

struct CrewScene {
    registry::RegistryPtr registry;
    fleet::CrewMember member;
    std::string name;
    Time now{};
};

// None: the account is of nobody in the register; its pages are closed.
std::optional<CrewScene> crew_scene(const Request& request, const Services& services);

// A run that names who asks: others are as if they were not there.
std::optional<registry::Run> own_run(const CrewScene& scene, std::string_view code);

// Errors: unavailable.
[[nodiscard]] Result<pages::CrewRun> read_run(const CrewScene& scene, const registry::Run& run,
                                              const Services& services, db::Reader& reader);

}  // namespace husong::http
