// A class teacher's form on a phone without JavaScript: 45 pupils in few taps, last term's answers kept, no answer lost,
// accessible, within the width of a phone. On a server and a county of its own: HUSONG_PROGRAMS.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openPage } from "../support/browser.mjs";
import { signInByForm } from "../support/gate_pages.mjs";
import { faultsOf } from "../support/looks.mjs";
import { startSchoolDay } from "../support/school_day.mjs";
import { school } from "../support/small_county.mjs";
import {
    classRegisters,
    classSize,
    known,
    pupilName,
    teacherAccounts,
    unasked,
} from "../support/teacher_class.mjs";

let day, browser;
const groupSize = 9;

before(async () => {
    day = await startSchoolDay({ files: classRegisters(Date.now()), moreAccounts: teacherAccounts });
    browser = await launch();
});
after(async () => {
    await browser?.close();
    const ended = await day?.stop();
    if (ended) assert.equal(ended.code, 0, ended.told);
});

// A page of the account on a phone, which counts what a finger does.
async function teacherOf(account) {
    const opened = await openPage(browser, day, { javaScriptEnabled: false });
    const { page } = opened;
    await signInByForm(page, "/t", account);
    const hand = { taps: 0 };
    hand.tap = (target) => (++hand.taps, target.click());
    hand.go = (target) => Promise.all([page.waitForEvent("load"), hand.tap(target)]);
    hand.choose = (list, label) => ((hand.taps += 2), list.selectOption({ label })); // opens the list, and picks
    return { ...opened, hand };
}

const partOf = (page, i) => page.locator("#p" + (i + 1));
const tile = (page, i, way, mode) =>
    partOf(page, i).getByRole("group", { name: way }).getByRole("radio", { name: mode, exact: true });
const button = (page, name) => page.getByRole("button", { name });
const main = (page) => page.locator("main").innerText();

test("with last term's answers, a class is done in ten taps, three pupils changed", async () => {
    const { page, hand, context, complaints } = await teacherOf(day.teacher);
    assert.match(await main(page), /已回答 0\/45[\s\S]*上个学期的回答/);
    await hand.go(button(page, "这 45 人都和上个学期一样"));
    assert.match(await main(page), /已保存 45 人[\s\S]*已回答 45\/45/);
    assert.ok(!(await main(page)).includes("上个学期的回答"));
    for (const [i, mode] of [
        [3, "家长接送"],
        [20, "步行"],
        [44, "非营运车"],
    ]) {
        await hand.go(page.getByRole("link", { name: pupilName(i) }));
        await hand.tap(tile(page, i, "上学", mode));
        await hand.go(button(page, "保存，回全班"));
        assert.match(await main(page), /已保存 1 人/);
    }
    assert.match(await main(page), /45\s*学生45[\s\S]*非营运车：不能乘坐，请和家长谈/);
    assert.match(await main(page), /全班合计[\s\S]*非营运车（不能乘坐）\s*1\s*1/);
    console.log(`last term kept, 3 changed: ${hand.taps} taps`);
    assert.equal(hand.taps, 10);
    assert.deepEqual(complaints, []);
    await context.close();
});

// How each of the class that was never asked comes and goes: [to school, home or nothing for the same, stop].
function newWay(i) {
    if (i % 9 === 8) return ["家长接送", "步行"];
    if (i % 3 === 0) return ["校车", undefined, "上河"];
    return [i % 3 === 1 ? "步行" : "公交"];
}

