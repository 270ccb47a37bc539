// A log of records: what was told of vehicles, by whom, and when we had it. docs/records-log.md describes the
// form.
#pragma once

#include "tools/husongctl/log_line.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace husong::ctl {

class RecordLog {
public:
    // Reads and checks the whole file. Errors: not_found; malformed, naming line and field.
    [[nodiscard]] static Result<RecordLog> read(const std::filesystem::path& file);
    // The same of its text; `name` is told in complaints.
    [[nodiscard]] static Result<RecordLog> parse(std::string text, std::string_view name);

    [[nodiscard]] std::size_t size() const { return places_.size(); }
    // Whose records these are, in the order of their plates.
    [[nodiscard]] const std::vector<registry::Plate>& plates() const { return plates_; }

    // In the order in which we had them; what came at one instant in the order of the file.
    [[nodiscard]] Time received_at(std::size_t index) const { return places_[index].received_at; }
    [[nodiscard]] std::size_t plate(std::size_t index) const { return places_[index].plate; }
    // As told: a key of 0 and no flags where these follow from the content and the two clocks.
    [[nodiscard]] tracking::Record record(std::size_t index) const;

private:
    struct Place {  // where a line stands; a record takes ten times the room
        Time received_at{};
        std::size_t offset = 0;
        std::uint32_t length = 0;
        std::uint32_t plate = 0;
    };
    [[nodiscard]] std::string_view line(const Place& place) const;
    void sort();

    std::string text_;
    std::vector<Place> places_;
    std::vector<registry::Plate> plates_;
};

}  // namespace husong::ctl
