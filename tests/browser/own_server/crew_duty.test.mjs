// A driver's walk-round and an escort's riders, counts and sweep on a phone without JavaScript, in few taps, accessible,
// within the width of a phone. On a server and a county of its own: HUSONG_PROGRAMS.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openPage } from "../support/browser.mjs";
import { signInByForm } from "../support/gate_pages.mjs";
import { faultsOf } from "../support/looks.mjs";
import { eventually } from "../support/polling.mjs";
import { startSchoolDay } from "../support/school_day.mjs";
import { clockOf, lines, school } from "../support/small_county.mjs";

let day, browser;
const withoutScript = { javaScriptEnabled: false };
const [near, far] = lines.north.stops;

// Beside 学生A, who rides to the far stop: eight more on the line to the north.
const letters = [..."DEFGHIJK"];
const riders = [
    ["code", "name", "school", "class", "line", "stop"],
    ...letters.map((letter, i) => [
        "P-N" + letter,
        "学生" + letter,
        school.code,
        "2班",
        lines.north.code,
        (i < 4 ? near : far)[0],
    ]),
];

before(async () => {
    day = await startSchoolDay({
        files: { "pupils.csv": riders.map((row) => row.join(",") + "\n").join("") },
    });
    browser = await launch();
});
after(async () => {
    await browser?.close();
    const ended = await day?.stop();
    if (ended) assert.equal(ended.code, 0, ended.told);
});

// A page of the account on a phone, which counts what a finger does.
async function crewOf(account, options = withoutScript) {
    const opened = await openPage(browser, day, options);
    const { page } = opened;
    await signInByForm(page, "/c", account);
    const hand = { taps: 0 };
    hand.tap = (target) => (++hand.taps, target.click());
    hand.go = (target) => Promise.all([page.waitForEvent("load"), hand.tap(target)]);
    return { ...opened, hand };
}

const button = (page, name) => page.getByRole("button", { name });
const link = (page, name) => page.getByRole("link", { name });
const main = (page) => page.locator("main").innerText();
const runPath = () => "/c/t/" + day.runs.north.code;

// To the far stop, as the bus's phone tells it: a minute at the gate, then 60 km/h to the north, then it stands there.
function wayToTheEnd(endMs) {
    const metresOfDegree = 111_000;
    const [latitude, longitude] = school.at;
    const length_m = (far[2][0] - latitude) * metresOfDegree;
    const speed_mps = 16.6;
    const positions = [];
    for (let s = 0; s <= 60; s += 10) positions.push([s, 0, 0]);
    for (let m = 166, s = 70; m < length_m; m += 166, s += 10) positions.push([s, m, speed_mps]);
    const last = positions.at(-1)[0];
    for (let s = last + 10; s <= last + 60; s += 10) positions.push([s, length_m, 0]);
    const end = positions.at(-1)[0];
    return positions.map(([s, m, speed]) => [
        endMs - (end - s) * 1000,
        [latitude + m / metresOfDegree, longitude],
        speed,
    ]);
}

test("a driver has walked round and signed in after three taps, and says what is wrong in words", async () => {
    const { page, hand, context, complaints } = await crewOf(day.driver);
    const card = page.locator("article", { hasText: clockOf(day.runs.north) });
    await hand.go(card.getByRole("link", { name: "看这一趟" }));
    await hand.go(link(page, "出车前检查"));
    await hand.go(button(page, "7 项都正常"));
    assert.equal(hand.taps, 3);
    assert.match(await main(page), /出车前检查已记下[\s\S]*已签到[\s\S]*7 项都正常/);

    await link(page, "出车前检查").click();
    await page.getByLabel("轮胎").check();
    await button(page, "7 项都正常").click();
    assert.match(await page.getByRole("alert").innerText(), /勾了有问题的项目/);
    assert.ok(await page.getByLabel("轮胎").isChecked());
    await page.getByLabel("有什么问题").fill("左后偏软");
    await button(page, "勾上的有问题").click();
    await page.getByText("1 项有问题：不要发车，告诉车企").first().waitFor();
    assert.deepEqual(complaints, []);
    await context.close();
});

test("an escort marks who boards by one tap each, takes back, counts, and sweeps at the end", async () => {
    const { page, hand, context, complaints } = await crewOf(day.escort);
    await page.goto(runPath());
    await hand.go(button(page, "签到"));
    await hand.go(link(page, "学生上下车"));
    const before = hand.taps;
    for (const letter of letters.slice(0, 4)) await hand.go(button(page, "上车：学生" + letter));
    assert.equal(hand.taps - before, 4, "one tap a child");
    assert.match(await main(page), /车上 4 人，还没上车 5 人/);
    await hand.go(button(page, `${far[0]} 5 人都上车`));
    await hand.go(button(page, "撤回：学生A"));
    await hand.go(button(page, "请假：学生A"));
    assert.match(await main(page), /车上 8 人，还没上车 0 人，已下车 0 人，请假 1 人/);
    await page.getByLabel("这一站上来几名学生").fill("8");
    await hand.go(button(page, "记下这一站"));
    await page.getByText("这一站的人数已记下").waitFor();

    await page.goto(runPath() + "/sweep");
    assert.match(await main(page), /还没到终点/);
    assert.equal(await page.locator("main form").count(), 0);
    await day.tellPositions(wayToTheEnd(Date.now()));
    await eventually(async () => {
        await page.reload(); // late positions are judged again within seconds
        return (await page.locator("main form").count()) === 1;
    });
    await page.goto(runPath() + "/riders");
    for (const stop of [near, far]) await hand.go(button(page, `${stop[0]} 4 人都下车`));
    assert.match(await main(page), /车上 0 人[\s\S]*已下车 8 人/);
    await page.goto(runPath());
    await hand.go(link(page, "清车"));
    await page.getByLabel("车上没有学生").check();
    await hand.go(button(page, "清车完毕"));
    assert.match(await page.getByRole("alert").innerText(), /每个座位和座位底下都看过/);
    await page.getByLabel("每个座位").check();
    await hand.go(button(page, "清车完毕"));
    assert.match(await main(page), /清车已记下[\s\S]*清过车/);
    await hand.go(button(page, "签退"));
    await page.getByText("签退已记下").waitFor();
    assert.deepEqual(complaints, []);
    await context.close();
});

test("these pages are accessible on a phone and a desktop, light and dark, and scroll only downwards", async () => {
    const wrong = [];
    for (const [account, paths] of [
        [day.driver, [runPath(), runPath() + "/check"]],
        [day.escort, [runPath(), runPath() + "/riders", runPath() + "/sweep"]],
    ]) {
        const { page, context, complaints } = await crewOf(account, {});
        for (const path of paths) {
            await page.goto(path);
            wrong.push(...(await faultsOf(page, path, { widths: [320, 390, 1440] })));
        }
        assert.deepEqual(complaints, []);
        await context.close();
    }
    assert.deepEqual(wrong, []);
});