test("from nothing, no pupil takes more than three taps, and each page is saved as she goes", async () => {
    const { page, hand, context, complaints } = await teacherOf(day.newcomer);
    assert.match(await main(page), /还没有回答/);
    await hand.go(page.getByRole("link", { name: "开始填" }));
    let most = 0;
    for (let i = 0; i < classSize; ++i) {
        const before = hand.taps;
        const [toSchool, home, stop] = newWay(i);
        await hand.tap(tile(page, i, "上学", toSchool));
        if (stop) await hand.choose(page.getByLabel(pupilName(i) + "上学的站点"), stop);
        if (home) {
            await hand.tap(partOf(page, i).locator("summary"));
            await hand.tap(tile(page, i, "回家", home));
        }
        most = Math.max(most, hand.taps - before);
        if (i + 1 === classSize) await hand.go(button(page, "保存，回全班"));
        else if ((i + 1) % groupSize === 0) {
            await hand.go(button(page, "保存，下一组"));
            assert.match(await page.locator(".made").innerText(), new RegExp(`已回答 ${i + 1}/45`));
        }
    }
    assert.match(await main(page), /已回答 45\/45/);
    console.log(`from nothing: ${hand.taps} taps for ${classSize} pupils, at most ${most} a pupil`);
    assert.ok(most <= 3, `${most} taps for a pupil`);
    assert.ok(hand.taps <= 3 * classSize, `${hand.taps} taps`);
    assert.deepEqual(complaints, []);
    const rows = day
        .ctl("export", "travels")
        .split("\n")
        .filter((row) => row.startsWith(unasked.prefix));
    assert.equal(rows.length, 2 * classSize);
    await context.close();
});

test("when the connection fails, what was saved stays and what was chosen can be sent again", async () => {
    const { page, hand, context } = await teacherOf(day.newcomer);
    await page.goto("/t/1");
    await hand.tap(tile(page, 0, "上学", "自行车"));
    await context.setOffline(true);
    const refused = page.waitForEvent("requestfailed");
    await hand.tap(button(page, "保存，回全班"));
    await refused;
    await context.setOffline(false);
    await page.reload(); // what the browser's page on the failure offers: the form again
    assert.match(await main(page), /已保存 1 人[\s\S]*已回答 45\/45/);
    await context.close();
});

test("a bus without a stop is named with the pupil, and the others of the page are saved", async () => {
    const { page, hand, context } = await teacherOf(day.newcomer);
    await page.goto("/t/1");
    await hand.tap(tile(page, 1, "上学", "校车"));
    await hand.tap(tile(page, 2, "上学", "步行"));
    await hand.go(button(page, "保存，下一组"));
    assert.match(await page.getByRole("alert").innerText(), /学生02 · 上学：坐校车，请选线路和站点/);
    assert.ok(await tile(page, 1, "上学", "校车").isChecked());
    await page.goto("/t");
    assert.match(await page.locator("#p3").innerText(), /步行/);
    await context.close();
});

test("school and bureau read whom to talk to, the school by name, the bureau in numbers", async () => {
    const gate = await openPage(browser, day);
    await signInByForm(gate.page, "/g", day.gate);
    await gate.page.getByRole("link", { name: "出行方式" }).click();
    assert.match(await main(gate.page), new RegExp(`学生45 ${known.name}[\\s\\S]*非营运车`));
    const bureau = await openPage(browser, day);
    await signInByForm(bureau.page, "/b", day.bureau);
    await bureau.page.getByRole("link", { name: "学生怎么上学回家" }).click();
    const told = await main(bureau.page);
    assert.match(told, new RegExp(`${school.name}[\\s\\S]*非营运车 1`));
    assert.ok(!told.includes("学生45"));
    const wrong = [
        ...(await faultsOf(gate.page, "/g/ways", { widths: [320, 390, 1440] })),
        ...(await faultsOf(bureau.page, "/b/ways", { widths: [320, 390, 1440] })),
    ];
    assert.deepEqual(wrong, []);
    await gate.context.close();
    await bureau.context.close();
});

test("the pages are accessible on a phone and a desktop, light and dark, and scroll only downwards", async () => {
    const { page, context, complaints } = await openPage(browser, day);
    const wrong = [];
    const look = async (name) => wrong.push(...(await faultsOf(page, name, { widths: [320, 390, 1440] })));
    await page.goto("/t/login");
    await look("/t/login");
    await signInByForm(page, "/t", day.teacher);
    for (const path of ["/t", "/t/1", "/t/5"]) {
        await page.goto(path);
        await look(path);
    }
    assert.equal((await page.goto("/t/6")).status(), 404);
    assert.deepEqual(wrong, []);
    assert.deepEqual(complaints, []);
    await context.close();
});
