// A file system for SQLite on which things go wrong when told to: the power fails, the disk is full, a call
// fails. Files lie in real folders, so that locks and shared memory are the platform's; syncs are only
// pretended.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace husong::faults {

class FaultVfs {
public:
    // Registered under this name until it is destroyed; then no file may be open any more.
    explicit FaultVfs(std::string name);
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;
    [[nodiscard]] const std::string& name() const;

    // Reads, writes, syncs, truncations, openings and removals so far.
    [[nodiscard]] std::uint64_t calls() const;

    // The power: from the cut on every call fails. Once all files are closed, restore_power() leaves of each
    // file what was synced, and of what was written since a random, torn subset of the sectors.
    void cut_power();
    void cut_power_after(std::uint64_t calls);
    [[nodiscard]] bool power_is_off() const;
    void restore_power(std::uint64_t seed);

    // The disk: files may grow by so many bytes, all together, until make_room().
    void leave_room(std::uint64_t bytes);
    void make_room();

    // A call fails with an I/O error after so many others: that one, or it and all that follow until heal().
    enum class Failing { once, until_healed };
    void fail_after(std::uint64_t calls, Failing failing);
    void heal();

    class State;

private:
    std::unique_ptr<State> state_;
};

}  // namespace husong::faults
