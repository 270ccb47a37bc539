import { expect, test } from "vitest";

import {
    ageWords,
    clockTime,
    freshness,
    instantOfLocalInput,
    localInput,
    timeWords,
} from "../src/parts/time_words";

const now = Date.parse("2026-11-27T16:24:30+08:00");
const before = (seconds: number) => now - seconds * 1000;

test.each([
    [0, "刚刚"],
    [4, "刚刚"],
    [5, "5 秒前"],
    [59, "59 秒前"],
    [60, "1 分钟前"],
    [3599, "59 分钟前"],
    [3600, "15:24"],
    [24 * 3600, "11-26 周四"],
    [400 * 86400, "2025-10-23 周四"],
])("an age of %i seconds reads %s", (seconds, words) => {
    expect(ageWords(before(seconds), now)).toBe(words);
});

test("a clock that runs ahead of the server reads as just now", () => {
    expect(ageWords(now + 3000, now)).toBe("刚刚");
});

test("times are the county's, whatever the zone of the phone", () => {
    expect(clockTime(Date.parse("2026-11-27T16:30:00Z"))).toBe("00:30");
    expect(timeWords(Date.parse("2026-11-27T16:08:00+08:00"), now)).toBe("今天 16:08");
    expect(timeWords(Date.parse("2026-11-20T16:37:00+08:00"), now)).toBe("11-20 周五 16:37");
});

test("a position is fresh for two minutes, late until five, then dead", () => {
    expect(freshness(before(120), now)).toBe("fresh");
    expect(freshness(before(121), now)).toBe("late");
    expect(freshness(before(300), now)).toBe("late");
    expect(freshness(before(301), now)).toBe("dead");
});

test("the time field speaks the county's time and back", () => {
    expect(localInput(now)).toBe("2026-11-27T16:24");
    expect(instantOfLocalInput("2026-11-27T16:24")).toBe("2026-11-27T16:24:00.000+08:00");
    expect(instantOfLocalInput("2026-13-40T16:24")).toBeNull();
    expect(instantOfLocalInput("")).toBeNull();
});
