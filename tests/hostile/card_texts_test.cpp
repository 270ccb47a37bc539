// Hostile texts in what an enrolled terminal tells: its readers and its makers fill these fields, not we.
#include "server/jt808/driver_card.hpp"
#include "server/jt808/terminal_attributes.hpp"
#include "server/jt808/transparent.hpp"
#include "tests/hostile/besieged.hpp"
#include "tests/support/hostile_texts.hpp"

namespace husong::hostile {
namespace {

using husong::test::hostile_texts;
using testing::EndsWith;
using testing::SizeIs;

class HostileCardTexts : public Besieged {
protected:
    // Sends it as the terminal whose key was stolen; its answer is awaited.
    template <class M>
    std::string tell(const M& message) {
        WireBytes body;
        jt808::append_body(body, message);
        return ask(attacker.frame(M::id, body));
    }
    std::string ask(const WireBytes& frame) {
        const auto answers = thief->ask(frame);
        return answers.size() == 1 ? answers[0] : "";
    }
    void come_in() {
        open();
        thief.emplace(server->terminal_port());
        ASSERT_THAT(ask(attacker.authentication()), EndsWith("-> 0"));
    }

    Attacker attacker{{stolen_phone, stolen_code}, 1};
    std::optional<net::test::Client> thief;
};

TEST_F(HostileCardTexts, InADriversCardAreItsNames) {
    come_in();
    int minute = 0;
    for (const std::string_view text : hostile_texts) {
        const WireBytes told = text_bytes(text), certificate = text_bytes(text.substr(0, 20));
        jt808::DriverCard card;
        card.event = jt808::CardEvent::in;
        card.time = {0x26, 0x09, 0x01, 0x07, static_cast<std::uint8_t>(minute++), 0x00};
        card.name = card.issuer = told;
        card.certificate = certificate;
        EXPECT_THAT(tell(card), EndsWith("-> 0")) << text;
    }
    server->settle();
    const auto cards =
        server->store().reader().value()->driver_cards(county.expired, Time{}, end_of_time, 100).value();
    ASSERT_THAT(cards, SizeIs(hostile_texts.size()));
    for (std::size_t i = 0; i < cards.size(); ++i) {
        EXPECT_EQ(cards[i].name, hostile_texts[i]);
        EXPECT_EQ(cards[i].issuer, hostile_texts[i]);
        EXPECT_EQ(cards[i].number, hostile_texts[i].substr(0, 20));
    }
    expect_heard();
    expect_nothing_lost();
}

TEST_F(HostileCardTexts, InAttributesAndMakersDataAreTakenAndHarmNobody) {
    come_in();
    for (const std::string_view text : hostile_texts) {
        const WireBytes told = text_bytes(text), narrow = text_bytes(text.substr(0, 5));
        jt808::TerminalAttributes attributes;
        attributes.manufacturer = attributes.terminal_id = narrow;
        attributes.model = attributes.hardware = attributes.firmware = told;
        EXPECT_THAT(tell(attributes), EndsWith("-> 0")) << text;
        jt808::TransparentData data;
        data.type = 0xF1;
        data.content = told;
        EXPECT_THAT(tell(data), EndsWith("-> 0")) << text;
    }
    expect_heard();
    expect_nothing_lost();
}

}  // namespace
}  // namespace husong::hostile
