import { expect, test } from "vitest";

import * as entries from "../src/check/plate_entry";

const typedAll = (keys: string, from = entries.freshEntry()) => Array.from(keys).reduce(entries.typed, from);

test("the cells begin with 冀H and the cursor on the third", () => {
    const entry = entries.freshEntry();
    expect(entries.enteredText(entry)).toBe("冀H");
    expect(entry.cursor).toBe(2);
    expect(entry.cells).toHaveLength(8);
});

test("five keys complete a plate, a sixth makes it a green one", () => {
    expect(entries.isComplete(typedAll("0031"))).toBe(false);
    expect(entries.isComplete(typedAll("00318"))).toBe(true);
    expect(entries.enteredText(typedAll("d05231"))).toBe("冀HD05231");
});

test("a ninth character replaces the eighth", () => {
    expect(entries.enteredText(typedAll("D052317"))).toBe("冀HD05237");
});

test("I becomes 1 and O becomes 0, both with a word to the officer", () => {
    const withI = entries.typed(entries.freshEntry(), "i");
    expect(entries.enteredText(withI)).toBe("冀H1");
    expect(withI.notice).toContain("没有字母 I，已按 1");
    const withO = entries.typed(entries.freshEntry(), "O");
    expect(entries.enteredText(withO)).toBe("冀H0");
    expect(withO.notice).toContain("0");
    expect(typedAll("O3").notice).toBe("");
});

test("keys that are on no plate change nothing", () => {
    expect(entries.typed(entries.freshEntry(), "?")).toEqual(entries.freshEntry());
});

test("erasing takes the character under the cursor, else the one before it", () => {
    const entry = typedAll("003");
    expect(entries.enteredText(entries.erased(entry))).toBe("冀H00");
    const inside = entries.erased(entries.movedTo(entry, 2));
    expect(inside.cells.slice(0, 5)).toEqual(["冀", "H", "", "0", "3"]);
    expect(entries.enteredText(inside)).toBe("冀H");
});

test("only putting a character in opens a result, erasing and moving do not", () => {
    const back = entries.filledEntry("冀HD05231");
    expect(back.typed).toBe(false);
    expect(entries.movedTo(back, 4).typed).toBe(false);
    expect(entries.erased(back).typed).toBe(false);
    expect(entries.typed(entries.erased(back), "1").typed).toBe(true);
    expect(entries.pasted("冀H00318").typed).toBe(true);
});

test("erasing the very first cell stays there", () => {
    let entry = entries.freshEntry();
    for (let presses = 0; presses < 5; presses += 1) entry = entries.erased(entry);
    expect(entry.cursor).toBe(0);
    expect(entries.enteredText(entry)).toBe("");
});

test("a plate with a hole is not complete", () => {
    const hole = entries.erased(entries.movedTo(typedAll("00318"), 3));
    expect(entries.isComplete(hole)).toBe(false);
});

test("another province leaves the rest and the cursor where they were", () => {
    const entry = entries.withProvince(typedAll("00"), "京");
    expect(entries.enteredText(entry)).toBe("京H00");
    expect(entry.cursor).toBe(4);
});

test("a pasted plate fills the cells whatever its spelling", () => {
    expect(entries.enteredText(entries.pasted("冀h-00318"))).toBe("冀H00318");
    expect(entries.pasted("冀HO0318").notice).toContain("O");
    expect(entries.pasted("冀HI0318").notice).toContain("已按 1");
    expect(entries.pasted("没有").notice).toContain("没有车牌");
});

test("a text longer than a plate opens nothing and says so", () => {
    const entry = entries.pasted("abcdefghijk");
    expect(entry.typed).toBe(false);
    expect(entry.notice).toContain("超过 8 位");
});

test("no province is the eighth character", () => {
    const entry = entries.typed(typedAll("00318"), "京");
    expect(entries.enteredText(entry)).toBe("冀H00318");
    expect(entry.notice).toContain("第 1 位");
    expect(entries.enteredText(entries.typed(typedAll("00318"), "学"))).toBe("冀H00318学");
});
