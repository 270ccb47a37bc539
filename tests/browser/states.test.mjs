// The states every page can be in: loading, empty, error with retry, closed, offline.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import { launch, openSignedIn } from "./support/browser.mjs";
import { stopClock, withinPageTime } from "./support/polling.mjs";
import { startSite } from "./support/site.mjs";
import { checkOf, vehiclePath, vehicleWith } from "./support/vehicles.mjs";

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

const anyPlate = "冀H00318";
const reading = [
    [
        "the result",
        vehiclePath({ plate: anyPlate, colour: "yellow" }),
        "**/api/v1/vehicles/**",
        "正在查 冀H·00318",
    ],
    ["the open list", "/p/flagged", "**/api/v1/findings?*", "正在读布控名单"],
    ["a finding", "/p/f/1", "**/api/v1/findings/1", "正在读布控详情"],
];

for (const [name, path, call, words] of reading) {
    test(`${name} says what is being loaded, and after 8 seconds offers to try again`, async () => {
        opened = await openSignedIn(browser, site);
        const { page } = opened;
        await page.clock.install();
        await page.route(call, () => {});
        await page.goto(path);
        const loading = page.locator("[aria-busy=true]");
        await loading.getByText(words).waitFor();
        await page.clock.runFor(8_100);
        await page.getByText("服务器没有答复").waitFor();
        await page.getByRole("button", { name: "再试一次" }).waitFor();
    });

    test(`${name} shows an error with its number, and trying again mends it`, async () => {
        opened = await openSignedIn(browser, site);
        const { page } = opened;
        await page.route(call, (route) => route.fulfill({ status: 503, body: "" }));
        await page.goto(path);
        await page.getByRole("alert").getByText("编号 503").waitFor();
        await page.route(call, (route) => route.fulfill({ status: 404, body: "" }));
        await page.getByRole("button", { name: "再试一次" }).click();
        await page.getByText("这个链接打不开").waitFor();
    });

    test(`${name} without a right to it looks like one that does not exist`, async () => {
        opened = await openSignedIn(browser, site);
        const { page } = opened;
        const seen = [];
        for (const status of [403, 404]) {
            await page.route(call, (route) => route.fulfill({ status, body: "" }));
            await page.goto(path);
            await page.getByText("这个链接打不开").waitFor();
            seen.push(await page.locator("main").innerText());
        }
        assert.equal(seen[0], seen[1]);
    });
}

test("an empty list says why it is empty and what to do", async () => {
    opened = await openSignedIn(browser, site);
    const { page } = opened;
    const empty = { findings: [], next_cursor: null, counts: { all: 0, moving: 0 }, event_id: "1" };
    await page.route("**/api/v1/findings?*", (route) => route.fulfill({ json: empty }));
    await page.goto("/p/flagged");
    await page.getByText("现在没有布控车辆").waitFor();
    await page.goto("/p/flagged?moving=1");
    await page.getByText("没有正在路上的布控车辆").waitFor();
    await page.getByRole("link", { name: "看全部" }).waitFor();
});

test("a plate checked before is shown without a network in grey, one never checked is not guessed", async () => {
    opened = await openSignedIn(browser, site);
    const { page, context } = opened;
    const vehicle = await vehicleWith(context, ["may_carry", "unknown_load"]);
    await page.goto(vehiclePath(vehicle));
    await page.locator("[data-verdict]").waitFor();
    await page.getByRole("link", { name: "返回" }).click();
    await page.locator(".kb").waitFor();
    await context.setOffline(true);
    await page.keyboard.type(vehicle.plate.slice(2));
    await page.locator(".verdict.off[data-verdict=unknown_load]").waitFor();
    await page.goBack();
    await page.locator(".kb").waitFor();
    for (let key = 0; key < 5; key += 1) await page.keyboard.press("Backspace");
    await page.keyboard.type("9Z9Z9");
    await page.getByRole("alert").getByText("没有网络").waitFor();
});

// A green verdict whose event stream breaks off when told to.
async function onGreenWithStream() {
    opened = await openSignedIn(browser, site);
    const { page, context } = opened;
    const vehicle = await vehicleWith(context, ["may_carry", "check", "unknown_load", "over", "likely_over"]);
    const check = await checkOf(context, vehicle);
    const verdict = { word: "may_carry", text: "可以载运学生", reason: "" };
    const load = { ...check.load, fresh_until: null };
    await page.route("**/api/v1/vehicles/**", (route) =>
        route.fulfill({ json: { ...check, verdict, load } }),
    );
    let breakOff;
    await page.route("**/api/v1/events?*", async (route) => {
        if (breakOff) return route.abort();
        await new Promise((done) => (breakOff = done));
        await route.fulfill({ contentType: "text/event-stream", body: ": connected\n\n" });
    });
    await page.clock.install();
    await page.goto(vehiclePath(vehicle));
    await page.locator(".verdict.ok[data-verdict=may_carry]").waitFor();
    await stopClock(page);
    return { page, breakOff: () => breakOff() };
}

for (const [name, answer] of [
    ["refuses", (route) => route.abort()],
    ["says nothing", () => {}],
]) {
    test(`no green stays once the event stream broke off and the server ${name}`, async () => {
        const { page, breakOff } = await onGreenWithStream();
        await page.route("**/api/v1/vehicles/**", answer);
        await page.route("**/api/v1/session", answer);
        breakOff();
        const grey = page.locator(".verdict.off[data-verdict=unknown_load]");
        await withinPageTime(page, 5000, grey);
        await page.getByText("连不上服务器").waitFor();
        assert.equal(await page.locator(".verdict.ok, .st.ok, .meter.ok").count(), 0);
    });
}

test("no green is older than ten seconds when the server hangs and its stream stays open", async () => {
    const { page } = await onGreenWithStream();
    await page.route("**/api/v1/vehicles/**", () => {});
    await withinPageTime(page, 10_500, page.locator(".verdict.off[data-verdict=unknown_load]"));
    await page.getByText("连不上服务器").waitFor();
});

test("the plate input finds matches again when the network is back", async () => {
    opened = await openSignedIn(browser, site);
    const { page, context } = opened;
    const vehicle = await vehicleWith(context, ["may_carry", "check", "unknown_load", "over", "likely_over"]);
    await page.clock.install();
    await page.goto("/p");
    await page.locator(".kb").waitFor();
    await context.setOffline(true);
    await page.keyboard.type(vehicle.plate.slice(2, 5));
    await page.getByText("没有网络，输满 7 位").waitFor();
    await stopClock(page);
    await context.setOffline(false);
    await withinPageTime(page, 3000, page.locator(".rec a").first()); // not by the round of five seconds
    await page.clock.resume();
    await page.getByText("没有网络").waitFor({ state: "detached" });
    assert.equal(await page.locator(".top").getByText("离线").count(), 0);
});

test("an address that is no page leads back to the plate input", async () => {
    opened = await openSignedIn(browser, site);
    await opened.page.goto("/p/v/a/b");
    await opened.page.getByText("这个链接打不开").waitFor();
    await opened.page.getByRole("link", { name: "查车牌" }).click();
    await opened.page.locator(".kb").waitFor();
});
