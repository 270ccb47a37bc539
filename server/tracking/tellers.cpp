#include "server/tracking/tellers.hpp"

namespace husong::tracking {

const Teller* Tellers::find(TellerHash who) const {
    const auto* end = entries.begin() + count;
    const auto* found =
        std::find_if(entries.begin(), end, [&](const Teller& each) { return each.who == who; });
    return found == end ? nullptr : found;
}

void Tellers::counted(TellerHash who, const HeadCountSettings& settings) {
    if (who == 0) return;
    Teller teller{who, 0, 0};
    if (const Teller* known = find(who)) teller = *known;
    teller.counts = teller.counts * settings.teller_memory + 1;
    teller.wrong *= settings.teller_memory;
    auto* const end = entries.begin() + count;
    auto* gone = std::find_if(entries.begin(), end, [&](const Teller& each) { return each.who == who; });
    if (gone == entries.end())
        --gone;
    else if (gone == end)
        ++count;
    std::move_backward(entries.begin(), gone, gone + 1);
    entries.front() = teller;
}

void Tellers::was_wrong(TellerHash who) {
    const auto end = entries.begin() + count;
    const auto found =
        std::find_if(entries.begin(), end, [&](const Teller& each) { return each.who == who; });
    if (found != end) found->wrong = std::min(found->wrong + 1, found->counts);
}

double Tellers::wrong_share(TellerHash who, Source source, const HeadCountSettings& settings) const {
    if (source == Source::police) return 0;
    const double usual = source == Source::gate ? settings.gate_wrong : settings.escort_wrong;
    const Teller* teller = find(who);
    if (teller == nullptr) return usual;
    return (usual * settings.teller_counts + teller->wrong) / (settings.teller_counts + teller->counts);
}

}  // namespace husong::tracking
