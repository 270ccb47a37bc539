// What is said in both of the product's languages: English where programs and engineers read, Chinese on
// pages.
#pragma once

#include <string>

namespace husong {

struct Bilingual {
    std::string en, zh;
    [[nodiscard]] bool empty() const { return en.empty(); }
    bool operator==(const Bilingual&) const = default;
};

}  // namespace husong
