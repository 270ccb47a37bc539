// An operator's, a driver's and an escort's pages on a day at a school, without JavaScript: accessible, within the width of
// a phone, and what the escort counts is what the others read. On a server and a county of its own: HUSONG_PROGRAMS.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openPage } from "../support/browser.mjs";
import { signInByForm } from "../support/gate_pages.mjs";
import { faultsOf } from "../support/looks.mjs";
import { startSchoolDay } from "../support/school_day.mjs";
import { clockOf, driverNames, escortNames, operator, school, vehicles } from "../support/small_county.mjs";

let day, browser;
const withoutScript = { javaScriptEnabled: false };

before(async () => {
    day = await startSchoolDay();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    const ended = await day?.stop();
    if (ended) assert.equal(ended.code, 0, ended.told);
});

async function signedIn(home, account, options = withoutScript) {
    const opened = await openPage(browser, day, options);
    await signInByForm(opened.page, home, account);
    return opened;
}

const main = (page) => page.locator("main").innerText();

async function typeCount(page, pupils, adults) {
    await page.getByLabel("学生").fill(String(pupils));
    await page.getByLabel("大人（含司机）").fill(String(adults));
    await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "记下人数" }).click()]);
}

test("an escort finds the run, counts, and is told when it is too many; the operator reads it at once", async () => {
    const { north } = day.runs;
    const { page, context, complaints } = await signedIn("/c", day.escort);
    assert.match(await page.locator("h1").innerText(), new RegExp(escortNames[0]));
    const card = page.locator("article", { hasText: clockOf(north) });
    assert.ok((await card.innerText()).includes(vehicles.bus.shown));
    await card.getByRole("link", { name: "看这一趟" }).click();
    const told = await main(page);
    for (const text of [school.name, "北沟", "上河", "下车 1 人", driverNames[0]])
        assert.ok(told.includes(text), text);

    await typeCount(page, 15, 2);
    assert.match(await main(page), /照管员 \d\d:\d\d 清点/);
    await typeCount(page, 20, 2);
    assert.match(await main(page), /超员 3 人[\s\S]*不要发车/);
    assert.equal(await page.locator("form .wrong-t").count(), 0);

    const firm = await signedIn("/o", day.firm);
    assert.match(await firm.page.locator("h1").innerText(), new RegExp(operator.name));
    // In the evening others are told, too: it is dark before the run ends.
    const matter = firm.page.locator(".todo li", { hasText: vehicles.bus.shown }).filter({ hasText: "超员" });
    assert.match(await matter.innerText(), /不能载学生[\s\S]*超员 3 人/);
    assert.ok(!(await main(firm.page)).includes(vehicles.van.shown), "another one's vehicle");
    await firm.context.close();

    await typeCount(page, 15, 2);
    assert.match(await page.getByRole("alert").innerText(), /刚才点的是 22 人，超员，现在填的是 17 人/);
    await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "记下人数" }).click()]);
    await page.getByText("人数已记下").waitFor();
    assert.ok(!(await main(page)).includes("超员"));
    assert.deepEqual(complaints, []);
    await context.close();
});

test("who signs in at the root address comes to the page of their own", async () => {
    for (const [account, home] of [
        [day.firm, "/o"],
        [day.driver, "/c"],
        [day.escort, "/c"],
        [day.gate, "/g"],
    ]) {
        const { page, context, complaints } = await openPage(browser, day);
        await page.goto("/");
        await page.getByLabel("账号").fill(account.name);
        await page.getByLabel("密码").fill(account.password);
        await page.getByRole("button", { name: "登 录" }).click();
        await page.waitForURL("**" + home);
        assert.deepEqual(complaints, []);
        await context.close();
    }
});

test("a count sent when the session has ended is said not to be noted", async () => {
    const { page, context } = await signedIn("/c", day.escort);
    await page.goto("/c/t/" + day.runs.north.code);
    await context.clearCookies();
    await typeCount(page, 14, 2);
    await page.getByText("刚才填的没有记下").waitFor();
    await context.close();
});

test("a count that cannot be read says what is wrong and keeps what was typed", async () => {
    const { page, context } = await signedIn("/c", day.escort);
    await page.goto("/c/t/" + day.runs.north.code);
    await typeCount(page, "很多", 2);
    assert.match(await page.getByRole("alert").innerText(), /有 1 处要改\s+学生人数要填 0 到 300 的数/);
    assert.equal(await page.getByLabel("学生").inputValue(), "很多");
    assert.equal(await page.getByLabel("大人（含司机）").inputValue(), "2");
    await context.close();
});

test("a driver reads the runs and counts nothing, and none opens another one's", async () => {
    const { page, context } = await signedIn("/c", day.driver);
    assert.match(await page.locator("h1").innerText(), new RegExp(driverNames[0]));
    await page.goto("/c/t/" + day.runs.north.code);
    assert.equal(await page.getByRole("button", { name: "记下人数" }).count(), 0);
    assert.equal((await page.goto("/c/t/" + day.runs.south.code)).status(), 404);
    assert.equal((await page.goto("/o")).status(), 403);
    await context.close();
});

test("these pages are accessible on a phone and a desktop, light and dark, and scroll only downwards", async () => {
    const wrong = [];
    for (const [home, account, paths] of [
        ["/o", day.firm, ["/o?still=1"]],
        ["/c", day.driver, ["/c?still=1"]],
        ["/c", day.escort, ["/c/t/" + day.runs.north.code, "/c/t/" + day.runs.next.code]],
    ]) {
        const { page, context, complaints } = await openPage(browser, day);
        const look = async (name) =>
            wrong.push(...(await faultsOf(page, name, { widths: [320, 390, 1440] })));
        await page.goto(home + "/login");
        await look(home + "/login");
        await signInByForm(page, home, account);
        assert.ok(
            await page.locator("meta[http-equiv=refresh]").count(),
            "it refreshes until that is stopped",
        );
        for (const path of paths) {
            await page.goto(path);
            await look(path);
        }
        assert.deepEqual(complaints, []);
        await context.close();
    }
    assert.deepEqual(wrong, []);
});
