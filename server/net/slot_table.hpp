// Places for sessions, numbered, reused; an id names one user of a place and never the next.
#pragma once

#include "server/net/session_host.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace husong::net {

template <class T>
class SlotTable {
public:
    // The id that the next put() must be given a T for.
    [[nodiscard]] SessionId next_id() {
        if (free_.empty()) {
            free_.push_back(static_cast<std::uint32_t>(slots_.size()));
            slots_.emplace_back();
        }
        return {free_.back(), slots_[free_.back()].generation};
    }
    T& put(std::unique_ptr<T> value) {
        Slot& slot = slots_[free_.back()];
        free_.pop_back();
        slot.value = std::move(value);
        ++used_;
        return *slot.value;
    }
    [[nodiscard]] T* find(SessionId id) {
        if (id.slot >= slots_.size() || slots_[id.slot].generation != id.generation) return nullptr;
        return slots_[id.slot].value.get();
    }
    // The value is destroyed after its place is free.
    void erase(SessionId id) {
        Slot& slot = slots_[id.slot];
        const std::unique_ptr<T> last = std::move(slot.value);
        ++slot.generation;
        free_.push_back(id.slot);
        --used_;
    }
    // Every value, beginning at a place of the caller's choice. `visit` may erase any of them.
    template <class Visit>
    void for_each(Visit visit, std::size_t from = 0) {
        for (std::size_t i = 0, n = slots_.size(); i < n; ++i)
            if (T* const value = slots_[(from + i) % n].value.get()) visit(*value);
    }
    [[nodiscard]] std::size_t size() const { return used_; }

private:
    struct Slot {
        std::unique_ptr<T> value;
        std::uint32_t generation = 1;
    };
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_;
    std::size_t used_ = 0;
};

}  // namespace husong::net
