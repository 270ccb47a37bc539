// The invented county's verdicts and findings, after the rules the pages will meet on the real server.
import type {
    Check,
    Departure,
    DriverCard,
    Finding,
    FindingFile,
    Level,
    Match,
    PlateColour,
    Verdict,
} from "../src/api/types.ts";
import { dayMs, iso, loadOf, minuteMs, plateOf, positionOf, type MockVehicle } from "./county.ts";

const startedAt = Date.now();

export function verdictsOf(one: MockVehicle, nowMs: number): Verdict[] {
    const load = loadOf(one, nowMs);
    const cap = one.vehicle.approved_persons;
    const expired = one.papers.find((paper) => paper.state === "expired");
    const soon = one.papers.find((paper) => paper.state === "soon");
    const verdicts: Verdict[] = [];
    const add = (word: Verdict["word"], text: string, reason: string, more: Partial<Verdict> = {}) =>
        verdicts.push({ word, text, reason, ...more });
    if (one.vehicle.use_nature === "A") add("must_not", "禁止载运学生", "非营运车，没有校车标牌");
    else if (expired) add("must_not", "禁止载运学生", expired.name_zh + expired.text);
    if (load.basis === "head_count" && load.people_aboard !== null && load.people_aboard > cap) {
        const over = load.people_aboard - cap;
        const percent = Math.round((over / cap) * 1000) / 10;
        const reason = `核载 ${cap} 人，实载 ${load.people_aboard} 人（超 ${percent}%）`;
        add("over", `超员 ${over} 人`, reason, { over, percent });
    }
    const interval = `车上 ${load.lower}–${load.upper} 人，核载 ${cap}`;
    if (load.basis === "counter" && (load.lower ?? 0) > cap) {
        add("likely_over", "很可能超员，请清点", "车门计数 " + interval);
    } else if (load.basis === "counter" && (load.upper ?? 0) > cap) {
        add("check", "可以，但要核对", interval + "，请当面点一次");
    } else if (soon) {
        add("check", "可以，但要核对", soon.name_zh + "快到期，" + soon.text);
    }
    if (load.disputed && verdicts.length === 0) {
        add("check", "可以，但要核对", load.basis_zh + "，请再点一次");
    }
    if (load.basis === "none" && verdicts.length === 0)
        add("unknown_load", "证照有效，人数未知", "没有清点记录，请上车点一次");
    if (verdicts.length === 0) {
        const reason = `4 项证照有效，车上 ${load.people_aboard} 人，核载 ${cap} 人`;
        add("may_carry", "可以载运学生", reason);
    }
    return verdicts;
}

export function findingsOf(one: MockVehicle, nowMs: number): Finding[] {
    const load = loadOf(one, nowMs);
    const cap = one.vehicle.approved_persons;
    const findings: Finding[] = [];
    const find = (rule: string, level: Level, headline: string, detail: string) =>
        findings.push(findingOf(one, nowMs, { rule, level, headline, detail }));
    if (load.basis === "head_count" && load.people_aboard !== null && load.people_aboard > cap) {
        const over = load.people_aboard - cap;
        find(
            "LD-01",
            "confirmed",
            `超员 ${over} 人`,
            `${load.basis_zh} ${load.people_aboard} 人，核载 ${cap}`,
        );
    }
    if (load.basis === "counter" && (load.lower ?? 0) > cap) {
        const detail = `车门计数 车上 ${load.lower}–${load.upper} 人，核载 ${cap}`;
        find("LD-01", "likely", "很可能超员，请清点", detail);
    }
    if (one.sightings.length > 0) {
        find("VL-04", "confirmed", "非营运", `30 天内看到 ${one.sightings.length} 次`);
        find("VL-01", "likely", "没有校车标牌", "没有标牌，也没有备案线路");
    }
    const expired = one.papers.find((paper) => paper.state === "expired");
    if (expired) find("VL-02", "confirmed", "标牌过期 12 天", "到期 " + expired.valid_until);
    return findings;
}

const ruleWords: Record<
    string,
    { rule_zh: string; severity: string; legal_basis: string; points: string | null }
> = {
    "LD-01": {
        rule_zh: "校车超员",
        severity: "S1",
        legal_basis: "校车安全管理条例 第三十四条、第五十条",
        points: "记 6 分",
    },
    "VL-01": {
        rule_zh: "无校车标牌接送学生",
        severity: "S1",
        legal_basis: "校车安全管理条例 第十八条、第四十五条",
        points: null,
    },
    "VL-02": { rule_zh: "标牌过期", severity: "S1", legal_basis: "校车安全管理条例 第十六条", points: null },
    "VL-04": {
        rule_zh: "非营运车接送学生",
        severity: "S1",
        legal_basis: "校车安全管理条例 第十八条、第四十五条；道路运输条例 第六十三条",
        points: null,
    },
};

const levelWords: Record<Level, string> = { suspected: "疑似", likely: "高度疑似", confirmed: "查实" };

type Judged = Pick<Finding, "rule" | "level" | "headline" | "detail">;

