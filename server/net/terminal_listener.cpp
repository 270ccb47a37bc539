#include "server/net/terminal_listener.hpp"

#include "server/net/listener_core.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace husong::net {

namespace asio = boost::asio;

TerminalListener::TerminalListener(asio::io_context& io, ingest::Intake& intake, ingest::World& world,
                                   NetSettings settings)
    : core_{std::make_shared<Core>(io, intake, world, std::move(settings))} {
    intake.add_listener(*this);
}

TerminalListener::~TerminalListener() { stop(); }

Result<> TerminalListener::recall(db::Reader& reader) { return core_->recall(reader); }

Result<std::uint16_t> TerminalListener::start() { return core_->open(); }

void TerminalListener::stop() {
    asio::post(core_->io(), [core = core_] { core->stop(); });
}

void TerminalListener::send_text(VehicleId vehicle, std::string text) {
    asio::post(core_->io(),
               [core = core_, vehicle, text = std::move(text)] { core->send_text(vehicle, text); });
}

bool TerminalListener::connected(VehicleId vehicle) const { return core_->connected(vehicle); }

const NetCounters& TerminalListener::counters() const { return core_->counters(); }

void TerminalListener::committed(const ingest::Committed& commit) {
    if (!commit.answers.empty()) {
        std::vector<ingest::Ticket> answers{commit.answers.begin(), commit.answers.end()};
        asio::post(core_->io(), [core = core_, answers = std::move(answers)] { core->committed(answers); });
    }
    if (!commit.broken.empty()) {
        std::vector<ingest::Ticket> broken{commit.broken.begin(), commit.broken.end()};
        asio::post(core_->io(), [core = core_, broken = std::move(broken)] { core->not_stored(broken); });
    }
    std::vector<rules::FindingChange> changes;
    for (const rules::FindingChange& change : commit.changes)
        if (DriverTexts::is_candidate(change, core_->settings())) changes.push_back(change);
    if (!changes.empty())
        asio::post(core_->io(),
                   [core = core_, changes = std::move(changes)] { core->tell_drivers(changes); });
}

void TerminalListener::room_again() {
    asio::post(core_->io(), [core = core_] { core->room_again(); });
}

}  // namespace husong::net
