#include "server/net/text_queue.hpp"

#include <utility>

namespace husong::net {

bool TextQueue::add(std::string utf8, Milliseconds now, const NetSettings& settings) {
    if (texts_.size() >= settings.texts_waiting) return false;
    texts_.push_back({.utf8 = std::move(utf8), .created = now, .due = now, .frames = {}});
    return true;
}

TextQueue::Step TextQueue::step(Milliseconds now, const NetSettings& settings) {
    if (texts_.empty()) return Step::nothing;
    const Text& text = texts_.front();
    if (now < text.due) return Step::nothing;
    const bool stale = text.sent == 0 && now - text.created > settings.text_lifetime;
    if (stale || text.sent == settings.text_waits.size()) {
        texts_.erase(texts_.begin());
        return Step::failed;
    }
    return text.sent == 0 ? Step::send_first : Step::send_again;
}

void TextQueue::sent(Milliseconds now, const NetSettings& settings) {
    Text& text = texts_.front();
    text.due = now + settings.text_waits[text.sent];
    ++text.sent;
}

bool TextQueue::answered(std::uint16_t serial) {
    if (texts_.empty() || texts_.front().sent == 0 || texts_.front().serial != serial) return false;
    texts_.erase(texts_.begin());
    return true;
}

void TextQueue::disconnected(Milliseconds now) {
    if (texts_.empty()) return;
    texts_.front().sent = 0;
    texts_.front().due = now;
    texts_.front().frames.clear();
}

}  // namespace husong::net
