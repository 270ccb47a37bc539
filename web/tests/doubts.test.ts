import { expect, test } from "vitest";

import type { Check } from "../src/api/types";
import { awaitingWords, doubtsAbout } from "../src/vehicle/doubts";
import { check, finding, load } from "./examples";

const now = Date.parse("2026-11-27T16:30:00+08:00");
const kindsFor = (pupils: number, adults: number, of: Check) =>
    doubtsAbout({ pupils, adults, others: 0, at: null }, of, now).map(({ kind }) => kind);

const over = check({
    verdict: { word: "over", text: "超员 7 人", over: 7 },
    load: load({ people_aboard: 52, lower: 52, upper: 52, pupils_aboard: 50 }),
    findings: [finding()],
});

test("a count that lowers a confirmed overload to within the limit is asked for once more", () => {
    const [doubt] = doubtsAbout({ pupils: 43, adults: 2, others: 0, at: null }, over, now);
    expect(doubt?.text).toBe("比刚才 16:08 清点的 52 人少 7 人，人已转走？");
    expect(kindsFor(44, 2, over)).toEqual([]);
    expect(kindsFor(41, 2, check())).toEqual([]);
});

test("an overload confirmed before the doors opened again is not forgotten", () => {
    const stopped = {
        ...over,
        verdict: { word: "check" as const, text: "可以，但要核对" },
        load: load({ basis: "counter", people_aboard: null, lower: 40, upper: 50 }),
        findings: [finding({ figures: { people: 52 } })],
    };
    const [doubt] = doubtsAbout({ pupils: 40, adults: 2, others: 0, at: null }, stopped, now);
    expect(doubt?.text).toBe("比查实的 52 人少 10 人，人已转走？");
});

test("once counted within the limit the next count is not asked about, while the list still holds the vehicle", () => {
    const recounted = check({ findings: [finding()] });
    expect(kindsFor(41, 2, recounted)).toEqual([]);
    expect(awaitingWords(recounted)).toBe("已复点 43 人，等待移出名单");
});

test("nothing waits for the list where nobody confirmed, the vehicle is still over, or the list let it go", () => {
    expect(awaitingWords(over)).toBeNull();
    expect(awaitingWords(check())).toBeNull();
    expect(awaitingWords(check({ findings: [finding({ level: "likely" })] }))).toBeNull();
    expect(awaitingWords(check({ findings: [finding({ state: "closed" })] }))).toBeNull();
    expect(awaitingWords(check({ findings: [finding({ rule: "VL-02" })] }))).toBeNull();
});

test("a count no vehicle holds is asked for once more", () => {
    expect(kindsFor(90, 2, check())).toEqual(["people"]);
    expect(kindsFor(88, 2, check())).toEqual([]);
    expect(kindsFor(30, 11, check())).toEqual(["adults"]);
    expect(kindsFor(30, 10, check())).toEqual([]);
    const counted = check({ load: load({ basis: "counter", people_aboard: null, lower: 16, upper: 20 }) });
    expect(kindsFor(29, 2, counted)).toEqual(["counter"]);
    expect(kindsFor(28, 2, counted)).toEqual([]);
    expect(kindsFor(4, 0, check())).toEqual(["no_adult"]);
});

test("a vehicle that was moving a moment ago may not be the one in front of the officer", () => {
    const position = {
        latitude_deg: 40.8,
        longitude_deg: 118.2,
        speed_kmh: 42,
        course_deg: 10,
        measured_at: "2026-11-27T16:29:48+08:00",
        age_s: 12,
        state: "live" as const,
    };
    const [doubt] = doubtsAbout({ pupils: 40, adults: 2, others: 0, at: null }, check({ position }), now);
    expect(doubt?.text).toBe("这辆车 12 秒前还在行驶，请看清车牌。");
    expect(kindsFor(40, 2, check({ position: { ...position, speed_kmh: 0 } }))).toEqual([]);
    const old = { ...position, measured_at: "2026-11-27T16:20:00+08:00" };
    expect(kindsFor(40, 2, check({ position: old }))).toEqual([]);
});
