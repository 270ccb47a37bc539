// GCJ-02, the shifted datum of Chinese tile providers. Exists only where such a base map is drawn.
#pragma once

#include "maps/geometry.hpp"

namespace husong::maps {

struct Gcj02 {
    double latitude_deg = 0;
    double longitude_deg = 0;
    constexpr bool operator==(const Gcj02&) const = default;
};

// Points outside mainland China's box are not shifted.
Gcj02 to_gcj02(Wgs84 point);
// The inverse by iteration: to_gcj02(to_wgs84(p)) is p within a centimetre.
Wgs84 to_wgs84(Gcj02 point);

}  // namespace husong::maps
