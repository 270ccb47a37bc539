// The bureau's pages on a day at a school: from its sign-in to the paper for the notice board, accessible, within the
// width of a phone, without JavaScript. On a server and a county of its own: HUSONG_PROGRAMS.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openPage } from "../support/browser.mjs";
import { chinaClock } from "../support/china.mjs";
import { signInByForm } from "../support/gate_pages.mjs";
import { faultsOf } from "../support/looks.mjs";
import { startSchoolDay } from "../support/school_day.mjs";
import { clockOf, school } from "../support/small_county.mjs";

let day, browser;

before(async () => {
    day = await startSchoolDay();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    const ended = await day?.stop();
    if (ended) assert.equal(ended.code, 0, ended.told);
});

test("from the sign-in to the weeks, to a day's runs and to a school's paper, without JavaScript", async () => {
    const { context, page, complaints } = await openPage(browser, day, { javaScriptEnabled: false });
    await page.goto("/b");
    assert.equal(new URL(page.url()).pathname, "/b/login");
    await signInByForm(page, "/b", day.bureau);
    const { west, north, south, east } = day.runs;
    const runs = page.locator("#day tbody tr");
    assert.match(await page.locator(".sums").innerText(), /4\s*趟计划/);
    assert.equal(await runs.count(), 4);
    const told = await runs.allInnerTexts();
    for (const run of [west, north, south, east])
        assert.ok(
            told.some((row) => row.includes(run.vehicle.shown) && row.includes(clockOf(run))),
            told.join("\n"),
        );
    assert.match(await page.locator(`tr[id="${school.code}"]`).innerText(), /离 4/);

    await page.getByRole("link", { name: school.name }).first().click();
    assert.match(await page.locator("h1").innerText(), new RegExp(school.name));
    assert.ok((await page.locator("main").innerText()).includes(north.vehicle.shown));
    const text = await page.locator("main").innerText();
    assert.ok(
        text.includes(chinaClock(Date.now()).date) && !text.includes("学生A"),
        "no pupil on a notice board",
    );
    assert.deepEqual(complaints, []);
    await context.close();
});

test("the bureau's pages are accessible on a phone and a desktop, light and dark, and scroll only downwards", async () => {
    const { context, page, complaints } = await openPage(browser, day);
    const wrong = [];
    const look = async (name) => wrong.push(...(await faultsOf(page, name, { widths: [320, 390, 1440] })));
    await page.goto("/b/login");
    await look("login");
    await signInByForm(page, "/b", day.bureau);
    assert.equal(await page.locator("meta[http-equiv=refresh]").getAttribute("content"), "300");
    await page.goto("/b?still=1"); // who needs more time stops the refreshing
    await look("weeks");
    await page.goto("/schedule/" + school.code);
    await look("paper");
    await page.goto("/b?still=1");
    await page.getByRole("link", { name: "到站预计准不准" }).click();
    assert.match(await page.locator("main").innerText(), /还没有可以比较的班次/);
    await look("arrivals");
    await page.goto("/b?from=2031-01-01&still=1");
    await look("empty weeks");
    assert.deepEqual(wrong, []);
    assert.deepEqual(complaints, []);
    await context.close();
});
