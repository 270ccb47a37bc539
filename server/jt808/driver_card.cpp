#include "server/jt808/driver_card.hpp"

#include <algorithm>

namespace husong::jt808 {

namespace {

constexpr std::size_t around_texts_2011 = 1 + 20 + 40 + 1;  // two lengths, ID number, certificate

bool fits_2011(Bytes body) {
    if (body.size() < around_texts_2011) return false;
    const std::size_t name = body[0];
    const std::size_t issuer_length_at = around_texts_2011 - 1 + name;
    return issuer_length_at < body.size() && body.size() == around_texts_2011 + name + body[issuer_length_at];
}

}  // namespace

// A name of one or two bytes would be as 2011 as it is an event: then the time decides, or that nothing else
// explains the length. A terminal without a clock tells a time that is none.
Edition DriverCard::form_of(Layout, Bytes body) {
    const bool may_be_event = !body.empty() && (body[0] == 1 || body[0] == 2);
    if (!may_be_event) return Edition::v2011;
    BcdTime time;
    if (body.size() <= time.bytes.size()) return Edition::v2013;
    std::ranges::copy(body.subspan(1, time.bytes.size()), time.bytes.begin());
    return to_time(time) || !fits_2011(body) ? Edition::v2013 : Edition::v2011;
}

}  // namespace husong::jt808
