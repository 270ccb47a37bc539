// /p/flagged and /p/f/{id}: what happens on the road appears by itself.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import { launch, openSignedIn } from "./support/browser.mjs";
import { startSite } from "./support/site.mjs";
import { recount, vehicleWith } from "./support/vehicles.mjs";

let site, browser, opened;

before(async () => {
    site = await startSite();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    await site?.stop();
});
afterEach(async () => {
    const complaints = opened?.complaints ?? [];
    await opened?.context.close();
    assert.deepEqual(complaints, []);
});

const lawful = ["may_carry", "check", "unknown_load"];

async function openList() {
    opened = await openSignedIn(browser, site);
    await opened.page.goto("/p/flagged");
    await opened.page.locator(".top .age").waitFor();
    await opened.page.evaluate(() => (window.sameDocument = true));
    return opened;
}

const row = (page, vehicle, words) => page.locator(".fl li", { hasText: vehicle.display }).getByText(words);

test("a vehicle that becomes overloaded appears in the open list without a reload, and leaves it again", async () => {
    const { page, context } = await openList();
    await page.locator(".top").getByText("实时").waitFor();
    const vehicle = await vehicleWith(context, lawful);
    await recount(context, vehicle, vehicle.approved_persons + 1, 2);
    await row(page, vehicle, "超员 3 人").waitFor();
    assert.equal(await page.evaluate(() => window.sameDocument), true);
    // A real server holds an episode open for a minute after the count that ends it.
    await recount(context, vehicle, vehicle.approved_persons - 2, 2);
    await row(page, vehicle, "超员 3 人").waitFor({ state: "detached", timeout: 180_000 });
});

test("a vehicle with several findings is one card, and the title counts vehicles", async () => {
    const { page, context } = await openList();
    const vehicle = await vehicleWith(context, lawful);
    await recount(context, vehicle, vehicle.approved_persons + 1, 2);
    await row(page, vehicle, "超员 3 人").waitFor();
    const cards = await page
        .locator(".fl li")
        .evaluateAll((all) => all.map((card) => card.querySelector(".plate").ariaLabel));
    assert.equal(new Set(cards).size, cards.length);
    const whole = (await page.getByRole("button", { name: "再看一些" }).count()) === 0;
    const said = whole ? `布控 ${cards.length} 辆` : "布控 ";
    await page.waitForFunction((beginning) => document.title.startsWith(beginning), said);
    await recount(context, vehicle, vehicle.approved_persons - 2, 2);
});

test("the stream alone brings it, when the list cannot be read again", async () => {
    const { page, context } = await openList();
    await page.locator(".top").getByText("实时").waitFor();
    await page.route("**/api/v1/findings?*", (route) => route.abort());
    const vehicle = await vehicleWith(context, lawful);
    await recount(context, vehicle, vehicle.approved_persons + 1, 2);
    await row(page, vehicle, "超员 3 人").waitFor();
    await recount(context, vehicle, vehicle.approved_persons - 2, 2);
});

test("without the stream the list is read again every 15 seconds", async () => {
    opened = await openSignedIn(browser, site);
    const { page, context } = opened;
    await page.route("**/api/v1/events?*", (route) => route.abort());
    await page.clock.install();
    await page.goto("/p/flagged");
    await page.locator(".top .age").waitFor();
    const vehicle = await vehicleWith(context, lawful);
    await recount(context, vehicle, vehicle.approved_persons + 1, 2);
    await page.clock.fastForward(16_000);
    await row(page, vehicle, "超员 3 人").waitFor();
    await recount(context, vehicle, vehicle.approved_persons - 2, 2);
});

test("ages go on by the second, and a list that cannot be renewed says how old it is", async () => {
    opened = await openSignedIn(browser, site);
    const { page } = opened;
    await page.clock.install();
    await page.goto("/p/flagged");
    await page.locator(".top .age").waitFor();
    await page.route("**/api/v1/**", (route) => route.abort());
    await page.clock.runFor(20_000);
    await page.locator(".banner").getByText("秒前").waitFor();
    await page.clock.runFor(130_000);
    await page.locator(".banner").getByText("2 分钟前").waitFor();
});

test("a row leads to the vehicle, and the vehicle's reason to the finding with its evidence", async () => {
    const { page, context } = await openList();
    const vehicle = await vehicleWith(context, lawful);
    await recount(context, vehicle, vehicle.approved_persons + 1, 2);
    await row(page, vehicle, "超员 3 人").click();
    await page.locator("[data-verdict=over]").waitFor();
    await page.getByRole("link", { name: /^规则 LD-0/ }).click();
    await page.locator(".verdict.bad").getByText("超员 3 人").waitFor();
    await page.getByText("校车安全管理条例").first().waitFor();
    assert.ok((await page.locator(".evidence li").count()) > 0);
    await recount(context, vehicle, vehicle.approved_persons - 2, 2);
});

test("an officer takes notice of a finding, and a colleague's list says so by itself", async () => {
    const { page, context } = await openList();
    await page.locator(".top").getByText("实时").waitFor();
    const vehicle = await vehicleWith(context, lawful);
    await recount(context, vehicle, vehicle.approved_persons + 1, 2);
    await row(page, vehicle, "超员 3 人").waitFor();
    const other = await context.newPage();
    await other.goto("/p/flagged");
    await row(other, vehicle, "超员 3 人").click();
    await other.getByRole("link", { name: /^规则 LD-0/ }).click();
    await other.getByRole("button", { name: /^签收/ }).click();
    await other
        .getByRole("status")
        .getByText(/ 签收$/)
        .waitFor();
    await row(page, vehicle, "已签收").waitFor();
    await recount(context, vehicle, vehicle.approved_persons - 2, 2);
});

test("我的路段 asks where the officer is, and says so when it may not know", async () => {
    opened = await openSignedIn(browser, site, {
        geolocation: { latitude: 40.81, longitude: 118.21 },
        permissions: ["geolocation"],
    });
    const asked = opened.page.waitForRequest((request) =>
        request.url().includes("near=40.81000%2C118.21000"),
    );
    await opened.page.goto("/p/flagged?near=1");
    await asked;
    await opened.context.clearPermissions();
    await opened.page.goto("/p/flagged?near=1");
    await opened.page.getByText("不知道您在哪里").waitFor();
});
