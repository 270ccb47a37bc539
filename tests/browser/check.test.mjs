// /p: a plate goes in by key, keyboard or paste, and its verdict comes out in at most two taps.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import { launch, openPage, openSignedIn } from "./support/browser.mjs";
import { eventually } from "./support/polling.mjs";
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

async function onCheckPage(options) {
    opened = await openSignedIn(browser, site, options);
    await opened.page.goto("/p");
    await opened.page.locator(".kb").waitFor();
    return opened;
}

const cells = (page) =>
    page
        .locator(".cells button:not(.opt)")
        .evaluateAll((all) => all.map((cell) => cell.textContent).join(""));
const anyVerdict = ["may_carry", "over", "likely_over", "check", "must_not", "unknown_load"];

test("a green among the matches is taken back when nobody confirms it any more, and comes back", async () => {
    opened = await openSignedIn(browser, site);
    const { page } = opened;
    const match = {
        plate: "冀H00318",
        display: "冀H·00318",
        colour: "yellow",
        registered: true,
        class_zh: "大型客车",
        use_zh: "中小学生校车",
        approved_persons: 45,
        verdict: { word: "may_carry", text: "可以载运学生", reason: "", over: null, percent: null },
        open_findings: 0,
    };
    let answers = true;
    await page.route("**/api/v1/vehicles?*", (route) =>
        answers ? route.fulfill({ json: { matches: [match], truncated: false } }) : undefined,
    );
    await page.clock.install();
    await page.goto("/p");
    await page.locator(".kb").waitFor();
    await page.keyboard.type("003");
    const [green, unknown] = ["可载", "人数未知"].map((word) => page.locator(".rec li", { hasText: word }));
    await green.waitFor();
    answers = false;
    await page.clock.runFor(12_000);
    await unknown.waitFor();
    assert.equal(await green.count(), 0);
    answers = true;
    await page.clock.runFor(60_000);
    await green.waitFor();
});

test("the page opens with 冀H filled in and the keyboard in sight, without scrolling", async () => {
    const { page } = await onCheckPage();
    assert.equal(await cells(page), "冀H");
    const searchKey = await page.locator(".kb .go").boundingBox();
    assert.ok(searchKey.y + searchKey.height <= 844);
    assert.equal(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), true);
});

for (const [shape, width, height] of [
    ["a phone on its side", 844, 390],
    ["a small phone on its side", 568, 320],
    ["a phone at 200 % zoom", 195, 422],
    ["a desktop at 200 % zoom", 720, 450],
]) {
    test(`on ${shape} cells and keys are in sight together, also below a long list`, async () => {
        const { page } = await onCheckPage({ viewport: { width, height } });
        await page.keyboard.type("00");
        await page.locator(".rec li").first().waitFor();
        for (const end of [0, 10_000]) {
            await page.evaluate((top) => window.scrollTo(0, top), end);
            const hidden = await page.evaluate(() =>
                Array.from(document.querySelectorAll(".cells button, .kb button:not(:disabled)"))
                    .filter((button) => {
                        const box = button.getBoundingClientRect();
                        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
                        const whole = box.y >= 0 && box.bottom <= innerHeight;
                        return !whole || document.elementFromPoint(x, y)?.closest("button") !== button;
                    })
                    .map((button) => button.getAttribute("aria-label") ?? button.textContent),
            );
            assert.deepEqual(hidden, []);
        }
    });
}

for (const [width, height] of [
    [320, 568],
    [390, 664],
]) {
    test(`the first match stands above the keys at ${width} by ${height}`, async () => {
        const { page } = await onCheckPage({ viewport: { width, height } });
        await page.keyboard.type("00");
        const row = await page.locator(".rec li").first().boundingBox();
        const keys = await page.locator(".kb").boundingBox();
        const cells = await page.locator(".cells").boundingBox();
        assert.ok(
            row.y >= cells.y + cells.height && row.y + row.height <= keys.y,
            JSON.stringify({ row, keys }),
        );
    });
}

for (const [width, size] of [
    [320, "200%"],
    [390, "200%"],
    [195, "100%"],
]) {
    test(`no key's word is cut off at ${width} pixels with text at ${size}`, async () => {
        const { page } = await onCheckPage({ viewport: { width, height: 844 } });
        await page.evaluate((fontSize) => (document.documentElement.style.fontSize = fontSize), size);
        const cut = await page.locator(".kb button").evaluateAll((keys) =>
            keys
                .filter((key) => {
                    const words = document.createRange();
                    words.selectNodeContents(key);
                    const [inner, outer] = [words.getBoundingClientRect(), key.getBoundingClientRect()];
                    return inner.left < outer.left || inner.right > outer.right;
                })
                .map((key) => key.textContent),
        );
        assert.deepEqual(cut, []);
    });
}

test("three keys list the matches, one tap on a match gives the verdict", async () => {
    const { page, context } = await onCheckPage();
    const wanted = await vehicleWith(context, anyVerdict);
    for (const character of wanted.plate.slice(2, 5)) {
        await page.locator(".kb").getByRole("button", { name: character, exact: true }).click();
    }
    const colour = `.plate-${wanted.colour}`;
    await page.locator(".rec a", { has: page.locator(colour, { hasText: wanted.display }) }).click();
    await page.locator(`[data-verdict=${wanted.verdict.word}]`).waitFor();
    assert.match(await page.title(), new RegExp(wanted.display + "$"));
});

