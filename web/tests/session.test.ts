import { expect, test } from "vitest";

import type { Account } from "../src/api/types";
import { homeElsewhere } from "../src/session";

const who = (role: string) => ({ role }) as Account;

test("the bureau begins on its own page and still opens the flagged list", () => {
    expect(homeElsewhere(who("bureau"), "check")).toBe("/b");
    expect(homeElsewhere(who("bureau"), "flagged")).toBeUndefined();
    expect(homeElsewhere(who("bureau"), "finding")).toBeUndefined();
    expect(homeElsewhere(who("bureau"), "login")).toBeUndefined();
});

test("whoever has no page here is sent to theirs from everywhere, and the police stay", () => {
    expect(homeElsewhere(who("transport"), "flagged")).toBe("/b");
    expect(homeElsewhere(who("gate"), "check")).toBe("/g");
    expect(homeElsewhere(who("police"), "check")).toBeUndefined();
    expect(homeElsewhere(null, "check")).toBeUndefined();
});
