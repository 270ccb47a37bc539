// A decoded frame in names and values, for people and for tests. The names are those of the test vectors.
#pragma once

#include "server/jt808/anomaly.hpp"
#include "server/jt808/message.hpp"
#include "server/jt808/vendor_profile.hpp"

namespace husong::jt808 {

// Is told the description in order. Inside an array names are empty.
class DescriptionSink {
public:
    virtual ~DescriptionSink() = default;
    // Whose items these are; null: a maker's own stay raw.
    [[nodiscard]] virtual const VendorProfile* profile() const { return nullptr; }
    virtual void number(std::string_view name, std::int64_t value) = 0;
    virtual void text(std::string_view name, std::string_view value) = 0;
    virtual void flag(std::string_view name, bool value) = 0;
    virtual void none(std::string_view name) = 0;
    virtual void begin_object(std::string_view name) = 0;
    virtual void end_object() = 0;
    virtual void begin_array(std::string_view name) = 0;
    virtual void end_array() = 0;
};

// header, body_hex and, as far as they apply: body, body_error, anomaly, tolerated. Returns the body's error.
std::optional<DecodeError> describe(const Frame& frame, DescriptionSink& sink);

// The fields of one message; nothing for a RawMessage.
void describe(const Message& message, DescriptionSink& sink);

Anomalies anomalies_of(const Message& message);

}  // namespace husong::jt808
