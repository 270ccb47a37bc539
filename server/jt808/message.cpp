#include "server/jt808/message.hpp"

#include "server/jt808/message_table.hpp"

namespace husong::jt808 {

Decoded<Message> decode_message(const Frame& frame) {
    const Header& header = frame.header;
    if (header.encryption() != 0) return DecodeError{Reason::encrypted, "attributes", 2};
    const bool whole = !header.is_packaged() || (header.package_total == 1 && header.package_index == 1);
    if (!whole) return Message{RawMessage{frame.body}};
    return decode_message(header.message_id, header.layout, frame.body);
}

Decoded<Message> decode_message(std::uint16_t message_id, Layout layout, Bytes body) {
    const MessageRow* const row = find_message(message_id);
    if (row == nullptr || row->decode == nullptr) return Message{RawMessage{body}};
    return row->decode(layout, body);
}

void append_body(std::vector<std::uint8_t>& out, const Message& message) {
    std::visit(
        [&out]<class M>(const M& m) {
            if constexpr (FieldMessage<M>)
                append_body(out, m);
            else
                ByteWriter{out}.bytes(m.body);
        },
        message);
}

}  // namespace husong::jt808
