import { expect, test } from "vitest";

import type { Check } from "../src/api/types";
import { offered } from "../src/vehicle/colour_links";
import { choiceWords } from "../src/vehicle/other_colours";
import { check } from "./examples";

const unknown = (parts: Partial<Check>, colour: Check["plate"]["colour"] = "other") =>
    check({
        plate: { plate: "冀H7K206", display: "冀H·7K206", colour },
        registered: false,
        ...parts,
    });

test("where no colour was told, the known ones are told with what is known of them", () => {
    expect(choiceWords(unknown({ other_colours: [{ colour: "blue", open_findings: 2 }] }))).toBe(
        "同号有蓝牌车在布控名单上，请看清号牌颜色",
    );
    expect(choiceWords(unknown({ other_colours: ["blue"], registered_colours: ["blue"] }))).toBe(
        "同号有蓝牌车登记，请看清号牌颜色",
    );
    expect(choiceWords(unknown({ other_colours: ["blue"] }))).toBe("同号有蓝牌车的记录，请看清号牌颜色");
});

test("where another colour was told than the registered one, that is the question", () => {
    const white = unknown({ other_colours: ["yellow"], registered_colours: ["yellow"] }, "white");
    expect(choiceWords(white)).toBe("登记的是黄牌，颜色看对了吗？");
});

test("a colour is flagged only when findings are told to be open", () => {
    expect(offered("blue").flagged).toBe(false);
    expect(offered({ colour: "blue" }).flagged).toBe(false);
    expect(offered({ colour: "blue", open_findings: 0 }).flagged).toBe(false);
    expect(offered({ colour: "blue", open_findings: 1 }).flagged).toBe(true);
});
