#include "server/jt808/location_items.hpp"

#include "server/base/byte_writer.hpp"

#include <algorithm>
#include <cassert>

namespace husong::jt808 {

namespace {

using enum ItemFieldKind;

// An alarm of active safety. Jiangsu's standard (T/JSATL 12) gives the terminal's id 7 bytes, Guangdong's
// (T/GDRTA 002) 30: the length tells the two apart.
constexpr ItemRow safety_row(std::uint8_t id, std::string_view zh, std::string_view en, bool guangdong) {
    const bool adas = id == 0x64;
    const auto id_bytes = static_cast<std::uint8_t>(guangdong ? 30 : 7);
    const auto reserved_bytes = static_cast<std::uint8_t>(guangdong ? 2 : 1);
    ItemRow row{id, all_editions, 0, zh, en};
    std::size_t at = 0;
    const auto add = [&](ItemField field) { row.fields[at++] = field; };
    add({"alarm_id", 4});
    add({"flag", 1});
    add({"type", 1});
    add({"level", 1});
    if (adas) {
        add({"front_speed_kmh", 1});
        add({"front_distance_s_x10", 1});
        add({"departure_side", 1});
        add({"sign_type", 1});
        add({"sign_data", 1});
    } else {
        add({"fatigue", 1});
        add({"reserved_hex", 4, bytes});
    }
    add({"speed_kmh", 1});
    add({"altitude_m", 2});
    add({"lat_e6", 4});
    add({"lon_e6", 4});
    add({"time", 6, time});
    add({"vehicle_state_bits", 2, bits});
    add({"terminal_id", id_bytes, text});
    add({"mark_time", 6, time});
    add({"mark_sequence", 1});
    add({"attachments", 1});
    add({"mark_reserved_hex", reserved_bytes, bytes});
    return row;
}

constexpr ItemRow item_rows[] = {
    {0x01, all_editions, 0, "里程", "odometer", {{{"mileage_km_x10", 4}}}},
    {0x02, all_editions, 0, "油量", "fuel", {{{"fuel_l_x10", 2}}}},
    {0x03,
     all_editions,
     0,
     "行驶记录仪速度",
     "speed of the driving recorder",
     {{{"recorder_speed_kmh_x10", 2}}}},
    {0x04, since_2013, 0, "需要人工确认报警事件的 ID", "alarm to be confirmed", {{{"alarm_event_id", 2}}}},
    {0x05, only_2019, 0, "胎压", "tyre pressure", {{{"tyre_raw", 30, wheels}}}},
    {0x06, only_2019, 0, "车厢温度", "carriage temperature", {{{"carriage_temp_c", 2, signed_temperature}}}},
    {0x11, all_editions, 1, "超速报警", "overspeed", {{{"location_type", 1}, {"area_id", 4}}}},
    {0x12,
     all_editions,
     0,
     "进出区域/路线报警",
     "area or route entered or left",
     {{{"location_type", 1}, {"area_id", 4}, {"direction", 1, in_or_out}}}},
    {0x13,
     all_editions,
     0,
     "路段行驶时间不足/过长报警",
     "segment time too short or too long",
     {{{"segment_id", 4}, {"seconds", 2}, {"result", 1, too_short_or_long}}}},
    {0x14, all_editions, 0, "视频相关报警", "video alarms", {{{"video_alarm_bits", 4, bits}}}},
    {0x15, all_editions, 0, "视频信号丢失报警状态", "video signal lost", {{{"video_loss_bits", 4, bits}}}},
    {0x16, all_editions, 0, "视频信号遮挡报警状态", "video covered", {{{"video_cover_bits", 4, bits}}}},
    {0x17, all_editions, 0, "存储器故障报警状态", "storage fault", {{{"storage_fault_bits", 2, bits}}}},
    {0x18,
     all_editions,
     1,
     "异常驾驶行为报警",
     "abnormal driving",
     {{{"behaviour_bits", 2, bits}, {"fatigue", 1}}}},
    {0x25, since_2013, 0, "扩展车辆信号状态位", "vehicle signals", {{{"signal_bits", 4, bits}}}},
    {0x2A, since_2013, 0, "IO 状态位", "IO state", {{{"io_bits", 2, bits}}}},
    {0x2B, since_2013, 0, "模拟量", "analog inputs", {{{"ad1", 2}, {"ad0", 2}}}},
    {0x30, since_2013, 0, "无线通信网络信号强度", "radio signal strength", {{{"signal", 1}}}},
    {0x31, since_2013, 0, "GNSS 定位卫星数", "GNSS satellites", {{{"satellites", 1}}}},
    safety_row(0x64, "高级驾驶辅助系统报警", "driver assistance alarm", false),
    safety_row(0x64, "高级驾驶辅助系统报警", "driver assistance alarm", true),
    safety_row(0x65, "驾驶员状态监测系统报警", "driver monitoring alarm", false),
    safety_row(0x65, "驾驶员状态监测系统报警", "driver monitoring alarm", true),
    {0x66, all_editions, 0, "胎压监测系统报警", "tyre pressure alarm"},
    {0x67, all_editions, 0, "盲区监测系统报警", "blind spot alarm"},
    {0xE0, since_2013, 0, "后续自定义信息长度", "length of the custom information that follows"},
};

static_assert(std::ranges::is_sorted(item_rows, {}, &ItemRow::id));

// Index of an id's first row; the end for an unknown id. Ids are bytes, so this is a plain look-up.
constexpr auto first_rows = [] {
    std::array<std::uint8_t, 256> first{};
    first.fill(std::size(item_rows));
    for (std::size_t i = std::size(item_rows); i > 0; --i)
        first[item_rows[i - 1].id] = static_cast<std::uint8_t>(i - 1);
    return first;
}();

}  // namespace

std::optional<Item> ItemRange::next() {
    if (in_.left() == 0) return std::nullopt;
    const std::uint8_t id = in_.u8();
    const Bytes value = in_.bytes(in_.u8());
    if (!in_.ok()) return std::nullopt;
    return Item{id, value};
}

bool ItemRow::fits(std::size_t length) const {
    std::size_t all = 0;
    std::size_t count = 0;
    for (; count < fields.size() && fields[count].width != 0; ++count) all += fields[count].width;
    if (count == 0) return false;
    std::size_t whole = all;
    for (std::size_t missing = 0; missing <= optional_fields; ++missing) {
        if (length == whole) return true;
        whole -= fields[count - 1 - missing].width;
    }
    return false;
}

std::span<const ItemRow> item_table() { return item_rows; }

const ItemRow* find_item(const Item& item) {
    for (std::size_t i = first_rows[item.id]; i < std::size(item_rows) && item_rows[i].id == item.id; ++i)
        if (item_rows[i].fits(item.value.size())) return &item_rows[i];
    return nullptr;
}

std::uint32_t leading_number(const Item& item, std::size_t width) {
    assert(width <= 4 && width <= item.value.size());
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) value = value << 8 | item.value[i];
    return value;
}

