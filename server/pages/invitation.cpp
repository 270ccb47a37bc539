#include "server/pages/invitation.hpp"

#include "server/pages/page.hpp"

#include <fmt/core.h>

#include <memory>
#include <qrencode.h>

namespace husong::pages {

namespace {

constexpr int quiet_zone = 4;  // modules, ISO/IEC 18004

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

// The dark modules as one SVG path, a square each.
std::string dark_modules(const QRcode& code) {
    std::string path;
    for (int y = 0; y < code.width; ++y)
        for (int x = 0; x < code.width; ++x)
            if ((code.data[y * code.width + x] & 1U) != 0)
                path += fmt::format("M{} {}h1v1h-1z", x + quiet_zone, y + quiet_zone);
    return path;
}

}  // namespace

Result<std::string> invitation_sheet(const Invitation& invitation) {
    const std::unique_ptr<QRcode, FreeCode> code{
        QRcode_encodeString8bit(invitation.address.c_str(), 0, QR_ECLEVEL_M)};
    if (!code) return Error{ErrorCode::malformed, "the address does not fit into a code"};
    Fill sheet;
    sheet.include("STYLE", "invitation.css");
    sheet.set("PUPIL", invitation.pupil).set("SCHOOL", invitation.school).set("CLASS", invitation.class_name);
    sheet.set("RELATION", invitation.relation)
        .set("ADDRESS", invitation.address)
        .set("UNTIL", invitation.until);
    const int side = code->width + 2 * quiet_zone;
    sheet.set("SIDE", side).set("MODULES", dark_modules(*code));
    return render("invitation.html", sheet);
}

}  // namespace husong::pages
