// /p/v/{plate}: the verdict's look, the officer's own count, and what is left of it without a network.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import { launch, openSignedIn } from "./support/browser.mjs";
import { startSite } from "./support/site.mjs";
import { checkOf, noteCount, recount, unregistered, vehiclePath, vehicleWith } from "./support/vehicles.mjs";

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

async function signedIn(options) {
    opened = await openSignedIn(browser, site, options);
    return opened;
}

// The served answer for the vehicle with some of its parts replaced.
async function answerWith(page, context, vehicle, change) {
    const check = await checkOf(context, vehicle);
    const body = JSON.stringify({ ...check, ...change(check) });
    await page.route("**/api/v1/vehicles/**", (route) =>
        route.fulfill({ status: 200, contentType: "application/json", body }),
    );
}

const judged = ["may_carry", "check", "unknown_load", "over", "likely_over"];

const looks = [
    ["may_carry", "可以载运学生", "ok"],
    ["over", "超员 7 人", "bad"],
    ["likely_over", "很可能超员，请清点", "likely"],
    ["check", "可以，但要核对", "warn"],
    ["must_not", "禁止载运学生", "bad"],
    ["unknown_load", "证照有效，人数未知", "off"],
    ["not_registered", "本县没有登记", "warn"],
];
for (const [word, text, look] of looks) {
    test(`${text} has its own look, and the title starts with it`, async () => {
        const { page, context } = await signedIn();
        const vehicle = await vehicleWith(context, judged);
        await answerWith(page, context, vehicle, (check) => ({
            verdict: { word, text, reason: "核载 45 人", over: 7, percent: 15.6 },
            load: check.load && { ...check.load, fresh_until: null },
            registered: word !== "not_registered",
        }));
        await page.goto(vehiclePath(vehicle));
        const block = page.locator(`.verdict.${look}[data-verdict=${word}]`);
        await block.waitFor();
        assert.equal(await block.getAttribute("role"), look === "bad" ? "alert" : "status");
        assert.equal(await block.getByRole("heading").innerText(), text);
        assert.ok((await page.title()).startsWith(text));
    });
}

test("whose card is in the reader stands with the day's runs, and that the list names another", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, judged);
    const at = new Date(Date.now() - 20 * 60_000).toISOString();
    await answerWith(page, context, vehicle, () => ({ driver_card: { name: "李某", at, listed: false } }));
    await page.goto(vehiclePath(vehicle));
    const runs = page.getByRole("region", { name: "今天的班次" });
    await runs.getByText("不是名单上的驾驶人").waitFor();
    assert.match(await runs.innerText(), /刷卡 李某/);
});

test("the two fields start empty, and a count of 45 and 2 in a vehicle for 45 is 超员 2 人 at once", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, judged);
    const seats = vehicle.approved_persons;
    await page.goto(vehiclePath(vehicle));
    const [pupils, adults] = [page.getByLabel("我点的学生"), page.getByLabel("大人（含司机）")];
    assert.equal((await pupils.inputValue()) + (await adults.inputValue()), "");
    await pupils.fill(String(seats));
    await adults.fill("2");
    await page.locator("output").getByText("超 2 人").waitFor();
    await noteCount(page);
    await page.locator(".verdict.bad[data-verdict=over]").getByText("超员 2 人").waitFor();
    await page.getByText("不能放行：还超 2 人").waitFor();
    assert.match(await page.locator(".figure").innerText(), new RegExp(String(seats + 2)));
    await recount(context, vehicle, seats - 2, 2);
});

test("half a count is not a count", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, judged);
    await page.goto(vehiclePath(vehicle));
    await page.getByLabel("我点的学生").fill("40");
    await page.getByRole("button", { name: "记下人数" }).click();
    await page.getByRole("alert").getByText("填大人人数").waitFor();
    assert.equal(await page.getByLabel("我点的学生").inputValue(), "40");
});

