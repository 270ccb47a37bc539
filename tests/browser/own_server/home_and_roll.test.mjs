// What a guardian, a class teacher and an escort tell of one child: come home or not, at school or not, given to whom.
// On phones without JavaScript, accessible, within the width of a phone. On a server of its own: HUSONG_PROGRAMS.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { chinaClock, dayMs, minuteMs } from "../support/china.mjs";
import { launch, openPage } from "../support/browser.mjs";
import { signInByForm } from "../support/gate_pages.mjs";
import { faultsOf } from "../support/looks.mjs";
import { importFiles, invite } from "../support/programs.mjs";
import { startSchoolDay } from "../support/school_day.mjs";
import { departures, lines, school, vehicles } from "../support/small_county.mjs";

let day, browser, guardian;
const withoutScript = { javaScriptEnabled: false };
const teacher = ["teacher", "class_teacher", school.code + "/1班"];
const csv = (...rows) => rows.map((row) => row.join(",") + "\n").join("");
const [, far] = lines.north.stops;

// 学生D rides to the west, whose bus tells nothing; 学生E to the north, and is taken over by 祖母甲 or its mother.
function files(nowMs) {
    const from = chinaClock(nowMs - 100 * dayMs).date;
    return {
        "pupils.csv": csv(
            ["code", "name", "school", "class", "boarding", "home_place", "line", "stop"],
            ["P-W", "学生D", school.code, "1班", "yes", "滦湾", lines.west.code, "滦湾"],
            ["P-T", "学生E", school.code, "1班", "yes", "上河", lines.north.code, far[0]],
        ),
        "travels.csv": csv(
            ["pupil", "direction", "mode", "line", "stop", "collector", "valid_from"],
            ["P-T", "home", "school_bus", lines.north.code, far[0], "祖母甲", from],
            ["P-T", "to_school", "school_bus", lines.north.code, far[0], "", from],
        ),
        "guardians.csv": csv(
            ["code", "pupil", "name", "relation", "may_collect"],
            ["G-T", "P-T", "母亲甲", "母亲", "yes"],
        ),
    };
}

before(async () => {
    day = await startSchoolDay({ files: files(Date.now()), moreAccounts: [teacher] });
    const leavesAt = Math.floor(Date.now() / minuteMs - 35) * minuteMs;
    const back = { code: "M-1", direction: "to_school", leavesAt, vehicle: vehicles.bus, seats: 17 };
    importFiles(day.ctl, departures([back]));
    guardian = invite(day.ctl, "P-W", day.url);
    browser = await launch();
});
after(async () => {
    await browser?.close();
    const ended = await day?.stop();
    if (ended) assert.equal(ended.code, 0, ended.told);
});

async function opened(home, account) {
    const all = await openPage(browser, day, withoutScript);
    if (account) await signInByForm(all.page, home, account);
    return all;
}
const press = (page, name) =>
    Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);
const main = (page) => page.locator("main").innerText();

async function isFine({ page, complaints, context }, name) {
    const looked = await openPage(browser, day, { storageState: await context.storageState() });
    await looked.page.goto(page.url());
    assert.deepEqual(await faultsOf(looked.page, name, { widths: [320, 390, 1440] }), []);
    assert.deepEqual([...complaints, ...looked.complaints], []);
    await looked.context.close();
    await context.close();
}

test("a guardian tells in one tap that the child has not come, and that it has", async () => {
    const all = await opened();
    const { page } = all;
    await page.goto(guardian);
    assert.match(await main(page), /孩子到家了吗？/);
    await press(page, "没接到孩子");
    assert.match(await main(page), /已告诉学校：没接到孩子[\s\S]*打电话/);
    const gate = await opened("/g", day.gate);
    assert.match(await gate.page.locator(".find").innerText(), /学生D（1班） 未报平安：家长说没有接到孩子/);
    await gate.page.goto("/g?still=1");
    await isFine(gate, "the gate's list");
    await press(page, "孩子已到家");
    assert.match(await main(page), /已报平安：孩子已到家/);
    await isFine(all, "a guardian's page");
});

test("a class teacher sends the roll of a day of return in two taps when one is missing, and a third tells why", async () => {
    const all = await opened("/t", day.teacher);
    const { page } = all;
    await page.goto("/t/roll");
    assert.match(await main(page), /学生A[\s\S]*学生E/);
    await page.getByLabel(/学生E/).check();
    await press(page, "报告到校");
    assert.match(await main(page), /应到 5 人，到 4 人[\s\S]*学生E：没有上车记录/);
    await press(page, "学生E 已联系");
    assert.match(await main(page), /学生E：已联系/);
    await isFine(all, "the roll");
});

test("an escort is told to whom a child may be given, and tells that somebody else came", async () => {
    const all = await opened("/c", day.escort);
    const { page } = all;
    const run = "/c/t/" + day.runs.north.code;
    await page.goto(run);
    await press(page, "签到");
    await page.goto(run + "/riders");
    await press(page, "上车：学生E");
    assert.match(await main(page), /交给祖母甲[\s\S]*交给母亲甲[\s\S]*接领人不符，没有交出/);
    await press(page, "接领人不符，没有交出：学生E");
    assert.match(await main(page), /没有交出[\s\S]*交给祖母甲/);
    await press(page, "交给祖母甲：学生E");
    assert.match(await main(page), /已下车 1 人/);
    await isFine(all, "the riders");
});