test("the seventh character opens the result by itself, and going back finds the cells filled", async () => {
    const { page, context } = await onCheckPage();
    const wanted = await vehicleWith(context, anyVerdict);
    await page.keyboard.type(wanted.plate.slice(2));
    await page.locator("[data-verdict]").waitFor();
    assert.equal(decodeURIComponent(new URL(page.url()).pathname), "/p/v/" + wanted.plate);
    await page.goBack();
    await page.locator(".kb").waitFor();
    assert.equal(await cells(page), wanted.plate);
});

test("a pasted plate in any spelling opens its result", async () => {
    const { page, context } = await onCheckPage();
    const { plate } = await vehicleWith(context, anyVerdict);
    const written = plate.slice(0, 2).toLowerCase() + "－" + plate.slice(2, 4) + " " + plate.slice(4);
    await page.evaluate((text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }, written);
    await page.locator("[data-verdict]").waitFor();
    assert.equal(decodeURIComponent(new URL(page.url()).pathname), "/p/v/" + plate);
});

test("the system's keyboard fills the same cells", async () => {
    const { page } = await onCheckPage();
    await page.getByRole("button", { name: "粘贴或说话" }).click();
    await page.getByLabel("粘贴、语音或系统键盘输入").fill("冀h 003");
    assert.equal(await cells(page), "冀H003");
});

test("I and O cannot be pressed; on a keyboard they become 1 and 0 and say so", async () => {
    const { page } = await onCheckPage();
    assert.equal(await page.getByRole("button", { name: "I 不用于车牌" }).isDisabled(), true);
    assert.equal(await page.getByRole("button", { name: "O 不用于车牌" }).isDisabled(), true);
    await page.keyboard.type("io");
    assert.equal(await cells(page), "冀H10");
    await page.getByText("已改成数字 0").waitFor();
    await page.goto("/p/v/abcdefghijk");
    await page.getByRole("alert").getByText("这不是车牌号").waitFor();
});

test("a beginning that no plate has, and a text too short for a plate, say what to do", async () => {
    const { page } = await onCheckPage();
    await page.keyboard.type("ZZ");
    await page.getByText("没有以 冀H·ZZ 开头的车。再输一位").waitFor();
    await page.locator(".kb").getByRole("button", { name: "查 询" }).click({ force: true });
    await page.getByText("还差 3 位才能查").waitFor();
    await page.keyboard.type("Z");
    await page.getByText("登记库和布控名单里没有含 ZZZ 的车牌").waitFor();
    await page.goto("/p/v/35");
    await page.getByRole("alert").getByText("这不是完整的车牌号").waitFor();
    await page.getByRole("link", { name: "接着输" }).click();
    await page.locator(".kb").waitFor();
    assert.equal(await cells(page), "冀H35");
});

test("a green plate takes eight characters", async () => {
    const { page } = await onCheckPage();
    await page.keyboard.type("D99887");
    await page.locator("[data-verdict]").waitFor();
    assert.equal(decodeURIComponent(new URL(page.url()).pathname), "/p/v/冀HD99887");
});

test("another province is two taps away and typing goes on where it was", async () => {
    const { page } = await onCheckPage();
    await page.keyboard.type("00");
    await page.getByRole("button", { name: "换省份" }).click();
    await page.getByRole("button", { name: "京", exact: true }).click();
    await page.keyboard.type("3");
    assert.equal(await cells(page), "京H003");
});

test("an unknown plate is amber, not red, and offers 车上有学生 with the plate filled in", async () => {
    const { page } = await onCheckPage();
    await page.keyboard.type(unregistered.plate.slice(2));
    await page.locator(".verdict.warn[data-verdict=not_registered]").waitFor();
    await page.getByRole("link", { name: "车上有学生" }).click();
    assert.equal(await page.getByLabel("车牌", { exact: true }).inputValue(), unregistered.display);
});

test("nobody signed in comes back to the page he asked for", async () => {
    opened = await openPage(browser, site);
    const { page } = opened;
    await page.goto("/p/flagged?moving=1");
    await page.getByRole("button", { name: "登 录" }).click();
    await page.getByText("有 2 处要改").waitFor();
    await page.getByLabel("账号").fill(site.name);
    await page.getByLabel("密码").fill(site.password + "x");
    await page.getByRole("button", { name: "登 录" }).click();
    await page.getByRole("alert").getByText("账号或密码不对").waitFor();
    await page.getByLabel("密码").fill(site.password);
    await page.getByRole("button", { name: "登 录" }).click();
    await page.getByRole("link", { name: /^正在路上/ }).waitFor();
    assert.equal(new URL(page.url()).search, "?moving=1");
});

test("signing out in one tab leads every other to the sign-in, and their event streams close", async () => {
    const { page, context } = await onCheckPage();
    const other = await context.newPage();
    const ended = [];
    other.on("requestfailed", (request) => ended.push(request.url()));
    other.on("requestfinished", (request) => ended.push(request.url()));
    await other.goto("/p/flagged");
    await other.locator(".top").getByText("实时").waitFor();
    await page.getByRole("button", { name: /^退出/ }).click();
    await page.getByRole("button", { name: "登 录" }).waitFor();
    await other.getByRole("button", { name: "登 录" }).waitFor();
    assert.equal(new URL(other.url()).searchParams.get("next"), "/p/flagged");
    await eventually(() => ended.some((url) => url.includes("/events")), "the end of the stream");
});