function findingOf(one: MockVehicle, nowMs: number, judged: Judged): Finding {
    const words = ruleWords[judged.rule];
    if (!words) throw new Error("no such rule in the invented county: " + judged.rule);
    const load = loadOf(one, nowMs);
    const opened = one.count?.at ?? startedAt - 10 * minuteMs;
    const { lower, upper, people_aboard: people, pupils_aboard: pupils, adults_aboard: adults } = load;
    const over = people === null ? null : Math.max(0, people - one.vehicle.approved_persons);
    return {
        ...judged,
        id: judged.rule + "-" + one.plate.plate.slice(1),
        rule_zh: words.rule_zh,
        severity: words.severity,
        level_zh: levelWords[judged.level],
        state: "open",
        plate: one.plate,
        vehicle_text: one.route,
        opened_at: iso(opened),
        found_at: iso(opened),
        updated_at: iso(opened),
        closed_at: null,
        found_late: false,
        figures: { lower, upper, people, pupils, adults, approved_persons: load.approved_persons, over },
        over: judged.rule === "LD-01" && judged.level === "confirmed" ? over || null : null,
        place_seen: judged.rule.startsWith("VL-0") ? (one.sightings.at(-1)?.place ?? null) : null,
        position: positionOf(one, nowMs),
        distance_m: null,
        legal_basis: words.legal_basis,
        points_class: words.points,
        acknowledged: one.acknowledged.get(judged.rule) ?? null,
        pupils_aboard_likely: one.motion?.state === "live",
    };
}

export function fileOf(finding: Finding): FindingFile {
    const evidence = [
        {
            kind: "position",
            measured_at: finding.opened_at,
            received_at: iso(Date.parse(finding.opened_at) + 1200),
            source: "terminal",
            source_zh: "车载终端",
            text: "行驶 42 公里/小时，定位有效",
        },
        {
            kind: finding.level === "confirmed" ? "head_count" : "counter",
            measured_at: finding.opened_at,
            received_at: iso(Date.parse(finding.opened_at) + 4 * minuteMs),
            source: finding.level === "confirmed" ? "escort" : "terminal",
            source_zh: finding.level === "confirmed" ? "照管员" : "车门计数器",
            text: finding.detail,
        },
    ];
    const episode = {
        from: finding.opened_at,
        until: null,
        level: finding.level,
        figures: finding.figures,
        place: "石门镇南口",
        evidence,
        register_versions: { vehicle: 1, school_bus_plate: 1, permit: 1 },
    };
    return { ...finding, episodes: [episode], withdrawn_reason: null };
}

// Lawful vehicles drive for a school this afternoon.
function departuresOf(one: MockVehicle, nowMs: number): Departure[] {
    if (one.vehicle.use_nature === "A") return [];
    return [
        {
            code: "D-" + one.plate.plate,
            school: { code: "S01", name: "石门镇初中" },
            direction: "home",
            leaves_at: iso(nowMs).slice(0, 11) + "16:20:00.000+08:00",
            line: { code: "L15", name: one.route },
            driver: "王某",
            escort: "赵某",
            seats: one.vehicle.approved_persons - 2,
            status: "planned",
            note: "",
        },
    ];
}

// The driver of that run has signed in.
function cardOf([departure]: Departure[], nowMs: number): DriverCard | null {
    if (!departure) return null;
    return { name: departure.driver ?? "", at: iso(nowMs - 20 * minuteMs), listed: true };
}

export function checkOf(one: MockVehicle, all: MockVehicle[], nowMs: number): Check {
    const [verdict, ...also] = verdictsOf(one, nowMs);
    if (!verdict) throw new Error("every vehicle has a verdict");
    const others = all.filter((other) => other !== one && other.plate.plate === one.plate.plate);
    return {
        plate: one.plate,
        registered: true,
        other_colours: others.map((other) => other.plate.colour),
        registered_colours: [...others, one].map((other) => other.plate.colour),
        county: "this",
        vehicle: one.vehicle,
        verdict,
        also,
        load: loadOf(one, nowMs),
        papers: one.papers,
        position: positionOf(one, nowMs),
        findings: findingsOf(one, nowMs),
        sightings: one.sightings.filter((sighting) => Date.parse(sighting.at) > nowMs - 30 * dayMs),
        departures: departuresOf(one, nowMs),
        driver_card: cardOf(departuresOf(one, nowMs), nowMs),
        provisional: false,
        as_of: iso(nowMs),
    };
}

export function unknownCheck(plate: string, nowMs: number, registered_colours: PlateColour[]): Check {
    const reason = "不等于违法，先看车上有没有学生";
    return {
        plate: plateOf(plate, "other"),
        registered: false,
        other_colours: registered_colours,
        registered_colours,
        county: plate.startsWith("冀H") ? "this" : "other",
        vehicle: null,
        verdict: { word: "not_registered", text: "本县没有登记", reason },
        also: [],
        load: null,
        papers: [],
        position: null,
        findings: [],
        sightings: [],
        departures: [],
        driver_card: null,
        provisional: false,
        as_of: iso(nowMs),
    };
}

export function matchOf(one: MockVehicle, nowMs: number): Match {
    const [verdict] = verdictsOf(one, nowMs);
    if (!verdict) throw new Error("every vehicle has a verdict");
    const { class_zh, use_zh, approved_persons } = one.vehicle;
    return { ...one.plate, registered: true, class_zh, use_zh, approved_persons, verdict, open_findings: 0 };
}