std::optional<int> carriage_temperature_c(std::uint16_t wire) {
    const auto plausible = [](int celsius) { return celsius >= -60 && celsius <= 100; };
    const int by_sign_bit = (wire & 0x8000U) != 0 ? -(wire & 0x7FFF) : wire;
    const int by_complement = static_cast<std::int16_t>(wire);
    if (plausible(by_sign_bit)) return by_sign_bit;
    if (plausible(by_complement)) return by_complement;
    return std::nullopt;
}

void append_item(std::vector<std::uint8_t>& items, std::uint8_t id, Bytes value) {
    assert(value.size() <= 0xFF);
    ByteWriter to{items};
    to.u8(id);
    to.u8(static_cast<std::uint8_t>(value.size()));
    to.bytes(value);
}

void append_item(std::vector<std::uint8_t>& items, std::uint8_t id,
                 std::initializer_list<std::uint32_t> fields) {
    const ItemRow& row = item_rows[first_rows[id]];
    assert(row.id == id && fields.size() <= row.fields.size());
    ByteWriter to{items};
    to.u8(id);
    const std::size_t length_at = items.size();
    to.u8(0);
    const ItemField* field = row.fields.data();
    for (const std::uint32_t value : fields) to.number(value, (field++)->width);
    items[length_at] = static_cast<std::uint8_t>(items.size() - length_at - 1);
    assert(row.fits(items[length_at]));
}

}  // namespace husong::jt808
