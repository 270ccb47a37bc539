import { expect, test } from "vitest";

import { markOf } from "../src/vehicle/papers_card";

test("a use that may carry no pupils is wrong, not missing", () => {
    expect(markOf({ kind: "use_nature", state: "missing" }).word).toBe("不符");
    expect(markOf({ kind: "school_bus_plate", state: "missing" }).word).toBe("没有");
});
