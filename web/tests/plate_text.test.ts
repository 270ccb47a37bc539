import { expect, test } from "vitest";

import { displayPlate, normalizePlate, plateSeen } from "../src/check/plate_text";

const spellings: [string, string][] = [
    ["冀H00318", "冀H00318"],
    ["冀h 00318", "冀H00318"],
    ["冀H-00318", "冀H00318"],
    ["冀H·00318", "冀H00318"],
    ["冀H・00318", "冀H00318"],
    ["冀H。00318", "冀H00318"],
    ["冀H∙00318", "冀H00318"],
    ["冀H｡00318", "冀H00318"],
    ["冀Ｈ００３１８", "冀H00318"],
    [" 冀 H . 0 0 3 1 8 ", "冀H00318"],
    ["H00318", "冀H00318"],
    ["00318", "冀H00318"],
    ["d05231", "冀HD05231"],
    ["冀HD05231", "冀HD05231"],
    ["京A12345", "京A12345"],
    ["冀H1234学", "冀H1234学"],
];

test.each(spellings)("%s is the plate %s", (text, plate) => {
    expect(normalizePlate(text).plate).toBe(plate);
});

test("the letters O and I are the digits 0 and 1, and the officer is told", () => {
    expect(normalizePlate("冀HO0318")).toEqual({ plate: "冀H00318", changed: "O", tooLong: false });
    expect(normalizePlate("冀hi0318")).toEqual({ plate: "冀H10318", changed: "I", tooLong: false });
    expect(normalizePlate("冀H00318").changed).toBe("");
});

test("of several plates the first is taken, and one broken over two lines is whole", () => {
    expect(normalizePlate("冀H00318\n冀H00352").plate).toBe("冀H00318");
    expect(normalizePlate("冀H00318冀H00352")).toMatchObject({ plate: "冀H00318", tooLong: false });
    expect(normalizePlate("冀HD05231\r\n冀H00352").plate).toBe("冀HD05231");
    expect(normalizePlate("00318\n00352").plate).toBe("冀H00318");
    expect(normalizePlate("2 辆车：\n冀H00318").plate).toBe("冀H00318");
    expect(normalizePlate("京A\n12345").plate).toBe("京A12345");
});

test("more characters than a plate has are no plate", () => {
    expect(normalizePlate("abcdefghijk").tooLong).toBe(true);
    expect(normalizePlate("冀HD05231").tooLong).toBe(false);
    expect(plateSeen("abcdefghijk")).toBeNull();
});

test("what belongs to no plate is dropped, and nothing is longer than eight", () => {
    expect(normalizePlate("冀H00!3!18").plate).toBe("冀H00318");
    expect(normalizePlate("冀HD0523199").plate).toBe("冀HD05231");
    expect(normalizePlate("你好").plate).toBe("");
    expect(normalizePlate("").plate).toBe("");
});

test("a part of a plate keeps what was read, and a whole one is spelled out", () => {
    expect(plateSeen("冀h·12？45")).toEqual({ plate: "冀H12?45", partial: true });
    expect(plateSeen("345")).toEqual({ plate: "345", partial: true });
    expect(plateSeen("3456")).toEqual({ plate: "3456", partial: true });
    expect(plateSeen("冀H34O")).toEqual({ plate: "冀H340", partial: true });
    expect(plateSeen("7K206")).toEqual({ plate: "冀H7K206", partial: false });
    expect(plateSeen("冀H·7K206")).toEqual({ plate: "冀H7K206", partial: false });
});

test.each(["", "35", "冀H35", "冀H3?5", "冀H???", "你好"])("%s is too little of a plate", (text) => {
    expect(plateSeen(text)).toBeNull();
});

test("a part without its province has no dot", () => {
    expect(displayPlate("12?45")).toBe("12?45");
    expect(displayPlate("冀H12?45")).toBe("冀H·12?45");
});

test("the dot stands behind the city's letter", () => {
    expect(displayPlate("冀H00318")).toBe("冀H·00318");
    expect(displayPlate("冀H")).toBe("冀H");
});
