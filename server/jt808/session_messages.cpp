#include "server/jt808/session_messages.hpp"

namespace husong::jt808 {

namespace {

// Where the plate colour stands in 0x0100, and so the shortest body of each edition.
constexpr std::size_t color_at_2011 = 24;
constexpr std::size_t color_at_2013 = 36;
constexpr std::size_t color_at_2019 = 75;

constexpr bool is_plate_color(std::uint8_t byte) {
    return byte <= 5 || byte == 9 || (byte >= 91 && byte <= 94);
}

}  // namespace

Edition Registration::form_of(Layout layout, Bytes body) {
    if (layout == Layout::v2019) {
        const bool fits_2013 = body.size() > color_at_2013 && body.size() <= color_at_2019 &&
                               is_plate_color(body[color_at_2013]);
        return fits_2013 ? Edition::v2013 : Edition::v2019;
    }
    if (body.size() <= color_at_2013) return Edition::v2011;
    const bool only_2011_fits = !is_plate_color(body[color_at_2013]) && is_plate_color(body[color_at_2011]);
    return only_2011_fits ? Edition::v2011 : Edition::v2013;
}

Edition Authentication::form_of(Layout layout, Bytes body) {
    constexpr std::size_t around_code = 1 + 15 + 20;  // its length, IMEI, software version
    const bool fits_2019 = layout == Layout::v2019 && !body.empty() && body[0] + around_code == body.size();
    return fits_2019 ? Edition::v2019 : Edition::v2013;
}

}  // namespace husong::jt808
