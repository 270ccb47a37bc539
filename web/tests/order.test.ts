import { expect, test } from "vitest";

import type { Finding } from "../src/api/types";
import { compareFindings, merged } from "../src/flagged/order";
import { finding } from "./examples";

const ids = (list: readonly Finding[]) => list.map((each) => each.id);

test("pupils on board come before severity, severity before level, level before age", () => {
    const list = [
        finding({ id: "old", opened_at: "2026-11-27T15:00:00+08:00" }),
        finding({ id: "suspected", level: "suspected" }),
        finding({ id: "mild", severity: "S2" }),
        finding({ id: "empty", pupils_aboard_likely: false, severity: "S1+" }),
        finding({ id: "worst", severity: "S1+" }),
        finding({ id: "new", opened_at: "2026-11-27T16:20:00+08:00" }),
    ];
    expect(ids(list.sort(compareFindings))).toEqual(["worst", "new", "old", "suspected", "mild", "empty"]);
});

test("a new finding takes its place in the list", () => {
    const list = [finding({ id: "a" }), finding({ id: "b", severity: "S2" })];
    expect(ids(merged(list, finding({ id: "c", opened_at: "2026-11-27T15:00:00+08:00" })))).toEqual([
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
