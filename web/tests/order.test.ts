import { expect, test } from "vitest";

import type { Finding } from "../src/api/types";
import { compareFindings, merged } from "../src/flagged/order";
import { finding } from "./examples";

const ids = (list: readonly Finding[]) => list.map((each) => each.id);

test("the surer comes before pupils on board, these before severity, severity before age", () => {
    const list = [
        finding({ id: "old", found_at: "2026-11-27T15:00:00+08:00" }),
        finding({ id: "suspected", level: "suspected" }),
        finding({ id: "mild", severity: "S2" }),
        finding({ id: "empty", pupils_aboard_likely: false, severity: "S1+" }),
        finding({ id: "worst", severity: "S1+" }),
        finding({ id: "new", found_at: "2026-11-27T16:20:00+08:00" }),
    ];
    expect(ids(list.sort(compareFindings))).toEqual(["worst", "new", "old", "mild", "empty", "suspected"]);
});

test("of one level the one with more too many comes first, whenever it was found", () => {
    const list = [
        finding({ id: "1", over: null, found_at: "2026-11-27T16:20:00+08:00" }),
        finding({ id: "2", over: 3, found_at: "2026-11-27T16:10:00+08:00" }),
        finding({ id: "3", over: 7, found_at: "2026-11-27T16:00:00+08:00" }),
    ];
    expect(ids(list.sort(compareFindings))).toEqual(["3", "2", "1"]);
});

test("what was found late counts from when it was found, and of one instant the greater id comes first", () => {
    const late = { opened_at: "2026-11-27T07:00:00+08:00", found_at: "2026-11-27T16:30:00+08:00" };
    const list = [
        finding({ id: "2", found_at: "2026-11-27T16:10:00+08:00" }),
        finding({ id: "9007199254740993", ...late }),
        finding({ id: "9007199254740992", ...late }),
        finding({ id: "123", ...late }),
    ];
    expect(ids(list.sort(compareFindings))).toEqual(["9007199254740993", "9007199254740992", "123", "2"]);
});

test("a new finding takes its place in the list", () => {
    const list = [finding({ id: "a" }), finding({ id: "b", severity: "S2" })];
    expect(ids(merged(list, finding({ id: "c", found_at: "2026-11-27T15:00:00+08:00" })))).toEqual([
        "a",
        "c",
        "b",
    ]);
});

test("a finding told again is changed in place of being doubled, and keeps its distance", () => {
    const list = [finding({ id: "a", distance_m: 2400, level: "likely" })];
    const [only, ...rest] = merged(list, finding({ id: "a", level: "confirmed" }));
    expect(rest).toEqual([]);
    expect(only?.level).toBe("confirmed");
    expect(only?.distance_m).toBe(2400);
});

test("an older telling does not overwrite a newer one", () => {
    const list = [finding({ id: "a", level: "confirmed", updated_at: "2026-11-27T16:20:00+08:00" })];
    const told = finding({ id: "a", level: "likely", updated_at: "2026-11-27T16:10:00+08:00" });
    expect(merged(list, told)[0]?.level).toBe("confirmed");
});

test.each(["closed", "withdrawn"] as const)("a %s finding leaves the list", (state) => {
    expect(merged([finding({ id: "a" })], finding({ id: "a", state }))).toEqual([]);
});
