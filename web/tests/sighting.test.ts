import { expect, test } from "vitest";

import { sightingErrors, sightingOf, type SightingDraft } from "../src/seen/sighting";

const now = Date.parse("2026-11-27T16:41:30+08:00");
const draft = (parts: Partial<SightingDraft> = {}): SightingDraft => ({
    plate: "冀H·7K206",
    colour: "blue",
    at: "2026-11-27T16:41",
    place: "北沟镇初中门前",
    pupils: "9",
    seen: "some",
    note: "",
    ...parts,
});
const wrong = (parts: Partial<SightingDraft>) =>
    sightingErrors(draft(parts), null, now).map((error) => error.field);

test("a complete report has nothing to fix", () => {
    expect(wrong({})).toEqual([]);
});

test("a plate seen in part is enough from three characters on", () => {
    expect(wrong({ plate: "7K2" })).toEqual([]);
    expect(wrong({ plate: "7K" })).toEqual(["plate"]);
    expect(sightingOf(draft({ plate: "7K2" }), null).plate).toBe("7K2");
});

test("a number of pupils is told whole or not at all", () => {
    for (const pupils of ["-5", "3.5", "9人"]) {
        const [error] = sightingErrors(draft({ pupils }), null, now);
        expect(error?.text).toContain("只填整数");
    }
    expect(wrong({ pupils: "201" })).toEqual(["pupils"]);
    expect(wrong({ pupils: "abc", seen: "none" })).toEqual([]);
});

test("the place may be told by the phone instead", () => {
    expect(wrong({ place: "" })).toEqual(["place"]);
    const here = { latitude_deg: 40.8, longitude_deg: 118.2, accuracy_m: 8 };
    expect(sightingErrors(draft({ place: "" }), here, now)).toEqual([]);
});

test("nobody has seen anything in the future", () => {
    expect(wrong({ at: "2026-11-27T16:50" })).toEqual(["at"]);
    expect(wrong({ at: "" })).toEqual(["at"]);
});

test("what is sent is what was seen, and no number that was not", () => {
    expect(sightingOf(draft(), null)).toEqual({
        plate: "冀H7K206",
        colour: "blue",
        at: "2026-11-27T16:41:00.000+08:00",
        latitude_deg: null,
        longitude_deg: null,
        place: "北沟镇初中门前",
        pupils: 9,
        pupils_seen: "some",
        note: "",
        photo: null,
    });
    expect(sightingOf(draft({ pupils: "" }), null).pupils).toBeNull();
    expect(sightingOf(draft({ seen: "none" }), null).pupils).toBeNull();
    expect(sightingOf(draft({ colour: "" }), null).colour).toBeNull();
});
