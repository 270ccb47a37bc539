#include "tools/husongctl/stored_log.hpp"

#include "tools/husongctl/log_line.hpp"

#include <tuple>
#include <vector>

namespace husong::ctl {

namespace {

using tracking::Record;

constexpr std::size_t page_size = 1'000;

bool share_an_instant(const Record& a, const Record& b) {
    return std::tuple{a.measured_at, a.kind()} == std::tuple{b.measured_at, b.kind()};
}

// The records of one vehicle. Those of one kind and instant come together, as their keys say in which order
// they are folded: these keys are written. So is one that is not of the content: an act's is of its sender's
// choice.
class VehicleLog {
public:
    VehicleLog(registry::Plate plate, std::ostream& out) : plate_{std::move(plate)}, out_{out} {}

    void add(Record record) {
        if (!together_.empty() && !share_an_instant(together_.back(), record)) flush();
        together_.push_back(std::move(record));
    }
    void flush() {
        const bool alone = together_.size() == 1;
        for (Record& record : together_) {
            if (alone && record.key == tracking::record_key(record)) record.key = 0;
            out_ << format_log_line({plate_, std::move(record)}) << "\n";
        }
        together_.clear();
    }

private:
    registry::Plate plate_;
    std::ostream& out_;
    std::vector<Record> together_;
};

Result<std::size_t> write_vehicle(db::Reader& reader, VehicleId vehicle, VehicleLog& log) {
    std::size_t written = 0;
    for (tracking::OrderKey last;;) {
        auto page = reader.records_after(vehicle, last, page_size);
        if (!page) return page.error();
        if (page->empty()) break;
        last = page->back().order();
        written += page->size();
        for (Record& record : *page) log.add(std::move(record));
    }
    log.flush();
    return written;
}

}  // namespace

Result<std::size_t> write_stored_log(db::Reader& reader, std::ostream& out) {
    const auto vehicles = reader.vehicles_with_records();
    if (!vehicles) return vehicles.error();
    const auto rows = reader.load_registry();
    if (!rows) return rows.error();
    std::map<VehicleId, registry::Plate> plates;
    for (const auto& [plate, vehicle] : rows->identities) plates[vehicle] = plate;
    std::size_t written = 0;
    for (const VehicleId vehicle : *vehicles) {
        VehicleLog log{plates[vehicle], out};
        const auto of_vehicle = write_vehicle(reader, vehicle, log);
        if (!of_vehicle) return of_vehicle.error();
        written += *of_vehicle;
        if (!out) return Error{ErrorCode::unavailable, "the log cannot be written"};
    }
    return written;
}

}  // namespace husong::ctl
