// Every page of a school's gate, in the middle of a day: accessible, within the width of a phone, without a complaint of
// the browser. On a server and a county of its own: HUSONG_PROGRAMS.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openPage } from "../support/browser.mjs";
import { gatePages, playToTheMiddle } from "../support/day_scenes.mjs";
import { act, count, runPath, signInAtGate } from "../support/gate_pages.mjs";
import { faultsOf, overflow } from "../support/looks.mjs";
import { startSchoolDay } from "../support/school_day.mjs";

let day, browser;

before(async () => {
    day = await startSchoolDay();
    browser = await launch();
    const { context, page } = await openPage(browser, day, { javaScriptEnabled: false });
    await playToTheMiddle(day, page);
    await context.close();
});
after(async () => {
    await browser?.close();
    const ended = await day?.stop();
    if (ended) assert.equal(ended.code, 0, ended.told);
});

// Looks at every page, the sign-in first, then each signed in.
async function eachPage(options, look) {
    const { context, page, complaints } = await openPage(browser, day, options);
    await page.goto("/g/login");
    await look(page, "login");
    await signInAtGate(page, day.gate);
    for (const [name, path, ready] of gatePages(day)) {
        await page.goto(path);
        await page.locator(ready).first().waitFor();
        await look(page, name);
    }
    assert.deepEqual(complaints, []);
    await context.close();
}

test("the gate's pages are accessible on a phone and a desktop, light and dark, and scroll only downwards", async () => {
    const wrong = [];
    await eachPage({}, async (page, name) => {
        // That it can be stopped is another test.
        const disabledRules = name === "board" ? ["meta-refresh"] : [];
        wrong.push(...(await faultsOf(page, name, { widths: [390, 1440], disabledRules })));
    });
    assert.deepEqual(wrong, []);
});

test("who needs more time stops the list from refreshing by itself", async () => {
    const { context, page } = await openPage(browser, day);
    await signInAtGate(page, day.gate);
    assert.equal(await page.locator("meta[http-equiv=refresh]").getAttribute("content"), "15");
    await page.getByRole("link", { name: "停止自动刷新" }).click();
    await page.getByText("这一页不自动刷新").waitFor();
    assert.equal(await page.locator("meta[http-equiv=refresh]").count(), 0);
    assert.deepEqual((await new AxeBuilder({ page }).analyze()).violations, []);
    await page.getByRole("link", { name: "自动刷新", exact: true }).click();
    await page.getByText("这一页每 15 秒自动刷新").waitFor();
    await context.close();
});

test("the gate's pages fit the narrowest phone", async () => {
    await eachPage({ viewport: { width: 320, height: 640 } }, async (page, name) =>
        assert.equal(await overflow(page), 0, name + " scrolls sideways"),
    );
});

test("a form that is sent wrong says what is wrong, and is as accessible", async () => {
    const { context, page, complaints } = await openPage(browser, day, { javaScriptEnabled: false });
    await signInAtGate(page, day.gate);
    await page.goto(runPath(day.runs.west));
    await act(page, "点人数", "记下人数", { 学生: "很多", 大人: "2" });
    assert.match(await page.getByRole("alert").innerText(), /有 1 处要改\s+学生人数要填 0 到 300 的数/);
    assert.equal(await page.getByLabel("大人").inputValue(), "2", "what was typed is kept");
    await count(page, 3, 2);
    assert.match(await page.getByRole("status").innerText(), /可以放行/);
    assert.deepEqual(complaints, []);
    await context.close();
});

test("nobody reads the gate's pages without signing in, and none reads another school's run", async () => {
    const { context, page } = await openPage(browser, day, { javaScriptEnabled: false });
    for (const [name, path] of gatePages(day)) {
        await page.goto(path);
        assert.equal(new URL(page.url()).pathname, "/g/login", name);
    }
    await signInAtGate(page, day.gate);
    assert.equal((await page.goto("/g/t/no-such-run")).status(), 404);
    await context.close();
});
