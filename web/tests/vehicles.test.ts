import { expect, test } from "vitest";

import { byVehicle } from "../src/flagged/vehicles";
import { finding } from "./examples";

const blue = { plate: "冀H7K206", display: "冀H·7K206", colour: "blue" as const };
const yellow = { ...blue, colour: "yellow" as const };

test("a vehicle is listed once, where its most urgent finding stands, with the others behind it", () => {
    const list = [
        finding({ id: "1", rule: "VL-04", plate: blue }),
        finding({ id: "2" }),
        finding({ id: "3", rule: "VL-01", plate: blue }),
        finding({ id: "4", plate: yellow }),
    ];
    const ids = byVehicle(list).map((vehicle) => vehicle.map(({ id }) => id));
    expect(ids).toEqual([["1", "3"], ["2"], ["4"]]);
});
