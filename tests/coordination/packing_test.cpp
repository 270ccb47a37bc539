#include "server/coordination/packing.hpp"

#include <gtest/gtest.h>

namespace husong::coordination {
namespace {

Vehicle with_seats(int seats, Stages stages = every_stage) {
    Vehicle vehicle;
    vehicle.seats = seats;
    vehicle.stages = stages;
    return vehicle;
}

Case one_line(std::vector<Place> places) {
    Case question;
    School school;
    school.stages = only(Stage::junior_high);
    question.schools.push_back(school);
    question.lines.push_back({"L1", 0, std::move(places)});
    return question;
}

std::vector<int> riders_of(const std::vector<Run>& runs) {
    std::vector<int> riders;
    for (const Run& run : runs) riders.push_back(run.riders);
    return riders;
}

TEST(VehicleClasses, AreTheSizesThatLeaveTheFewestSeatsOutOfAccount) {
    const std::vector<Vehicle> vehicles{with_seats(45), with_seats(46), with_seats(33), with_seats(17),
                                        with_seats(18)};
    EXPECT_EQ(vehicle_classes(vehicles, 3),
              (std::vector<VehicleClass>{{45, every_stage}, {33, every_stage}, {17, every_stage}}));
    EXPECT_EQ(vehicle_classes(vehicles, 9).size(), 5U);
    EXPECT_EQ(vehicle_classes(vehicles, 1), (std::vector<VehicleClass>{{17, every_stage}}));
    EXPECT_TRUE(vehicle_classes({}, 3).empty());
}

TEST(VehicleClasses, KeepApartWhoMayCarryWhom) {
    const std::vector<Vehicle> vehicles{with_seats(45), with_seats(45, only(Stage::primary))};
    const auto classes = vehicle_classes(vehicles, 3);
    ASSERT_EQ(classes.size(), 2U);
    for (const VehicleClass& kind : classes)
        EXPECT_EQ(carries(kind, only(Stage::junior_high), 1), kind.stages == every_stage);
}

TEST(Packing, FillsTheFarthestPlacesFirstAndTheRestIntoTheSmallestThatHoldsIt) {
    const Case question = one_line(
        {{"near", {}, Minutes{10}, 20}, {"middle", {}, Minutes{30}, 25}, {"far", {}, Minutes{50}, 60}});
    const std::vector<int> sizes{45, 33, 17};
    const auto runs = pack_line(question, 0, 45, sizes);
    EXPECT_EQ(riders_of(runs), (std::vector{45, 45, 15}));
    EXPECT_EQ(runs[0].way, Minutes{50});
    EXPECT_EQ(runs[1].way, Minutes{50}) << "15 of far, 25 of middle, 5 of near";
    EXPECT_EQ(runs[1].loads, (std::vector<Load>{{2, 15}, {1, 25}, {0, 5}}));
    EXPECT_EQ(runs[2].way, Minutes{10});
    EXPECT_EQ(runs[2].seats, 17);
}

TEST(Packing, OfNobodyOrWithoutSeatsIsNoRun) {
    const std::vector<int> sizes{45};
    EXPECT_TRUE(pack_line(one_line({{"far", {}, Minutes{50}, 0}}), 0, 45, sizes).empty());
    EXPECT_TRUE(pack_line(one_line({{"far", {}, Minutes{50}, 9}}), 0, 0, sizes).empty());
    const Case question = one_line({{"far", {}, Minutes{50}, 9}});
    EXPECT_TRUE(pack_school(question, 0, 0, std::vector<VehicleClass>{{45, only(Stage::primary)}}).empty());
    EXPECT_EQ(riders_of(pack_school(question, 0, 0, std::vector<VehicleClass>{{45, every_stage}})),
              std::vector{9});
    EXPECT_TRUE(pack_school(question, 0, 1, std::vector<VehicleClass>{{45, every_stage}}).empty())
        << "no other size";
}

}  // namespace
}  // namespace husong::coordination
