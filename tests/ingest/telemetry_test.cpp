#include "server/ingest/telemetry.hpp"

#include "tests/support/county.hpp"

#include <gtest/gtest.h>

namespace husong::ingest {
namespace {

const Teller terminal{TerminalId{7}, VehicleId{1}, tracking::Source::terminal};

std::uint64_t key_of(const jt808::PassengerFlow& wire) {
    return passenger_flow_record(terminal, wire, test::school_day).key;
}

TEST(PassengerFlowRecord, WindowsWithoutTimesAreToldApartByTheirFigures) {
    const jt808::PassengerFlow one{.start = {}, .end = {}, .boarded = 1, .alighted = 0, .extra = {}};
    const jt808::PassengerFlow two{.start = {}, .end = {}, .boarded = 2, .alighted = 0, .extra = {}};
    EXPECT_EQ(passenger_flow_record(terminal, one, test::school_day).measured_at, Time{});
    EXPECT_NE(key_of(one), key_of(two));
    EXPECT_EQ(key_of(one), key_of(one));
}

TEST(PassengerFlowRecord, AWindowIsOneRecordWhateverItsFigures) {
    const auto from = jt808::to_bcd(test::school_day), until = jt808::to_bcd(test::school_day + 30s);
    const jt808::PassengerFlow one{.start = from, .end = until, .boarded = 1, .alighted = 0, .extra = {}};
    const jt808::PassengerFlow two{.start = from, .end = until, .boarded = 2, .alighted = 0, .extra = {}};
    EXPECT_EQ(key_of(one), key_of(two));
}

}  // namespace
}  // namespace husong::ingest
