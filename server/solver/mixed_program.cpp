#include "server/solver/mixed_program.hpp"

#include "server/solver/apart.hpp"

#include <coin/Cbc_C_Interface.h>
#include <cstring>
#include <string>

namespace husong::solver {

namespace {

class Model {  // Cbc_Model is void
public:
    Model() = default;
    ~Model() { Cbc_deleteModel(model_); }
    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;
    [[nodiscard]] Cbc_Model* get() const { return model_; }
    void set(const char* name, const std::string& value) const {
        Cbc_setParameter(model_, name, value.c_str());
    }

private:
    Cbc_Model* model_ = Cbc_newModel();
};

// From process to process of one machine: the bytes of status, value, bound and columns.
std::string text_of(const MixedProgram::Solution& solution) {
    std::vector<double> numbers{static_cast<double>(solution.status), solution.value, solution.bound};
    numbers.insert(numbers.end(), solution.columns.begin(), solution.columns.end());
    std::string text(numbers.size() * sizeof(double), '\0');
    std::memcpy(text.data(), numbers.data(), text.size());
    return text;
}

MixedProgram::Solution solution_of(const std::string& text) {
    std::vector<double> numbers(text.size() / sizeof(double));
    std::memcpy(numbers.data(), text.data(), numbers.size() * sizeof(double));
    return {static_cast<MixedProgram::Status>(numbers[0]),
            numbers[1],
            numbers[2],
            {numbers.begin() + 3, numbers.end()}};
}

// CBC's own word for "no bound".
double finite(double value) {
    constexpr double infinite = 1e30;
    return value == unbounded ? infinite : value == -unbounded ? -infinite : value;
}

}  // namespace

int MixedProgram::add_row(double lower, double upper) {
    row_lower_.push_back(lower);
    row_upper_.push_back(upper);
    return rows() - 1;
}

int MixedProgram::add_column(const Column& column) {
    columns_.push_back(column);
    entries_.emplace_back();
    return columns() - 1;
}

void MixedProgram::put(int row, int column, double value) {
    auto& entries = entries_[index(column)];
    if (!entries.empty() && entries.back().row == row)
        entries.back().value += value;
    else
        entries.push_back({row, value});
}

void MixedProgram::set_row(int row, double lower, double upper) {
    row_lower_[index(row)] = lower;
    row_upper_[index(row)] = upper;
}

MixedProgram::Solution MixedProgram::relaxed(double seconds) const {
    Solution solution = solve_apart({seconds, 0}, {}, true);
    solution.bound = solution.status == Status::optimal ? solution.value : -unbounded;
    return solution;
}

MixedProgram::Solution MixedProgram::solve(Limits limits, std::span<const int> start) const {
    return solve_apart(limits, start, false);
}

MixedProgram::Solution MixedProgram::solve_apart(Limits limits, std::span<const int> start,
                                                 bool relaxed) const {
    constexpr double longer = 1.5, at_least = 2;  // than it was told, before it is killed
    const auto told = run_apart([&] { return text_of(solve_here(limits, start, relaxed)); },
                                limits.seconds * longer + at_least);
    return told ? solution_of(*told) : Solution{};
}

MixedProgram::Solution MixedProgram::solve_here(Limits limits, std::span<const int> start,
                                                bool relaxed) const {
    std::vector<CoinBigIndex> starts{0};
    std::vector<int> row_of;
    std::vector<double> values, lower, upper, costs, rows_from, rows_to;
    bool any_whole = false;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        for (const Entry& entry : entries_[i]) {
            row_of.push_back(entry.row);
            values.push_back(entry.value);
        }
        starts.push_back(static_cast<CoinBigIndex>(row_of.size()));
        lower.push_back(finite(columns_[i].lower));
        upper.push_back(finite(columns_[i].upper));
        costs.push_back(columns_[i].cost);
    }
    for (std::size_t i = 0; i < row_lower_.size(); ++i) {
        rows_from.push_back(finite(row_lower_[i]));
        rows_to.push_back(finite(row_upper_[i]));
    }
    const Model model;
    Cbc_loadProblem(model.get(), columns(), rows(), starts.data(), row_of.data(), values.data(), lower.data(),
                    upper.data(), costs.data(), rows_from.data(), rows_to.data());
    for (int i = 0; i < columns() && !relaxed; ++i) {
        if (!columns_[index(i)].whole) continue;
        Cbc_setInteger(model.get(), i);
        any_whole = true;
    }
    Cbc_setLogLevel(model.get(), 0);
    model.set("seconds", std::to_string(limits.seconds));
    model.set("timeMode", "elapsed");
    model.set("preprocess", "off");  // CBC 2.10.8 crashes in it: CglPreProcess::postProcess
    if (limits.gap > 0) Cbc_setAllowableGap(model.get(), limits.gap);
    if (!start.empty() && any_whole) {
        const std::vector<double> ones(start.size(), 1.0);
        Cbc_setMIPStartI(model.get(), static_cast<int>(start.size()), start.data(), ones.data());
    }
    Cbc_solve(model.get());

    Solution solution;
    if (Cbc_isProvenInfeasible(model.get())) {
        solution.status = Status::infeasible;
        return solution;
    }
    const double* found = any_whole ? Cbc_bestSolution(model.get()) : Cbc_getColSolution(model.get());
    solution.bound = Cbc_getBestPossibleObjValue(model.get());
    if (!found) return solution;
    solution.status = Cbc_isProvenOptimal(model.get()) ? Status::optimal : Status::feasible;
    solution.columns.assign(found, found + columns());
    for (std::size_t i = 0; i < columns_.size(); ++i)
        solution.value += columns_[i].cost * solution.columns[i];
    if (solution.status == Status::optimal && limits.gap == 0) solution.bound = solution.value;
    return solution;
}

}  // namespace husong::solver
