#include "tools/husongctl/jt808_decode.hpp"

#include "server/base/hex.hpp"
#include "server/jt808/describe.hpp"
#include "server/jt808/driver_card.hpp"
#include "server/jt808/framer.hpp"

#include <boost/json.hpp>

#include <istream>
#include <ostream>

namespace husong::ctl {

namespace json = boost::json;

namespace {

// Builds JSON from a description: the innermost open object or array is on top of the stack.
class JsonSink final : public jt808::DescriptionSink {
public:
    explicit JsonSink(const jt808::VendorProfile* profile) : profile_{profile} { begin_object({}); }
    [[nodiscard]] const jt808::VendorProfile* profile() const override { return profile_; }
    void number(std::string_view name, std::int64_t value) override { put(name, value); }
    void text(std::string_view name, std::string_view value) override { put(name, json::string{value}); }
    void flag(std::string_view name, bool value) override { put(name, value); }
    void none(std::string_view name) override { put(name, nullptr); }
    void begin_object(std::string_view name) final { open_.push_back({std::string{name}, json::object{}}); }
    void end_object() override { close(); }
    void begin_array(std::string_view name) override { open_.push_back({std::string{name}, json::array{}}); }
    void end_array() override { close(); }

    json::object take() { return std::move(open_.front().value.as_object()); }

private:
    struct Open {
        std::string name;
        json::value value;
    };

    void put(std::string_view name, json::value value) {
        json::value& parent = open_.back().value;
        if (auto* const array = parent.if_array())
            array->push_back(std::move(value));
        else
            parent.as_object()[name] = std::move(value);
    }
    void close() {
        Open closed = std::move(open_.back());
        open_.pop_back();
        put(closed.name, std::move(closed.value));
    }

    const jt808::VendorProfile* profile_;
    std::vector<Open> open_;
};

json::object error_json(const jt808::DecodeError& error) {
    return {{"field", error.field}, {"offset", error.offset}, {"reason", jt808::name_of(error.reason)}};
}

// What of a message names a person; of the bytes nobody can say which.
constexpr std::string_view personal_fields[] = {"name", "certificate", "id_card", "extra_hex"};
constexpr std::string_view hidden = "(personal)";

void hide_person(json::object& frame) {
    if (auto* const bytes = frame.if_contains("body_hex")) *bytes = hidden;
    auto* const body = frame.if_contains("body");
    if (body == nullptr) return;
    for (const std::string_view field : personal_fields)
        if (auto* const value = body->as_object().if_contains(field)) *value = hidden;
}

class LineDecoder {
public:
    LineDecoder(std::ostream& out, Personal personal, const jt808::VendorProfile* profile)
        : out_{out}, personal_{personal}, profile_{profile} {}

    void decode(std::size_t line, std::string_view text) {
        auto bytes = from_hex(text);
        if (!bytes) return fail(line, {{"field", "line"}, {"offset", 0}, {"reason", bytes.error().what}});
        bytes->push_back(jt808::flag_byte);  // ends a frame whose line lacks its last flag
        jt808::Framer framer;
        std::span<std::uint8_t> left{*bytes};
        bool found = false;
        while (const auto frame = framer.next(left)) {
            found = true;
            if (frame->has_error()) {
                fail(line, error_json(frame->error().error));
                continue;
            }
            json::object object = to_json(**frame, personal_, profile_);
            object["line"] = line;
            failed_ |= object.contains("error");
            out_ << object << '\n';
        }
        if (!found) fail(line, {{"field", "line"}, {"offset", 0}, {"reason", "no frame between the flags"}});
    }

    [[nodiscard]] bool failed() const { return failed_; }

private:
    void fail(std::size_t line, json::object error) {
        failed_ = true;
        out_ << json::object{{"line", line}, {"error", std::move(error)}} << '\n';
    }

    std::ostream& out_;
    Personal personal_;
    const jt808::VendorProfile* profile_;
    bool failed_ = false;
};

}  // namespace

json::object to_json(const jt808::Frame& frame, Personal personal, const jt808::VendorProfile* profile) {
    JsonSink sink{profile};
    const auto error = jt808::describe(frame, sink);
    json::object object = sink.take();
    if (error) object["error"] = error_json(*error);
    if (personal == Personal::hidden && frame.header.message_id == jt808::DriverCard::id) hide_person(object);
    return object;
}

int run_jt808_decode(std::istream& in, std::ostream& out, Personal personal,
                     const jt808::VendorProfile* profile) {
    LineDecoder decoder{out, personal, profile};
    std::string text;
    for (std::size_t line = 1; std::getline(in, text); ++line)
        if (text.find_first_not_of(" \t\r") != std::string::npos) decoder.decode(line, text);
    return decoder.failed() ? 1 : 0;
}

}  // namespace husong::ctl
