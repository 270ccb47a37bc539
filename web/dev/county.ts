// An invented county for working on the pages without a server. Plates, places and people do not exist.
import type {
    Acknowledged,
    Load,
    Paper,
    Plate,
    PlateColour,
    Position,
    Sighting,
    Vehicle,
} from "../src/api/types.ts";

export interface MockVehicle {
    plate: Plate;
    vehicle: Vehicle;
    papers: Paper[];
    count: { pupils: number; adults: number; at: number; by: "escort" | "police" } | null;
    counter: { lower: number; upper: number } | null;
    motion: { speed_kmh: number; course_deg: number; age_s: number; state: Position["state"] } | null;
    route: string;
    sightings: Sighting[];
    disputed: boolean;
    acknowledged: Map<string, Acknowledged>; // by rule
}

export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;

export function iso(atMs: number): string {
    return new Date(atMs + 8 * 60 * minuteMs).toISOString().replace("Z", "+08:00");
}

export function plateOf(plate: string, colour: PlateColour): Plate {
    return { plate, display: plate.slice(0, 2) + "·" + plate.slice(2), colour };
}

function day(fromNow: number): string {
    return iso(Date.now() + fromNow * dayMs).slice(0, 10);
}

function paper(kind: string, name_zh: string, days: number | null): Paper {
    if (days === null) return { kind, name_zh, state: "missing", valid_until: null, text: "没有" };
    const valid_until = day(days);
    const state = days < 0 ? "expired" : days <= 7 ? "soon" : "valid";
    const text = days < 0 ? "已过期 " + -days + " 天" : "至 " + valid_until;
    return { kind, name_zh, state, valid_until, text };
}

function papers(plateDays: number | null, permitDays: number | null, nature: string): Paper[] {
    const lawful = nature === "S" || nature === "B";
    return [
        { kind: "register", name_zh: "登记", state: "valid", valid_until: null, text: "在用" },
        {
            kind: "use_nature",
            name_zh: "使用性质",
            state: lawful ? "valid" : "missing",
            valid_until: null,
            text: lawful ? "可以接送学生" : "非营运，不得接送",
        },
        paper("school_bus_plate", "校车标牌", plateDays),
        paper("permit", "使用许可", permitDays),
    ];
}

function vehicle(class_zh: string, use_nature: string, use_zh: string, approved_persons: number): Vehicle {
    const operator = use_nature === "A" ? null : "某某客运公司";
    const status = { status: "active", status_zh: "在用" };
    return { class_zh, use_nature, use_zh, approved_persons, approved_pupils: null, operator, ...status };
}

const schoolBus = (seats: number) => vehicle("大型客车", "S", "中小学生校车", seats);
const coach = (seats: number) => vehicle("大型客车", "B", "包车客运", seats);
const moving = (speed_kmh: number, course_deg: number, age_s: number) => ({
    speed_kmh,
    course_deg,
    age_s,
    state: "live" as const,
});

function entry(
    plate: Plate,
    route: string,
    parts: Partial<MockVehicle> & Pick<MockVehicle, "vehicle">,
): MockVehicle {
    const nature = parts.vehicle.use_nature;
    const none = { count: null, counter: null, motion: null, sightings: [], disputed: false };
    const acknowledged = new Map<string, Acknowledged>();
    return { plate, route, papers: papers(69, 250, nature), acknowledged, ...none, ...parts };
}

const escort = (pupils: number, minutesAgo: number) => ({
    pupils,
    adults: 2,
    at: Date.now() - minutesAgo * minuteMs,
    by: "escort" as const,
});

function seen(daysAgo: number, pupils: number | null, by: string, by_zh: string): Sighting {
    const at = iso(Date.now() - daysAgo * dayMs);
    const pupils_seen = pupils ? "some" : "not_told";
    const note = pupils && by === "gate" ? "银色面包车，放学时停在校门东侧" : "";
    return { at, place: "北沟镇初中门前", pupils, pupils_seen, note, by, by_zh };
}

const yellow = (number: string) => plateOf("冀H" + number, "yellow");

export function freshCounty(): MockVehicle[] {
    return [...loadedVehicles(), ...otherVehicles()];
}

