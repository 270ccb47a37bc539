// A county of one school, small enough to follow by hand: its registers as CSV files, its runs of today as JSON.
import { chinaClock, chinaDay, dayMs, minuteMs } from "./china.mjs";

export const school = { code: "S01", name: "松岭镇中学", at: [40.9, 118.1] };
export const operator = { code: "OP1", name: "松岭校车公司" };
export const keeper = { name: "王某", pin: "246810" };

// Stops from the school outwards: [name, minutes, position].
export const lines = {
    north: {
        code: "L01",
        name: "松岭—上河",
        stops: [
            ["北沟", 8, [40.93, 118.1]],
            ["上河", 15, [40.96, 118.1]],
        ],
    },
    south: { code: "L02", name: "松岭—柳树", stops: [["柳树", 10, [40.86, 118.1]]] },
    east: { code: "L03", name: "松岭—石门", stops: [["石门", 12, [40.9, 118.16]]] },
    west: { code: "L04", name: "松岭—滦湾", stops: [["滦湾", 14, [40.9, 118.04]]] },
};

const bus = { colour: "yellow", class: "medium", use: "S" };
export const vehicles = {
    bus: { ...bus, plate: "冀H00318", shown: "冀H·00318", approved: 19, line: lines.north, driver: 1 },
    small: { ...bus, plate: "冀H00427", shown: "冀H·00427", approved: 9, line: lines.south, driver: 2 },
    third: { ...bus, plate: "冀H00536", shown: "冀H·00536", approved: 19, line: lines.east, driver: 3 },
    late: { ...bus, plate: "冀H00645", shown: "冀H·00645", approved: 19, line: lines.west, driver: 4 },
    // The county knows it, and has given it no papers for pupils.
    van: { plate: "冀H6K218", shown: "冀H·6K218", colour: "blue", class: "small", use: "A", approved: 7 },
};
export const unknownVehicle = { plate: "冀H9T035", shown: "冀H·9T035", colour: "blue" };

export const pupils = {
    north: { code: "P-N", name: "学生A", line: lines.north, stop: "上河" },
    south: { code: "P-S", name: "学生B", line: lines.south, stop: "柳树" },
    east: { code: "P-E", name: "学生C", line: lines.east, stop: "石门" },
};

export const driverNames = ["张某", "赵某", "孙某", "钱某"];
export const escortNames = ["李某", "陈某", "周某", "吴某"];
const buses = () => Object.values(vehicles).filter((each) => each.line);

const csv = (...rows) => rows.map((row) => row.join(",") + "\n").join("");

// What each bus of a line must have.
function papers(from, until) {
    return {
        "school_bus_plates.csv": csv(
            ["number", "plate", "colour", "valid_from", "valid_until", "route", "drivers"],
            ...buses().map((v) => [
                "BP" + v.driver,
                v.plate,
                v.colour,
                from,
                until,
                v.line.code,
                "D" + v.driver,
            ]),
        ),
        "permits.csv": csv(
            ["number", "plate", "colour", "valid_from", "valid_until", "school", "route"],
            ...buses().map((v) => [
                "PM" + v.driver,
                v.plate,
                v.colour,
                from,
                until,
                school.code,
                v.line.code,
            ]),
        ),
    };
}

// Everything but departures. Papers began long ago and end in months, as they must for the bus to be let go.
export function registers(nowMs) {
    const from = chinaClock(nowMs - 200 * dayMs).date;
    const until = chinaClock(nowMs + 160 * dayMs).date;
    const all = Object.values(lines);
    return {
        "operators.csv": csv(["code", "name", "kind"], [operator.code, operator.name, "school_bus_company"]),
        "schools.csv": csv(
            ["code", "name", "stage", "boarding", "latitude_deg", "longitude_deg", "gate_radius_m"],
            [school.code, school.name, "junior_high", "yes", ...school.at, 100],
        ),
        "vehicles.csv": csv(
            ["plate", "colour", "class", "use_nature", "approved_persons", "operator", "valid_from"],
            ...Object.values(vehicles).map((v) => [
                v.plate,
                v.colour,
                v.class,
                v.use,
                v.approved,
                v.line ? operator.code : "",
                from,
            ]),
        ),
        "drivers.csv": csv(
            ["code", "name", "licence_class", "birth_on", "qualified_until", "operator", "valid_from"],
            ...driverNames.map((name, i) => [
                "D" + (i + 1),
                name,
                "A1",
                "1980-05-06",
                until,
                operator.code,
                from,
            ]),
        ),
        "escorts.csv": csv(["code", "name"], ...escortNames.map((name, i) => ["E" + (i + 1), name])),
        ...papers(from, until),
        "lines.csv": csv(["code", "name", "school"], ...all.map((l) => [l.code, l.name, school.code])),
        "stops.csv": csv(
            ["line", "place", "name", "latitude_deg", "longitude_deg", "minutes"],
            ...all.flatMap((l) =>
                l.stops.map(([name, minutes, at], i) => [l.code, i + 1, name, ...at, minutes]),
            ),
        ),
        "pupils.csv": csv(
            ["code", "name", "school", "class", "boarding", "home_place", "line", "stop"],
            ...Object.values(pupils).map((p) => [
                p.code,
                p.name,
                school.code,
                "1班",
                "yes",
                p.stop,
                p.line.code,
                p.stop,
            ]),
        ),
    };
}

// The runs of a day that is going on: one should have left, two leave in a few minutes, one later; two more are
// published for the next holiday. All of today's leave within the day in China, whose timetable knows 00:00 to 23:59:
// what would leave before or after leaves then. Just before midnight the later run has no later minute to be moved to,
// and moves forward.
export function timetable(nowMs) {
    const { begin, end } = chinaDay(nowMs);
    const today = (minutes) =>
        Math.max(begin, Math.min(toMinute(nowMs + minutes * minuteMs), end - minuteMs));
    const later = today(20);
    const movedBy = (later + 5 * minuteMs < end ? 5 : -5) * minuteMs;
    return {
        west: run("W-1", "home", today(-15), vehicles.late),
        north: run("N-1", "home", today(5), vehicles.bus),
        south: run("S-1", "home", today(6), vehicles.small),
        east: run("E-1", "home", later, vehicles.third),
        eastMoved: later + movedBy,
        back: run("N-2", "to_school", toMinute(nowMs + 2 * dayMs), vehicles.bus),
        next: run("N-3", "home", toMinute(nowMs + 14 * dayMs), vehicles.bus),
    };
}

const toMinute = (instantMs) => Math.floor(instantMs / minuteMs) * minuteMs;
const run = (code, direction, leavesAt, vehicle) => ({
    code,
    direction,
    leavesAt,
    vehicle,
    seats: vehicle.approved - 2,
});

// "16:20", as the pages show when a run leaves.
export const clockOf = ({ leavesAt }) => chinaClock(leavesAt).time;

// Runs as departures.json, the published schedule.
export function departures(runs, status = "planned") {
    const rows = runs.map(({ code, direction, leavesAt, vehicle, seats }) => {
        const { line, plate, colour, driver } = vehicle;
        const crew = { driver: "D" + driver, escort: "E" + driver };
        const what = { code, school: school.code, direction, ...chinaClock(leavesAt), line: line.code };
        return { ...what, plate, colour, ...crew, seats, status };
    });
    return { "departures.json": JSON.stringify(rows) };
}
