// What survives a power cut. Files as the operating system shows them are elsewhere; this keeps what of them
// is on the disk for certain, and what was written since and may or may not be.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace husong::faults {

using Content = std::vector<std::uint8_t>;

// One file's bytes, whatever it is called.
class DiskFile {
public:
    DiskFile() = default;
    explicit DiskFile(Content synced) : synced_{std::move(synced)} {}

    void write(std::uint64_t offset, std::span<const std::uint8_t> bytes);
    void truncate(std::uint64_t size);
    void sync();

    // The bytes after a cut: each sector of each write since the last sync, and each truncation, is there or
    // not.
    [[nodiscard]] Content after_cut(std::mt19937_64& random, double survival) const;
    [[nodiscard]] bool synced() const { return pending_.empty(); }

private:
    struct Change {
        std::uint64_t offset = 0;
        Content bytes;
        bool is_truncation = false;  // to offset
    };
    static void apply(Content& content, const Change& change);
    static void apply_torn(Content& content, const Change& change, std::mt19937_64& random, double survival);

    Content synced_;
    std::vector<Change> pending_;  // since the last sync, in order
};

// The folder: which name stands for which file, for certain and as it seems.
class SimulatedDisk {
public:
    using FilePtr = std::shared_ptr<DiskFile>;

    [[nodiscard]] bool knows(const std::string& name) const { return seen_.count(name) > 0; }
    // A file that was there before; certain as it is.
    void adopt(const std::string& name, Content content);
    // The file of that name, a new one if there is none.
    FilePtr open(const std::string& name);
    void remove(const std::string& name) { seen_.erase(name); }
    void sync_folder() { certain_ = seen_; }

    // The folder after a cut; from then on this is certain. Names made or removed since the last
    // sync_folder() may be there or not.
    std::map<std::string, Content> cut(std::uint64_t seed);
    // Every name that stands or stood for a file.
    [[nodiscard]] std::vector<std::string> names() const;

private:
    using Names = std::map<std::string, FilePtr>;
    Names certain_;
    Names seen_;
};

}  // namespace husong::faults
