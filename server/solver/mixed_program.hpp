// A mixed-integer program and its solution by CBC (EPL-2.0), in a process of its own: CBC 2.10 crashes now
// and then (in CglPreProcess::postProcess, for one) and does not always keep its limit of time.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace husong::solver {

inline constexpr double unbounded = std::numeric_limits<double>::infinity();

// Minimise the sum of cost × column, with every row within its bounds.
class MixedProgram {
public:
    struct Column {
        double cost = 0;
        double lower = 0, upper = unbounded;
        bool whole = false;
    };

    int add_row(double lower, double upper);
    int add_column(const Column& column);
    void put(int row, int column, double value);
    void set_row(int row, double lower, double upper);
    [[nodiscard]] int rows() const { return static_cast<int>(row_lower_.size()); }
    [[nodiscard]] int columns() const { return static_cast<int>(columns_.size()); }

    enum class Status {
        optimal,
        feasible,    // the time was over
        infeasible,  // proven
        unknown      // the time was over, and nothing was found
    };
    struct Solution {
        Status status = Status::unknown;
        double value = 0;           // of `columns`
        double bound = -unbounded;  // no solution is below
        std::vector<double> columns;
        [[nodiscard]] bool found() const { return status == Status::optimal || status == Status::feasible; }
        [[nodiscard]] bool is_on(int column) const { return columns[static_cast<std::size_t>(column)] > 0.5; }
    };

    struct Limits {
        double seconds = 10;
        double gap = 0;  // good enough: so far above the bound, absolute
    };
    // `start`: columns of a solution that may hold; all others are 0. Without columns that are whole this is
    // the linear program.
    [[nodiscard]] Solution solve(Limits limits, std::span<const int> start = {}) const;
    // Of the linear relaxation: `value` is its own; `bound` is one only where the status is optimal.
    [[nodiscard]] Solution relaxed(double seconds) const;

private:
    struct Entry {
        int row = 0;
        double value = 0;
    };
    static std::size_t index(int i) { return static_cast<std::size_t>(i); }
    [[nodiscard]] Solution solve_here(Limits limits, std::span<const int> start, bool relaxed) const;
    [[nodiscard]] Solution solve_apart(Limits limits, std::span<const int> start, bool relaxed) const;

    std::vector<double> row_lower_, row_upper_;
    std::vector<Column> columns_;
    std::vector<std::vector<Entry>> entries_;  // of a column
};

}  // namespace husong::solver
