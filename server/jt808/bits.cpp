#include "server/jt808/bits.hpp"

namespace husong::jt808 {

namespace {

constexpr auto ends = AlarmHold::until_it_ends;
constexpr auto answered = AlarmHold::until_it_is_answered;

constexpr AlarmBit alarm_rows[] = {
    {0, all_editions, answered, "紧急报警", "emergency button"},
    {1, all_editions, ends, "超速报警", "overspeed"},
    {2, all_editions, ends, "疲劳驾驶报警", "fatigue driving"},
    {3, only_2011, answered, "预警", "pre-warning"},
    {3, only_2013, answered, "危险预警", "danger pre-warning"},
    {3, only_2019, ends, "危险驾驶行为报警", "dangerous driving behaviour"},
    {4, all_editions, ends, "GNSS 模块发生故障", "GNSS module fault"},
    {5, all_editions, ends, "GNSS 天线未接或被剪断", "GNSS antenna open or cut"},
    {6, all_editions, ends, "GNSS 天线短路", "GNSS antenna short"},
    {7, all_editions, ends, "终端主电源欠压", "main power under-voltage"},
    {8, all_editions, ends, "终端主电源掉电", "main power lost"},
    {9, all_editions, ends, "终端 LCD 或显示器故障", "display fault"},
    {10, all_editions, ends, "TTS 模块故障", "speech module fault"},
    {11, all_editions, ends, "摄像头故障", "camera fault"},
    {12, since_2013, ends, "道路运输证 IC 卡模块故障", "licence card reader fault"},
    {13, since_2013, ends, "超速预警", "overspeed pre-warning"},
    {14, since_2013, ends, "疲劳驾驶预警", "fatigue pre-warning"},
    {15, only_2019, ends, "违规行驶报警", "driving in forbidden hours"},
    {16, only_2019, ends, "胎压预警", "tyre pressure warning"},
    {17, only_2019, ends, "右转盲区异常报警", "right-turn blind spot"},
    {18, all_editions, ends, "当天累计驾驶超时", "daily driving time exceeded"},
    {19, all_editions, ends, "超时停车", "parked too long"},
    {20, all_editions, answered, "进出区域", "area entered or left"},
    {21, all_editions, answered, "进出路线", "route entered or left"},
    {22, all_editions, answered, "路段行驶时间不足/过长", "segment time too short or too long"},
    {23, all_editions, ends, "路线偏离报警", "off route"},
    {24, all_editions, ends, "车辆 VSS 故障", "speed sensor fault"},
    {25, all_editions, ends, "车辆油量异常", "fuel abnormal"},
    {26, all_editions, ends, "车辆被盗", "vehicle stolen"},
    {27, all_editions, answered, "车辆非法点火", "illegal ignition"},
    {28, all_editions, answered, "车辆非法位移", "illegal movement"},
    {29, only_2013, ends, "碰撞预警", "collision pre-warning"},
    {29, only_2019, ends, "碰撞侧翻报警", "collision or roll-over"},
    {30, since_2013, ends, "侧翻预警", "roll-over pre-warning"},
    {31, only_2013, answered, "非法开门报警", "illegal door opening"},
};

constexpr StatusBit status_rows[] = {
    {0, all_editions, "ACC 关", "ACC 开", "ACC off", "ACC on"},
    {1, all_editions, "未定位", "定位", "not located", "located"},
    {2, all_editions, "北纬", "南纬", "north", "south"},
    {3, all_editions, "东经", "西经", "east", "west"},
    {4, all_editions, "运营", "停运", "in service", "out of service"},
    {5, all_editions, "经纬度未加密", "经纬度已加密", "coordinates plain", "coordinates encrypted"},
    {6, only_2019, "无前撞预警", "紧急刹车系统前撞预警", "no collision warning", "collision warning"},
    {7, only_2019, "无车道偏移预警", "车道偏移预警", "in lane", "lane departure warning"},
    {10, all_editions, "油路正常", "油路断开", "fuel line normal", "fuel line cut"},
    {11, all_editions, "电路正常", "电路断开", "power circuit normal", "power circuit cut"},
    {12, all_editions, "车门解锁", "车门加锁", "door unlocked", "door locked"},
    {13, since_2013, "门 1 关（前门）", "门 1 开（前门）", "front door closed", "front door open"},
    {14, since_2013, "门 2 关（中门）", "门 2 开（中门）", "middle door closed", "middle door open"},
    {15, since_2013, "门 3 关（后门）", "门 3 开（后门）", "rear door closed", "rear door open"},
    {16, since_2013, "门 4 关（驾驶席门）", "门 4 开（驾驶席门）", "driver's door closed",
     "driver's door open"},
    {17, since_2013, "门 5 关（自定义）", "门 5 开（自定义）", "door 5 closed", "door 5 open"},
    {18, since_2013, "未使用 GPS 卫星", "使用 GPS 卫星", "GPS not used", "GPS used"},
    {19, since_2013, "未使用北斗卫星", "使用北斗卫星", "Beidou not used", "Beidou used"},
    {20, since_2013, "未使用 GLONASS 卫星", "使用 GLONASS 卫星", "GLONASS not used", "GLONASS used"},
    {21, since_2013, "未使用 Galileo 卫星", "使用 Galileo 卫星", "Galileo not used", "Galileo used"},
    {22, only_2019, "车辆停止", "车辆行驶", "standing", "moving"},
};

}  // namespace

std::span<const AlarmBit> alarm_bits() { return alarm_rows; }
std::span<const StatusBit> status_bits() { return status_rows; }

const AlarmBit* find_alarm_bit(unsigned bit, Edition edition) {
    for (const AlarmBit& row : alarm_rows)
        if (row.bit == bit && row.editions.has(edition)) return &row;
    return nullptr;
}

}  // namespace husong::jt808
