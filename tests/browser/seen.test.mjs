// /p/seen: a sighting is sent once, kept without a network, and never lost by a mistake in the form.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import { launch, openSignedIn } from "./support/browser.mjs";
import { startSite } from "./support/site.mjs";
import { unregistered, vehicleWith } from "./support/vehicles.mjs";

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

async function onForm(options) {
    opened = await openSignedIn(browser, site, options);
    await opened.page.goto("/p/seen?plate=" + encodeURIComponent(unregistered.plate));
    await opened.page.locator("form").waitFor();
    return opened;
}

test("plate and number, then one tap: it is noted", async () => {
    const { page } = await onForm();
    await page.getByLabel("约几人").fill("9");
    await page.getByLabel("地点").fill("北沟镇初中门前");
    const sent = page.waitForRequest((request) => request.url().endsWith("/sightings"));
    await page.getByRole("button", { name: "提 交" }).click();
    await page.getByRole("status").getByText("已记下").waitFor();
    const request = await sent;
    assert.match(request.headers()["idempotency-key"], /^[0-9a-f]{32}$/);
    assert.equal(request.headers()["x-husong"], "1");
    const told = request.postDataJSON();
    assert.equal(told.plate, unregistered.plate);
    assert.equal(told.pupils, 9);
    assert.equal(told.pupils_seen, "some");
    assert.match(told.at, /\+08:00$/);
});

test("a part of a plate is a lead: noted with the vehicles that match, and on no vehicle's record", async () => {
    const { page, context } = await onForm();
    const wanted = await vehicleWith(context, ["may_carry", "over", "likely_over", "check", "unknown_load"]);
    const part = wanted.plate.slice(0, -2) + "?" + wanted.plate.slice(-1);
    await page.getByLabel("车牌", { exact: true }).fill(part);
    await page.getByText("不算到哪辆车头上").waitFor();
    await page.getByLabel("地点").fill("石门镇南口");
    const sent = page.waitForRequest((request) => request.url().endsWith("/sightings"));
    await page.getByRole("button", { name: "提 交" }).click();
    assert.equal((await sent).postDataJSON().plate, part);
    await page.getByRole("heading", { name: "已记下" }).waitFor();
    const list = page.getByRole("region", { name: "只看到一部分的车牌" });
    const candidate = page.locator(`.plate-${wanted.colour}`, { hasText: wanted.display });
    await list.locator("a", { has: candidate }).first().click();
    await page.locator("[data-verdict]").waitFor();
    assert.equal(await page.getByText("石门镇南口，").count(), 0);
});

test("a sighting in a colour that is not registered names the one that is", async () => {
    const { page, context } = await onForm();
    const vehicle = await vehicleWith(context, ["may_carry", "over", "likely_over", "check", "unknown_load"]);
    await page.getByLabel("车牌", { exact: true }).fill(vehicle.plate);
    await page.getByLabel("号牌颜色").selectOption("white");
    await page.getByLabel("地点").fill("石门镇南口");
    await page.getByRole("button", { name: "提 交" }).click();
    await page.getByText("颜色看对了吗").waitFor();
});

test("what is missing is told on top and at its field, and what was typed stays", async () => {
    const { page } = await onForm();
    await page.getByLabel("车牌", { exact: true }).fill("");
    await page.getByLabel("约几人").fill("9");
    await page.getByRole("button", { name: "提 交" }).click();
    const summary = page.locator(".errors");
    await summary.getByText("有 2 处要改").waitFor();
    assert.equal(await summary.evaluate((element) => element === document.activeElement), true);
    await summary.getByRole("link", { name: /^填车牌/ }).click();
    const plate = page.getByLabel("车牌", { exact: true });
    assert.equal(await plate.evaluate((element) => element === document.activeElement), true);
    assert.equal(await plate.getAttribute("aria-invalid"), "true");
    assert.equal(await page.getByLabel("约几人").inputValue(), "9");
});

test("without a network it waits on the phone, is counted in the bar, and goes out later with its own time", async () => {
    const { page, context } = await onForm();
    await page.getByLabel("地点").fill("北沟镇初中门前");
    const at = await page.getByLabel("时间").inputValue();
    await context.setOffline(true);
    await page.getByRole("button", { name: "提 交" }).click();
    await page.getByText("没有网络，已存在手机里").waitFor();
    await page.locator(".top").getByText("离线，1 条待传").waitFor();
    const sent = page.waitForRequest((request) => request.url().endsWith("/sightings"));
    await context.setOffline(false);
    const told = (await sent).postDataJSON();
    assert.equal(told.at.slice(0, 16), at);
    await page.locator(".top").getByText("待传").waitFor({ state: "detached" });
});

test("after a refusal by the server the entry is still in the form", async () => {
    const { page } = await onForm();
    await page.route("**/api/v1/sightings", (route) => route.fulfill({ status: 503, body: "" }));
    await page.getByLabel("地点").fill("北沟镇初中门前");
    await page.getByRole("button", { name: "提 交" }).click();
    await page.getByText("没有记下，填的内容还在").waitFor();
    assert.equal(await page.getByLabel("地点").inputValue(), "北沟镇初中门前");
});
