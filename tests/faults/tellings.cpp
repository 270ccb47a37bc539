#include "tests/faults/tellings.hpp"

#include <utility>

namespace husong::test {

namespace {

constexpr std::uint64_t most_tellings = 4;
constexpr std::uint64_t longest_batch = 40;  // more than one frame takes
constexpr std::uint64_t longest_delay = 40;  // messages

class Plan {
public:
    explicit Plan(std::mt19937_64& random) : random_{random} { draw_batch_length(); }

    void tell(std::size_t record, bool fits_batch) {
        if (outage_left_ == 0 && happens_once_in(30)) outage_left_ = 3 + random_() % 15;
        if (outage_left_ > 0)
            (fits_batch ? outage_ : repeats_).push_back(record);  // told when it is over
        else
            single(record);
        for (std::uint64_t again = random_() % most_tellings; again > 0; --again) {
            const bool in_batch = fits_batch && (batch_.empty() || batch_.back() != record);
            (in_batch && happens_once_in(2) ? batch_ : repeats_).push_back(record);
        }
        if (outage_left_ > 0 && --outage_left_ > 0) return;
        flush(outage_);
        if (batch_.size() >= batch_length_) flush(batch_);
        while (!repeats_.empty() && !happens_once_in(3)) repeat_one();
    }

    std::vector<Telling> finish() {
        flush(outage_);
        flush(batch_);
        while (!repeats_.empty()) repeat_one();
        for (std::size_t i = 0; i + longest_delay < tellings_.size(); ++i)
            if (happens_once_in(15)) std::swap(tellings_[i], tellings_[i + 1 + random_() % longest_delay]);
        return std::move(tellings_);
    }

private:
    bool happens_once_in(std::uint64_t times) { return random_() % times == 0; }
    void draw_batch_length() { batch_length_ = 2 + random_() % (longest_batch - 1); }
    void single(std::size_t record) { tellings_.push_back({.records = {record}, .batch = false}); }

    void flush(std::vector<std::size_t>& batch) {
        if (batch.empty()) return;
        tellings_.push_back({.records = std::exchange(batch, {}), .batch = true});
        draw_batch_length();
    }

    void repeat_one() {
        std::swap(repeats_[random_() % repeats_.size()], repeats_.back());
        single(repeats_.back());
        repeats_.pop_back();
    }

    std::mt19937_64& random_;
    std::vector<Telling> tellings_;
    std::vector<std::size_t> outage_;   // not told yet
    std::vector<std::size_t> batch_;    // to be told again in one batch
    std::vector<std::size_t> repeats_;  // to be told singly, most of them again
    std::size_t batch_length_ = 0;
    std::uint64_t outage_left_ = 0;  // records
};

}  // namespace

std::vector<Telling> plan_tellings(std::size_t count, const std::function<bool(std::size_t)>& fits_batch,
                                   std::mt19937_64& random) {
    Plan plan{random};
    for (std::size_t record = 0; record < count; ++record) plan.tell(record, fits_batch(record));
    return plan.finish();
}

}  // namespace husong::test
