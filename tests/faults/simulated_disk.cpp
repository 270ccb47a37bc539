#include "tests/faults/simulated_disk.hpp"

#include <algorithm>
#include <set>

namespace husong::faults {

namespace {

constexpr std::uint64_t sector_bytes = 512;  // what a disk writes whole or not at all

bool happens(std::mt19937_64& random, double probability) {
    return std::uniform_real_distribution<double>{}(random) < probability;
}

}  // namespace

void DiskFile::write(std::uint64_t offset, std::span<const std::uint8_t> bytes) {
    pending_.push_back({offset, {bytes.begin(), bytes.end()}, false});
}

void DiskFile::truncate(std::uint64_t size) { pending_.push_back({size, {}, true}); }

void DiskFile::sync() {
    for (const Change& change : pending_) apply(synced_, change);
    pending_.clear();
}

void DiskFile::apply(Content& content, const Change& change) {
    const auto offset = static_cast<std::ptrdiff_t>(change.offset);
    if (change.is_truncation) return content.resize(change.offset);
    if (content.size() < change.offset + change.bytes.size())
        content.resize(change.offset + change.bytes.size());
    std::copy(change.bytes.begin(), change.bytes.end(), content.begin() + offset);
}

void DiskFile::apply_torn(Content& content, const Change& change, std::mt19937_64& random, double survival) {
    if (change.is_truncation) {
        if (happens(random, survival)) apply(content, change);
        return;
    }
    for (std::uint64_t done = 0; done < change.bytes.size();) {
        const std::uint64_t at = change.offset + done;
        const std::uint64_t length = std::min(sector_bytes - at % sector_bytes, change.bytes.size() - done);
        const auto first = change.bytes.begin() + static_cast<std::ptrdiff_t>(done);
        if (happens(random, survival))
            apply(content, {at, {first, first + static_cast<std::ptrdiff_t>(length)}, false});
        done += length;
    }
}

Content DiskFile::after_cut(std::mt19937_64& random, double survival) const {
    Content content = synced_;
    for (const Change& change : pending_) apply_torn(content, change, random, survival);
    return content;
}

void SimulatedDisk::adopt(const std::string& name, Content content) {
    certain_[name] = seen_[name] = std::make_shared<DiskFile>(std::move(content));
}

SimulatedDisk::FilePtr SimulatedDisk::open(const std::string& name) {
    FilePtr& file = seen_[name];
    if (!file) file = std::make_shared<DiskFile>();
    return file;
}

std::map<std::string, Content> SimulatedDisk::cut(std::uint64_t seed) {
    std::mt19937_64 random{seed};
    constexpr double survivals[] = {0.0, 0.1, 0.5, 0.9, 1.0};  // from all lost to nothing lost
    const double survival = survivals[random() % std::size(survivals)];

    std::map<std::string, Content> left;
    for (const std::string& name : names()) {
        const auto before = certain_.find(name);
        const auto after = seen_.find(name);
        const auto& there = happens(random, survival) ? after : before;
        const bool exists = there != (there == after ? seen_.end() : certain_.end());
        if (exists) left[name] = there->second->after_cut(random, survival);
    }
    certain_.clear();
    for (const auto& [name, content] : left) certain_[name] = std::make_shared<DiskFile>(content);
    seen_ = certain_;
    return left;
}

std::vector<std::string> SimulatedDisk::names() const {
    std::set<std::string> all;
    for (const Names* names : {&certain_, &seen_})
        for (const auto& [name, file] : *names) all.insert(name);
    return {all.begin(), all.end()};
}

}  // namespace husong::faults
