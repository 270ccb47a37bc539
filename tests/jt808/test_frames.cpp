#include "tests/jt808/test_frames.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace husong::jt808::test {

std::string read_data(std::string_view file) {
    std::ifstream in{std::string{HUSONG_SOURCE_DIR "/tests/data/jt808/"}.append(file)};
    if (!in) throw std::runtime_error("no test data " + std::string{file});
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

const boost::json::array& vectors() {
    static const boost::json::value all = boost::json::parse(read_data("vectors.json"));
    return all.as_array();
}

Wire vector_bytes(std::string_view name) {
    for (const auto& vector : vectors())
        if (vector.at("name").as_string() == name) return bytes(vector.at("hex").as_string());
    throw std::runtime_error("no vector " + std::string{name});
}

}  // namespace husong::jt808::test
