// A lawful example each; a test changes one thing in it.
import type { Check, Finding, Load } from "../src/api/types";

export function finding(parts: Partial<Finding> = {}): Finding {
    return {
        id: "1",
        rule: "LD-01",
        rule_zh: "校车超员",
        severity: "S1",
        level: "confirmed",
        level_zh: "查实",
        state: "open",
        plate: { plate: "冀H00352", display: "冀H·00352", colour: "yellow" },
        vehicle_text: "包车客运",
        headline: "超员 7 人",
        detail: "照管员 16:08 清点 52 人，核载 45",
        opened_at: "2026-11-27T16:08:00+08:00",
        found_at: "2026-11-27T16:08:00+08:00",
        updated_at: "2026-11-27T16:08:00+08:00",
        closed_at: null,
        found_late: false,
        figures: {},
        over: null,
        place_seen: null,
        position: null,
        distance_m: null,
        legal_basis: "校车安全管理条例 第三十四条",
        points_class: "6 分档",
        acknowledged: null,
        pupils_aboard_likely: true,
        ...parts,
    };
}

export function load(parts: Partial<Load> = {}): Load {
    return {
        people_aboard: 43,
        lower: 43,
        upper: 43,
        pupils_aboard: 41,
        adults_aboard: 2,
        approved_persons: 45,
        approved_pupils: null,
        basis: "head_count",
        basis_zh: "照管员 16:08 清点",
        counted_at: "2026-11-27T16:08:00+08:00",
        counted_by: "escort",
        fresh: true,
        disputed: false,
        fresh_until: "2026-11-27T17:08:00+08:00",
        ...parts,
    };
}

export function check(parts: Partial<Check> = {}): Check {
    return {
        plate: { plate: "冀H00318", display: "冀H·00318", colour: "yellow" },
        registered: true,
        other_colours: [],
        registered_colours: [],
        county: "this",
        vehicle: null,
        verdict: { word: "may_carry", text: "可以载运学生" },
        also: [],
        load: load(),
        papers: [],
        position: null,
        findings: [],
        sightings: [],
        departures: [],
        driver_card: null,
        provisional: false,
        as_of: "2026-11-27T16:24:00+08:00",
        ...parts,
    };
}