test("full-width digits are digits, too many people are told, and a driver is an adult", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, judged);
    await page.goto(vehiclePath(vehicle));
    const [pupils, adults] = [page.getByLabel("我点的学生"), page.getByLabel("大人（含司机）")];
    const note = page.getByRole("button", { name: "记下人数" });
    await pupils.fill("４５");
    assert.equal(await pupils.inputValue(), "45");
    await pupils.fill("450");
    await adults.fill("2");
    await note.click();
    await page.getByRole("alert").getByText("学生 450 人太多了").waitFor();
    await pupils.fill("4");
    await adults.fill("0");
    await note.click();
    await page.getByRole("alert").getByText("司机也算大人").waitFor();
    assert.equal(await pupils.inputValue(), "4");
});

test("a count far below the one before is asked for once more, and settles it when told again", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, ["may_carry", "check", "unknown_load"]);
    for (const adults of [2, 3]) await recount(context, vehicle, vehicle.approved_persons - 3, adults);
    await page.goto(vehiclePath(vehicle));
    await page.getByLabel("我点的学生").fill("0");
    await page.getByLabel("大人（含司机）").fill("1");
    await noteCount(page);
    await page.getByRole("alert").getByText("相差太大").waitFor();
    assert.equal(await page.locator(".verdict.ok").count(), 0);
    await page.getByRole("button", { name: "再点过了，车上只有 1 人" }).click();
    await page.getByRole("button", { name: "再点过了" }).waitFor({ state: "detached" });
    assert.equal(await page.locator(".figure").innerText(), "1");
});

test("a confirmed overload turns green only after a second press, a double tap is one", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, judged);
    const seats = vehicle.approved_persons;
    await recount(context, vehicle, seats + 5, 2);
    await page.goto(vehiclePath(vehicle));
    await page.locator("[data-verdict=over]").waitFor();
    const sent = [];
    page.on("request", (request) => request.url().includes("/recounts") && sent.push(request));
    await page.getByLabel("我点的学生").fill(String(seats - 2));
    await page.getByLabel("大人（含司机）").fill("2");
    await page.getByRole("button", { name: "记下人数" }).dblclick();
    const fewer = `清点的 ${seats + 7} 人少 7 人，人已转走？`;
    await page.getByRole("alert").getByText(fewer).waitFor();
    await page.locator("[data-verdict=over]").waitFor();
    assert.equal(sent.length, 0);
    await noteCount(page);
    await page.locator("[data-verdict=over]").waitFor({ state: "detached" });
    assert.equal(sent.length, 1);
});

test("green is only outlined while the list still holds a confirmed overload", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, judged);
    await recount(context, vehicle, vehicle.approved_persons + 5, 2);
    const { findings } = await checkOf(context, vehicle);
    await recount(context, vehicle, vehicle.approved_persons - 2, 2);
    const verdict = { word: "may_carry", text: "可以载运学生", reason: "" };
    await answerWith(page, context, vehicle, () => ({ verdict, findings }));
    await page.goto(vehiclePath(vehicle));
    const waiting = `已复点 ${vehicle.approved_persons} 人，等待移出名单`;
    await page.locator("[data-verdict=may_carry].waiting").getByText(waiting).waitFor();
    await page
        .getByRole("link", { name: /^规则 LD-0/ })
        .first()
        .getByText(waiting)
        .waitFor();
    assert.equal(await page.getByRole("link", { name: /LD-0.*查实/ }).count(), 0);
});

test("a count that is no whole number is told and stays on the phone", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, judged);
    await page.goto(vehiclePath(vehicle));
    let sent = 0;
    page.on("request", (request) => (sent += Number(request.url().includes("/recounts"))));
    await page.getByLabel("大人（含司机）").fill("2");
    for (const wrong of ["-5", "3.5"]) {
        await page.getByLabel("我点的学生").fill(wrong);
        await page.getByRole("button", { name: "记下人数" }).click();
        await page.getByRole("alert").getByText("学生只填整数").waitFor();
        assert.equal(await page.getByLabel("我点的学生").inputValue(), wrong);
    }
    assert.equal(sent, 0);
});

