#include "server/jt808/message_table.hpp"

#include <algorithm>

namespace husong::jt808 {

namespace {

template <class M>
Decoded<Message> decode_as(Layout layout, Bytes body) {
    const auto message = decode_body<M>(layout, body);
    if (!message) return message.error();
    return Message{*message};
}

template <class M>
void encode_as(std::vector<std::uint8_t>& out, const Message& message) {
    append_body(out, std::get<M>(message));
}

constexpr auto up = Direction::up;
constexpr auto down = Direction::down;

// A row whose body has fields.
template <class M>
constexpr MessageRow row(Direction direction, EditionSet editions, std::uint16_t answer, std::string_view zh,
                         std::string_view en) {
    return {M::id, direction, editions, answer, zh, en, decode_as<M>, encode_as<M>};
}

constexpr MessageRow message_rows[] = {
    row<TerminalAnswer>(up, all_editions, 0, "终端通用应答", "terminal general answer"),
    row<Heartbeat>(up, all_editions, 0x8001, "终端心跳", "heartbeat"),
    row<Logout>(up, all_editions, 0x8001, "终端注销", "logout"),
    row<TimeQuery>(up, only_2019, 0x8004, "查询服务器时间请求", "time query"),
    row<TerminalResendRequest>(up, only_2019, 0, "终端补传分包请求", "resend request of the terminal"),
    row<Registration>(up, all_editions, 0x8100, "终端注册", "registration"),
    row<Authentication>(up, all_editions, 0x8001, "终端鉴权", "authentication"),
    row<Parameters>(up, all_editions, 0x8001, "查询终端参数应答", "terminal parameters"),
    row<TerminalAttributes>(up, since_2013, 0x8001, "查询终端属性应答", "terminal attributes"),
    {0x0108, up, since_2013, 0x8001, "终端升级结果通知", "upgrade result"},
    row<LocationReport>(up, all_editions, 0x8001, "位置信息汇报", "location report"),
    row<QueriedLocation>(up, all_editions, 0x8001, "位置信息查询应答", "location on demand"),
    {0x0301, up, all_editions, 0x8001, "事件报告", "event report"},
    {0x0302, up, all_editions, 0x8001, "提问应答", "answer to a question"},
    {0x0303, up, all_editions, 0x8001, "信息点播/取消", "information demand"},
    row<VehicleControlResult>(up, all_editions, 0x8001, "车辆控制应答", "vehicle control result"),
    {0x0608, up, only_2019, 0x8001, "查询区域或线路数据应答", "area and route data"},
    {0x0700, up, all_editions, 0x8001, "行驶记录数据上传", "driving recorder data"},
    {0x0701, up, all_editions, 0x8001, "电子运单上报", "electronic waybill"},
    row<DriverCard>(up, all_editions, 0x8001, "驾驶员身份信息采集上报", "driver identity"),
    row<BatchReport>(up, since_2013, 0x8001, "定位数据批量上传", "batch of locations"),
    {0x0705, up, since_2013, 0x8001, "CAN 总线数据上传", "CAN bus data"},
    {0x0800, up, all_editions, 0x8001, "多媒体事件信息上传", "media event"},
    {0x0801, up, all_editions, 0x8800, "多媒体数据上传", "media data"},
    {0x0802, up, all_editions, 0x8001, "存储多媒体数据检索应答", "media list"},
    {0x0805, up, since_2013, 0x8001, "摄像头立即拍摄命令应答", "picture result"},
    row<TransparentData>(up, all_editions, 0x8001, "数据上行透传", "transparent data up"),
    {0x0901, up, all_editions, 0x8001, "数据压缩上报", "compressed data"},
    {0x0A00, up, all_editions, 0x8001, "终端 RSA 公钥", "RSA key of the terminal"},
    {0x1003, up, all_editions, 0x8001, "终端上传音视频属性", "audio and video attributes"},
    row<PassengerFlow>(up, all_editions, 0x8001, "终端上传乘客流量", "passenger flow"),
    {0x1205, up, all_editions, 0x8001, "终端上传音视频资源列表", "audio and video resource list"},
    {0x1206, up, all_editions, 0x8001, "文件上传完成通知", "file upload done"},
    row<PlatformAnswer>(down, all_editions, 0, "平台通用应答", "platform general answer"),
    row<ResendRequest>(down, since_2013, 0, "补传分包请求", "resend request"),
    row<TimeAnswer>(down, only_2019, 0, "查询服务器时间应答", "time answer"),
    row<RegistrationAnswer>(down, all_editions, 0, "终端注册应答", "registration answer"),
    row<SetParameters>(down, all_editions, 0, "设置终端参数", "set parameters"),
    row<ParametersQuery>(down, all_editions, 0, "查询终端参数", "query all parameters"),
    row<TerminalControl>(down, all_editions, 0, "终端控制", "terminal control"),
    row<SomeParametersQuery>(down, since_2013, 0, "查询指定终端参数", "query some parameters"),
    row<AttributesQuery>(down, since_2013, 0, "查询终端属性", "query attributes"),
    {0x8108, down, since_2013, 0, "下发终端升级包", "upgrade package"},
    row<LocationQuery>(down, all_editions, 0, "位置信息查询", "query location"),
    row<TrackingControl>(down, all_editions, 0, "临时位置跟踪控制", "temporary tracking"),
    row<AlarmConfirmation>(down, since_2013, 0, "人工确认报警消息", "alarm confirmed by hand"),
    {0x8204, down, only_2019, 0, "链路检测", "link check"},
    row<DriverText>(down, all_editions, 0, "文本信息下发", "text to the driver"),
    {0x8301, down, all_editions, 0, "事件设置", "set events"},
    {0x8302, down, all_editions, 0, "提问下发", "question"},
    {0x8303, down, all_editions, 0, "信息点播菜单设置", "set information menu"},
    {0x8304, down, all_editions, 0, "信息服务", "information service"},
    {0x8400, down, all_editions, 0, "电话回拨", "call back"},
    {0x8401, down, all_editions, 0, "设置电话本", "set phone book"},
    {0x8500, down, all_editions, 0, "车辆控制", "vehicle control"},
    {0x8600, down, all_editions, 0, "设置圆形区域", "set circles"},
    {0x8601, down, all_editions, 0, "删除圆形区域", "delete circles"},
    {0x8602, down, all_editions, 0, "设置矩形区域", "set rectangles"},
    {0x8603, down, all_editions, 0, "删除矩形区域", "delete rectangles"},
    {0x8604, down, all_editions, 0, "设置多边形区域", "set a polygon"},
    {0x8605, down, all_editions, 0, "删除多边形区域", "delete polygons"},
    {0x8606, down, all_editions, 0, "设置路线", "set a route"},
    {0x8607, down, all_editions, 0, "删除路线", "delete routes"},
    {0x8608, down, only_2019, 0, "查询区域或线路数据", "query areas and routes"},
    {0x8700, down, all_editions, 0, "行驶记录数据采集命令", "collect recorder data"},
    {0x8701, down, all_editions, 0, "行驶记录参数下传命令", "set recorder parameters"},
    {0x8702, down, since_2013, 0, "上报驾驶员身份信息请求", "query driver identity"},
    {0x8800, down, all_editions, 0, "多媒体数据上传应答", "media data answer"},
    {0x8801, down, all_editions, 0, "摄像头立即拍摄命令", "take pictures"},
    {0x8802, down, all_editions, 0, "存储多媒体数据检索", "search media"},
    {0x8803, down, all_editions, 0, "存储多媒体数据上传命令", "upload stored media"},
    {0x8804, down, all_editions, 0, "录音开始命令", "record sound"},
    {0x8805, down, since_2013, 0, "单条存储多媒体数据检索上传命令", "upload one stored medium"},
    {0x8900, down, all_editions, 0, "数据下行透传", "transparent data down"},
    {0x8A00, down, all_editions, 0, "平台 RSA 公钥", "RSA key of the platform"},
    {0x9003, down, all_editions, 0, "查询终端音视频属性", "query audio and video attributes"},
    {0x9101, down, all_editions, 0, "实时音视频传输请求", "live audio and video request"},
    {0x9102, down, all_editions, 0, "音视频实时传输控制", "live audio and video control"},
    {0x9201, down, all_editions, 0, "平台下发远程录像回放请求", "playback request"},
    {0x9202, down, all_editions, 0, "平台下发远程录像回放控制", "playback control"},
    {0x9205, down, all_editions, 0, "查询资源列表", "query resource list"},
    {0x9206, down, all_editions, 0, "文件上传指令", "upload files"},
    {0x9207, down, all_editions, 0, "文件上传控制", "file upload control"},
};

static_assert(std::ranges::is_sorted(message_rows, {}, &MessageRow::id));

}  // namespace

std::span<const MessageRow> message_table() { return message_rows; }

const MessageRow* find_message(std::uint16_t id) {
    const auto* const found = std::ranges::lower_bound(message_rows, id, {}, &MessageRow::id);
    return found != std::end(message_rows) && found->id == id ? found : nullptr;
}

}  // namespace husong::jt808
