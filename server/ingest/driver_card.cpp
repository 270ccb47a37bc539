#include "server/ingest/driver_card.hpp"

#include "server/base/hash.hpp"
#include "server/base/hex.hpp"
#include "server/jt808/text.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace husong::ingest {

namespace {

constexpr std::size_t kept_characters = 4;

std::string text_of(Bytes wire) { return jt808::decode_text(wire).utf8; }

db::CardState state_of(const jt808::DriverCard& told) {
    if (told.form != jt808::Edition::v2011 && told.event == jt808::CardEvent::out)
        return db::CardState::off_duty;
    return told.read == jt808::CardRead::ok ? db::CardState::on_duty : db::CardState::not_read;
}

// YYYY-MM-DD; empty for zeros (not known) and for what is no digit.
std::string date_of(Bytes bcd) {
    const std::string digits = to_hex(bcd);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (digits.size() != 8 || !std::ranges::all_of(digits, is_digit) || digits == "00000000") return {};
    return fmt::format("{}-{}-{}", digits.substr(0, 4), digits.substr(4, 2), digits.substr(6, 2));
}

std::uint64_t key_of(const db::DriverCard& card, std::uint16_t serial) {
    const std::string told =
        fmt::format("{}|{}|{}|{}|{}", static_cast<int>(card.state), card.read_result, card.number, card.name,
                    card.clock_told ? to_millis(card.at) : serial);
    return hash64({reinterpret_cast<const std::uint8_t*>(told.data()), told.size()});
}

}  // namespace

std::string kept_number(std::string_view number) {
    const auto digits = std::ranges::count_if(number, [](char c) { return c >= '0' && c <= '9'; });
    if (static_cast<std::size_t>(digits) < id_card_digits) return std::string{number};
    return "*" + std::string{number.substr(number.size() - kept_characters)};
}

db::DriverCard driver_card(const Teller& teller, const jt808::DriverCard& told, std::uint16_t serial,
                           Time received_at) {
    db::DriverCard card;
    card.terminal = teller.terminal;
    card.vehicle = teller.vehicle;
    card.received_at = received_at;
    // What is told of a time to come was told by a clock that is not set.
    const auto at = told.form == jt808::Edition::v2011 ? std::nullopt : jt808::to_time(told.time);
    card.clock_told = at && *at <= received_at + clock_skew_limit;
    card.at = card.clock_told ? *at : received_at;
    card.state = state_of(told);
    card.read_result = static_cast<std::uint8_t>(told.read);
    card.number = kept_number(text_of(told.certificate));
    card.name = text_of(told.name);
    card.issuer = text_of(told.issuer);
    card.valid_until = date_of(told.valid_until);
    card.key = key_of(card, serial);
    return card;
}

}  // namespace husong::ingest