// One for each figure of people aboard.
function loadedVehicles(): MockVehicle[] {
    return [
        entry(yellow("00318"), "松岭镇初中 → 柳湾线", {
            vehicle: schoolBus(45),
            count: escort(41, 6),
            motion: moving(42, 10, 12),
        }),
        entry(yellow("00352"), "石门镇初中 → 云山线", {
            vehicle: coach(45),
            count: escort(50, 14),
            motion: moving(38, 350, 8),
        }),
        entry(yellow("00461"), "松岭线 L06", {
            vehicle: coach(45),
            counter: { lower: 47, upper: 51 },
            motion: moving(44, 182, 11),
        }),
        entry(yellow("00455"), "松岭线 L08", {
            vehicle: coach(45),
            counter: { lower: 43, upper: 47 },
            motion: moving(31, 95, 14),
        }),
        entry(yellow("00377"), "柳湾线", {
            vehicle: schoolBus(36),
            papers: papers(6, 250, "S"),
            count: escort(30, 5),
            motion: moving(52, 260, 5),
        }),
        entry(yellow("00307"), "备用", {
            vehicle: coach(45),
            count: escort(21, 2),
            motion: moving(0, 0, 20),
        }),
        entry(yellow("00366"), "云山线", {
            vehicle: schoolBus(45),
            count: escort(40, 9),
            motion: moving(36, 120, 6),
        }),
    ];
}

// Papers, silence, black vehicles, and the same digits in another colour.
function otherVehicles(): MockVehicle[] {
    return [
        entry(yellow("00419"), "云山乡小学线 L22", {
            vehicle: schoolBus(45),
            papers: papers(-12, 250, "S"),
            count: escort(33, 20),
            motion: moving(28, 45, 31),
        }),
        entry(plateOf("冀HD05231", "gradient_green"), "滦湾线", {
            vehicle: vehicle("大型客车", "B", "包车客运", 38),
            motion: { speed_kmh: 0, course_deg: 0, age_s: 26 * 60, state: "silent" },
        }),
        entry(plateOf("冀H7K206", "blue"), "小型面包车", {
            vehicle: vehicle("小型面包车", "A", "非营运", 7),
            papers: papers(null, null, "A"),
            sightings: [
                seen(14, 9, "gate", "门岗"),
                seen(12, 8, "gate", "门岗"),
                seen(7, null, "camera", "摄像头"),
            ],
        }),
        entry(plateOf("冀H00377", "blue"), "小型轿车", {
            vehicle: vehicle("小型轿车", "A", "非营运", 5),
            papers: papers(null, null, "A"),
        }),
    ];
}

export function loadOf(one: MockVehicle, nowMs: number): Load {
    const approved = { approved_persons: one.vehicle.approved_persons, approved_pupils: null };
    if (one.count) {
        const { pupils, adults, at, by } = one.count;
        const until = at + 60 * minuteMs;
        const who = by === "police" ? "交警" : "照管员";
        return {
            people_aboard: pupils + adults,
            lower: pupils + adults,
            upper: pupils + adults,
            pupils_aboard: pupils,
            adults_aboard: adults,
            ...approved,
            basis: "head_count",
            basis_zh:
                who + " " + iso(at).slice(11, 16) + " 清点" + (one.disputed ? "，与之前的相差太大" : ""),
            counted_at: iso(at),
            counted_by: by,
            fresh: until > nowMs && !one.disputed,
            disputed: one.disputed,
            fresh_until: iso(until),
        };
    }
    const uncounted = { people_aboard: null, pupils_aboard: null, adults_aboard: null, ...approved };
    const never = { counted_at: null, counted_by: null, fresh_until: null };
    if (one.counter) {
        return {
            ...uncounted,
            ...one.counter,
            basis: "counter",
            basis_zh: "车门计数",
            fresh: true,
            disputed: false,
            ...never,
        };
    }
    const nothing = { lower: null, upper: null, basis_zh: "", fresh: false, disputed: false };
    return { ...uncounted, ...nothing, basis: "none", ...never };
}

export function positionOf(one: MockVehicle, nowMs: number): Position | null {
    if (!one.motion) return null;
    const { age_s, ...motion } = one.motion;
    const seed = Number(one.plate.plate.replace(/\D/g, "")) % 97;
    const place = { latitude_deg: 40.8 + seed / 1000, longitude_deg: 118.2 + seed / 700 };
    return { ...place, ...motion, measured_at: iso(nowMs - age_s * 1000), age_s };
}