test("a count typed when the session ends is there after signing in, and is stored once", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, judged);
    await page.goto(vehiclePath(vehicle));
    await page.getByLabel("我点的学生").fill("21");
    await page.getByLabel("大人（含司机）").fill("2");
    const keys = [];
    const answers = [];
    await page.route("**/recounts?*", async (route) => {
        keys.push(route.request().headers()["idempotency-key"]);
        const stored = await route.fetch();
        answers.push(stored.status());
        if (keys.length > 1) return route.fulfill({ response: stored });
        await context.clearCookies(); // the count arrived, its answer did not
        return route.fulfill({ status: 401, body: "" });
    });
    await noteCount(page);
    await page.getByLabel("账号").fill(site.name);
    await page.getByLabel("密码").fill(site.password);
    await page.getByRole("button", { name: "登 录" }).click();
    await page.getByText("刚才填的数还在").waitFor();
    assert.equal(await page.getByLabel("我点的学生").inputValue(), "21");
    assert.equal(await page.getByLabel("大人（含司机）").inputValue(), "2");
    await noteCount(page);
    await page.getByText("刚才填的数还在").waitFor({ state: "detached" });
    assert.equal(keys[0], keys[1]);
    assert.deepEqual(answers, [201, 200]);
});

test("without a network no green verdict stays, and the papers carry their time", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, judged);
    const change = (check) => ({
        verdict: { word: "may_carry", text: "可以载运学生", reason: "" },
        load: check.load && { ...check.load, fresh_until: null },
    });
    await answerWith(page, context, vehicle, change);
    await page.goto(vehiclePath(vehicle));
    await page.locator("[data-verdict=may_carry]").waitFor();
    await page.unroute("**/api/v1/vehicles/**");
    await context.setOffline(true);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.locator(".verdict.off[data-verdict=unknown_load]").waitFor();
    await page.getByText("请现场数人").first().waitFor();
    await page.locator(".top").getByText("离线").waitFor();
    assert.equal(await page.locator(".verdict.ok, .st.ok, .meter.ok").count(), 0);
});

test("the same digits in another colour are pointed out as another vehicle", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, judged);
    await answerWith(page, context, vehicle, () => ({ other_colours: ["green"] }));
    await page.goto(vehiclePath(vehicle));
    await page.getByRole("link", { name: "绿牌" }).click();
    assert.match(page.url(), /colour=green$/);
});

test("a number registered in another colour asks whether the colour was seen right", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, judged);
    await page.goto(vehiclePath({ ...vehicle, colour: "white" }));
    await page.locator("[data-verdict=not_registered]").waitFor();
    await page.getByText("颜色看对了吗").waitFor();
    await page.locator(".colours a").first().click();
    await page.locator(`[data-verdict=${vehicle.verdict.word}]`).waitFor();
});

test("a plate of another county says that this register cannot know", async () => {
    const { page } = await signedIn();
    await page.goto("/p/v/" + encodeURIComponent("京A12345"));
    await page.locator("[data-verdict=not_registered]").waitFor();
    await page.getByText("外县号牌").waitFor();
});

test("where no colour was told, the listed one is a big button marked 布控", async () => {
    const { page, context } = await signedIn();
    const answer = await checkOf(context, { ...unregistered, colour: "white" });
    const plate = { ...answer.plate, colour: "other" };
    const other_colours = [{ colour: "blue", open_findings: 2 }];
    await page.route("**/api/v1/vehicles/**", (route) =>
        route.fulfill({ json: { ...answer, plate, other_colours, registered_colours: [] } }),
    );
    await page.goto("/p/v/" + encodeURIComponent(unregistered.plate));
    await page.getByText("同号有蓝牌车在布控名单上，请看清号牌颜色").waitFor();
    const choice = page.getByRole("link", { name: "蓝牌 布控" });
    assert.ok((await choice.boundingBox()).height >= 48);
    assert.match(await choice.getAttribute("href"), /colour=blue$/);
    assert.equal(await page.getByText("是另一辆").count(), 0);
});

test("a plate is read letter by letter with its colour", async () => {
    const { page, context } = await signedIn();
    const vehicle = await vehicleWith(context, judged);
    await page.goto(vehiclePath(vehicle));
    const spelled = Array.from(vehicle.plate).join(" ");
    await page.getByRole("img", { name: new RegExp("^" + spelled + "，.*牌$") }).waitFor();
});
