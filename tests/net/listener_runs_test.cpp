// Drivers hear of runs that are published otherwise while they are connected.
#include "server/rules/run_text.hpp"
#include "tests/net/listener_fixture.hpp"

namespace husong::net::test {
namespace {

class ListenerRuns : public ListenerTest {
protected:
    ListenerRuns() { settings.run_text = rules::run_texts; }

    // The lawful vehicle's run, an hour from now, as the register has it from now on.
    void publish(Milliseconds later) {
        registry::Departure run{.code = "A", .school = "S1", .line = "L1", .vehicle = county.lawful};
        run.leaves_at = settings.clock().at + std::chrono::hours{1} + later;
        registry::RegistryRows rows;
        rows.departures = {{.value = run}};
        store->admin().value()->put_rows(rows, settings.clock().at).value();
    }
};

TEST_F(ListenerRuns, AChangeIsToldOnceAndWhatWasThereBeforeNot) {
    publish(0min);
    open();
    Client client = enter();
    advance(1s);
    publish(40min);
    const auto text = client.read(1);
    EXPECT_EQ(text.at(0).header.message_id, 0x8300);
    client.send(wire.answer_to(0x8300, text.at(0).header.serial));
    EXPECT_TRUE(eventually([&] { return count(NetCount::texts_confirmed) == 1; }));
    EXPECT_EQ(count(NetCount::texts_sent), 1U);
}

}  // namespace
}  // namespace husong::net::test
