import { expect, test } from "vitest";

import type { Match } from "../src/api/types";
import { narrowed, updated } from "../src/check/matches";
import { openingOf } from "../src/check/opening";

const match = (plate: string): Match => ({
    plate,
    display: plate,
    colour: "yellow",
    registered: true,
    class_zh: "大型客车",
    use_zh: "中小学生校车",
    approved_persons: 45,
    verdict: { word: "may_carry", text: "可以载运学生" },
    open_findings: 0,
});

test("six characters wait for the seventh", () => {
    expect(openingOf("冀H0031", [match("冀H00318")]).act).toBe("wait");
});

test("seven characters wait for what the register knows", () => {
    expect(openingOf("冀H00318", null).act).toBe("wait");
});

test("a plate of the register opens at once", () => {
    expect(openingOf("冀H00318", [match("冀H00318")])).toEqual({ act: "open", pauseMs: 0 });
});

test("seven characters of a registered green plate do not open another result", () => {
    expect(openingOf("冀HD0523", [match("冀HD05231")]).act).toBe("longer");
});

test("a plate that only holds what was typed keeps nobody waiting", () => {
    expect(openingOf("冀HD0523", [match("冀H1D0523")])).toEqual({ act: "open", pauseMs: 350 });
});

test("seven characters that may become a green plate leave time for the eighth", () => {
    expect(openingOf("冀HD0523", [])).toEqual({ act: "open", pauseMs: 350 });
    expect(openingOf("冀H3M812", [])).toEqual({ act: "open", pauseMs: 0 });
});

test("what was found stays when asking again fails, and keeps its age", () => {
    const found = { text: "冀H00", matches: [match("冀H00318")], truncated: false, failure: null, readAt: 1 };
    const failed = { ok: false as const, failure: { kind: "timeout" as const, status: 0, field: null } };
    expect(updated(found, "冀H00", failed)).toBe(found);
    expect(updated(found, "冀H001", failed).matches).toHaveLength(0);
    const again = { ok: true as const, value: { matches: [], truncated: false } };
    expect(updated(found, "冀H00", again).readAt).toBeGreaterThan(1);
});

test("eight characters open without asking", () => {
    expect(openingOf("冀HD05231", null)).toEqual({ act: "open", pauseMs: 0 });
});

test("a complete answer to a beginning answers the longer text, a cut one does not", () => {
    const found = {
        text: "冀H00",
        matches: [match("冀H00318"), match("冀H00352")],
        truncated: false,
        failure: null,
        readAt: 0,
    };
    expect(narrowed(found, "冀H003")?.matches).toHaveLength(2);
    expect(narrowed(found, "冀H003")?.readAt).toBe(found.readAt);
    expect(narrowed(found, "冀H0031")?.matches).toEqual([match("冀H00318")]);
    expect(narrowed(found, "冀H1")).toBeNull();
    expect(narrowed({ ...found, truncated: true }, "冀H0031")).toBeNull();
});
