import { expect, test } from "vitest";

import type { Paper } from "../src/api/types";
import { meterScale } from "../src/parts/meter";
import { findingLook } from "../src/parts/verdict";
import { partsWords, peopleWords } from "../src/parts/words";
import { countedFrom, missingCount, sumWords, typedFigure } from "../src/vehicle/recount";
import { bindingLimit } from "../src/vehicle/free_places";
import {
    isCurrent,
    mayLackLast,
    papersSummary,
    shownInList,
    shownVerdict,
} from "../src/vehicle/shown_verdict";
import { check, finding, load } from "./examples";

const now = Date.parse("2026-11-27T16:30:00+08:00");
const hourLater = Date.parse("2026-11-27T17:08:00+08:00");

test("a fresh green verdict is shown as it is", () => {
    expect(shownVerdict(check(), now, true).word).toBe("may_carry");
});

test("offline never shows a green verdict, and says when the papers were read", () => {
    const shown = shownVerdict(check(), now, false);
    expect(shown.word).toBe("unknown_load");
    expect(shown.reason).toContain("16:24");
});

test("in a list an old green is taken back, an old red is not", () => {
    const green = check().verdict;
    expect(shownInList(green, true)).toBe(green);
    expect(shownInList(green, false).word).toBe("unknown_load");
    const red = { ...green, word: "over" as const };
    expect(shownInList(red, false)).toBe(red);
});

test("an answer is old when the next is overdue, and 3 seconds after the event stream broke off", () => {
    expect(isCurrent(now, null, now + 10_000)).toBe(true);
    expect(isCurrent(now, null, now + 10_001)).toBe(false);
    expect(isCurrent(now, now + 1000, now + 4000)).toBe(true);
    expect(isCurrent(now, now + 1000, now + 4001)).toBe(false);
    expect(isCurrent(now + 1500, now + 1000, now + 9000)).toBe(true);
});

test("the green ends with the count it stands on", () => {
    expect(shownVerdict(check(), hourLater - 1, true).word).toBe("may_carry");
    expect(shownVerdict(check(), hourLater, true).word).toBe("unknown_load");
});

test("offline takes nothing from a verdict that is not green", () => {
    const over = check({ verdict: { word: "over", text: "超员 7 人" } });
    expect(shownVerdict(over, hourLater, false).text).toBe("超员 7 人");
});

test("red is filled only where a person counted", () => {
    expect(findingLook(finding()).chip).toBe("sure");
    expect(findingLook(finding({ level: "likely" })).chip).toBe("likely");
    expect(findingLook(finding({ level: "suspected" })).chip).toBe("warn");
    expect(findingLook(finding({ rule: "VL-04" })).chip).toBe("bad");
    expect(findingLook(finding({ state: "withdrawn" })).chip).toBe("off");
});

test("an interval is written as one, a count with its parts", () => {
    expect(peopleWords(load({ people_aboard: null, lower: 47, upper: 51 }))).toBe("47–51");
    expect(peopleWords(load())).toBe("43");
    expect(partsWords(load())).toBe("学生 41 + 司乘 2");
    expect(partsWords(load({ people_aboard: 44 }))).toBe("学生 41 + 司乘 2 + 其他 1");
    expect(peopleWords(load({ people_aboard: null, lower: null, upper: null }))).toBeNull();
    expect(peopleWords(load({ people_aboard: null, lower: 48, upper: null }))).toBe("至少 48");
    expect(peopleWords(load({ people_aboard: null, lower: 0, upper: null }))).toBeNull();
});

test("45 pupils and two adults in a vehicle for 45 are two too many", () => {
    expect(sumWords("45", "2", load())).toEqual(["合计 47", "超 2 人"]);
    expect(sumWords("43", "2", load())).toEqual(["合计 45", "还可上 0 人"]);
});

