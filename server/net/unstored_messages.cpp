#include "server/net/unstored_messages.hpp"

#include <algorithm>

namespace husong::net {

void UnstoredMessages::add(const FrameKey& last_package, const jt808::WholeMessage& message) {
    if (find(last_package) != nullptr) return;
    waiting_.push_back({last_package, message});
    bytes_ += cost(waiting_.back());
}

const jt808::WholeMessage* UnstoredMessages::find(const FrameKey& last_package) const {
    const auto found = std::ranges::find(waiting_, last_package, &Waiting::last_package);
    return found == waiting_.end() ? nullptr : &found->message;
}

void UnstoredMessages::remove(const FrameKey& last_package) {
    const auto found = std::ranges::find(waiting_, last_package, &Waiting::last_package);
    if (found == waiting_.end()) return;
    bytes_ -= cost(*found);
    waiting_.erase(found);
    if (waiting_.empty()) waiting_.shrink_to_fit();
}

}  // namespace husong::net
