// A school day in the middle: every kind of card on the gate's list, for the tests and the pictures of its pages.
import { minuteMs } from "./china.mjs";
import { act, count, runPath, sendAsKeeper, signInAtGate } from "./gate_pages.mjs";
import { importFiles } from "./programs.mjs";
import { departures, lines, school, vehicles } from "./small_county.mjs";

// The bus stands counted at the gate, the small one is refused, one that nobody knows of is overdue, one is cancelled,
// one is kept that is not on the list. The page is signed in at the gate.
export async function playToTheMiddle(day, page) {
    const { runs } = day;
    const now = Date.now();
    await day.tellPositions([
        [now - 3 * minuteMs, lines.north.stops[0][2], 10],
        [now - minuteMs, school.at, 0],
    ]);
    await signInAtGate(page, day.gate);
    await page.goto(runPath(runs.north));
    await count(page, 15, 2);
    await page.goto(runPath(runs.south));
    await count(page, 7, 2);
    const other = await page.context().newPage();
    await other.goto(runPath(runs.south));
    await count(other, 9, 2);
    await other.close();
    await act(page, "放行", "人齐，放行");
    await page.goto("/g/extra");
    const form = page.locator("form.card");
    await form.getByLabel("颜色").selectOption(vehicles.van.colour);
    await sendAsKeeper(page, form, "拦下，记下", { 车牌: vehicles.van.shown, 车上学生大约几人: "5" });
    importFiles(day.ctl, departures([{ ...runs.east, leavesAt: runs.eastMoved }]));
}

// [name, path, what has to be there] of every page of the gate.
export function gatePages({ runs }) {
    const { van } = vehicles;
    return [
        ["board", "/g", "main.cols"],
        ["vehicle", runPath(runs.north), "details"],
        ["refused", runPath(runs.south), "details"],
        ["overdue", runPath(runs.west), "details"],
        ["extra", "/g/extra", "form.card"],
        ["seen", "/g/seen", "form.card"],
        ["verdict", `/g/v/${encodeURIComponent(van.plate)}?colour=${van.colour}`, ".banner"],
        ["sheet", "/g/sheet", "table"],
    ];
}

// The bus leaves and has passed its first stop.
export async function letBusLeave(day, page) {
    await page.goto(runPath(day.runs.north));
    await act(page, "放行", "人齐，放行");
    const [latitude, longitude] = lines.north.stops[0][2];
    await day.tellPositions([
        [Date.now() - 2, [latitude - 0.02, longitude], 9],
        [Date.now() - 1, [latitude, longitude], 0],
        [Date.now(), [latitude + 0.01, longitude], 9],
    ]);
}
