#include "server/jt808/offered_commands.hpp"

#include "server/jt808/control_messages.hpp"
#include "server/jt808/location_answer.hpp"
#include "server/jt808/parameters.hpp"
#include "server/jt808/terminal_attributes.hpp"

#include <algorithm>

namespace husong::jt808 {

namespace {

constexpr OfferedCommand command_rows[] = {
    {SetParameters::id, 0, false, true, "set parameters"},
    {ParametersQuery::id, Parameters::id, true, true, "query parameters"},
    // A terminal that resets itself at once answers nothing: sent anew it would do so again and again.
    {TerminalControl::id, 0, false, false, "control"},
    {AttributesQuery::id, TerminalAttributes::id, false, true, "query attributes"},
    {LocationQuery::id, QueriedLocation::id, true, true, "query location"},
    {AlarmConfirmation::id, 0, false, true, "confirm alarm"},
};

bool is_offered_control(Bytes body) {
    constexpr std::uint8_t offered[] = {TerminalControl::reset, TerminalControl::close_link,
                                        TerminalControl::close_radio};
    return !body.empty() && std::ranges::count(offered, body[0]) > 0;
}

}  // namespace

std::span<const OfferedCommand> offered_commands() { return command_rows; }

const OfferedCommand* find_offered_command(std::uint16_t id, Bytes body) {
    const auto* const found = std::ranges::find(command_rows, id, &OfferedCommand::id);
    if (found == std::end(command_rows)) return nullptr;
    if (id == TerminalControl::id && !is_offered_control(body)) return nullptr;
    return found;
}

}  // namespace husong::jt808