test("the fewer free places count: those for pupils, or those for people", () => {
    const both = load({ approved_persons: 50, approved_pupils: 40 });
    expect(sumWords("38", "2", both)[1]).toBe("还可上 2 人");
    expect(sumWords("43", "2", both)[1]).toBe("学生超 3 人");
    expect(sumWords("43", "9", both)[1]).toBe("学生超 3 人");
    expect(sumWords("40", "14", both)[1]).toBe("超 4 人");
    expect(sumWords("20", "29", both)[1]).toBe("还可上 1 人");
    expect(bindingLimit(both)?.people).toBe(42);
    expect(bindingLimit({ ...both, approved_pupils: 48 })?.people).toBe(50);
    expect(bindingLimit(load())?.words).toContain("核载线 45");
});

test("no further places are promised by a count below what the door counter saw board", () => {
    const counted = load({ basis: "counter", people_aboard: null, lower: 40, upper: 44 });
    expect(sumWords("30", "2", counted)[1]).toBe("比车门计数少");
    expect(sumWords("38", "2", counted)[1]).toBe("还可上 5 人");
});

test("a count needs both figures; none is ever filled in", () => {
    expect(countedFrom("", "2")).toBeNull();
    expect(missingCount("", "2")).toContain("学生");
    expect(missingCount("40", "")).toContain("大人");
    expect(countedFrom("0", "1")).toEqual({ pupils: 0, adults: 1, others: 0, at: null });
    expect(countedFrom("20", "2", "1", "2")).toEqual({
        pupils: 20,
        adults: 2,
        others: 1,
        front_seat: 2,
        at: null,
    });
    expect(countedFrom("20", "2", "", "0")).toMatchObject({ others: 0, front_seat: 0 });
    expect(countedFrom("20", "2", "x")).toBeNull();
    expect(countedFrom("20", "2", "", "10")).toBeNull();
    expect(missingCount("20", "2", "", "10")).toContain("副驾驶座");
    expect(countedFrom("999", "1")).toBeNull();
});

test("too many people are a slip of the finger, and digits of any width are digits", () => {
    expect(missingCount("301", "2")).toContain("太多");
    expect(missingCount("40", "999")).toContain("大人 999 人太多");
    expect(countedFrom("300", "2")).not.toBeNull();
    expect(typedFigure("４５ ")).toBe("45");
});

test("a sign, a point or a letter is told, never dropped", () => {
    for (const text of ["-5", "3.5", "4人5", "４．５"]) {
        const told = typedFigure(text);
        expect(countedFrom(told, "2")).toBeNull();
        expect(missingCount(told, "2")).toBe("学生只填整数");
        expect(missingCount("4", told)).toBe("大人只填整数");
        expect(sumWords(told, "2", load())[1]).toBe("只填整数");
    }
});

test("each level has a shape of its own, whatever the severity", () => {
    for (const severity of ["S1", "S2"]) {
        const levels = ["suspected", "likely", "confirmed"] as const;
        const icons = levels.map((level) => findingLook(finding({ rule: "VL-04", severity, level })).icon);
        expect(new Set(icons).size).toBe(3);
    }
});

test("the papers are good only when none is missing, expired or about to", () => {
    const paper = (state: Paper["state"]): Paper => ({
        kind: "permit",
        name_zh: "许可",
        state,
        valid_until: null,
        text: "",
    });
    expect(papersSummary(check({ papers: [paper("valid"), paper("not_needed")] }))).toEqual({
        good: true,
        text: "1 项均有效",
    });
    expect(papersSummary(check({ papers: [paper("valid"), paper("soon")] })).good).toBe(false);
    expect(papersSummary(check({ papers: [paper("missing")] })).text).toBe("1 项不合格");
    expect(papersSummary(check()).good).toBe(false);
});

test("an unknown plate of seven characters may be a green one cut short", () => {
    expect(mayLackLast(check({ registered: false }))).toBe(true);
    expect(mayLackLast(check())).toBe(false);
});

test("the meter always leaves room beyond the limit", () => {
    expect(meterScale(45, 52)).toBe(60);
    expect(meterScale(45, null)).toBe(50);
    expect(meterScale(7, 7)).toBe(8);
});
