// What holds for every page: accessible, no sideways scroll, large targets, within the content policy.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { launch, openSignedIn } from "./support/browser.mjs";
import { startSite } from "./support/site.mjs";
import { recount, unregistered, vehiclePath, vehicleWith } from "./support/vehicles.mjs";

let site, browser, pages;

before(async () => {
    site = await startSite();
    browser = await launch();
    const { context, page } = await openSignedIn(browser, site);
    const vehicle = await vehicleWith(context, ["may_carry", "check", "unknown_load", "likely_over", "over"]);
    await recount(context, vehicle, vehicle.approved_persons, 2); // one finding that is surely there
    await page.goto(vehiclePath(vehicle));
    const finding = await page.getByRole("link", { name: /^规则 LD-0/ }).getAttribute("href");
    pages = [
        ["sign-in", "/login", "form"],
        ["plate input", "/p", ".kb"],
        ["an overloaded vehicle", vehiclePath(vehicle), "[data-verdict=over]"],
        ["an unknown vehicle", "/p/v/" + encodeURIComponent(unregistered.plate), "[data-verdict]"],
        ["the open list", "/p/flagged", ".fl li"],
        ["a finding", finding, ".evidence"],
        ["a sighting", "/p/seen", "form"],
    ];
    await context.close();
});
after(async () => {
    await browser?.close();
    await site?.stop();
});

async function onEveryPage(options, look) {
    const { context, page, complaints } = await openSignedIn(browser, site, options);
    for (const [name, path, ready] of pages) {
        await page.goto(path);
        await page.locator(ready).first().waitFor();
        await look(page, name);
    }
    await context.close();
    assert.deepEqual(complaints, []);
}

for (const colorScheme of ["light", "dark"]) {
    test(`no page has a serious accessibility fault in the ${colorScheme} scheme`, async () => {
        await onEveryPage({ colorScheme }, async (page, name) => {
            const { violations } = await new AxeBuilder({ page }).analyze();
            const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
            const told = serious.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0].html}`);
            assert.deepEqual(told, []);
        });
    });
}

for (const width of [320, 390, 1280]) {
    test(`nothing needs sideways scrolling at ${width} pixels, nor with text at 200 %`, async () => {
        await onEveryPage({ viewport: { width, height: 640 } }, async (page, name) => {
            const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok((await sideways()) <= 0, name);
            await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
            assert.ok((await sideways()) <= 0, name + " with large text");
        });
    });
}

test("on a phone at 200 % zoom nothing scrolls sideways, and titles and choices keep their words together", async () => {
    await onEveryPage({ viewport: { width: 195, height: 422 } }, async (page, name) => {
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(sideways <= 0, name);
        const tall = await page
            .locator(".top .ttl, .choice span, .st")
            .evaluateAll((all) =>
                all
                    .filter(
                        (element) =>
                            element.clientHeight > 2.2 * parseFloat(getComputedStyle(element).fontSize) * 1.5,
                    )
                    .map((element) => element.textContent),
            );
        assert.deepEqual(tall, [], name);
    });
});

test("every button, link and field is at least 48 pixels high", async () => {
    await onEveryPage({}, async (page, name) => {
        const small = await page.evaluate(() =>
            Array.from(document.querySelectorAll("button, a[href], select, input:not([type=radio])"))
                .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect().height])
                .filter(([, height]) => height > 0 && height < 47.5),
        );
        assert.deepEqual(small, [], name);
    });
});

test("every page has one heading, a title of its own and the language zh-CN", async () => {
    await onEveryPage({}, async (page, name) => {
        assert.equal(await page.locator("h1").count(), 1, name);
        assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
        assert.notEqual(await page.title(), "路面核查 · 护送", name);
    });
});

test("nothing comes from another origin, and scripts and styles stand in files", async () => {
    const foreign = [];
    const { context, page } = await openSignedIn(browser, site);
    page.on("request", (request) => {
        if (!request.url().startsWith(site.url) && !request.url().startsWith("data:"))
            foreign.push(request.url());
    });
    const answer = await page.goto("/p");
    await page.locator(".kb").waitFor();
    const policy = answer.headers()["content-security-policy"];
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.deepEqual(foreign, []);
    await context.close();
});

test("the page is at most 20 kB of HTML and styles and 40 kB of scripts, compressed", async () => {
    const bytes = { styled: 0, scripts: 0 };
    const { context, page } = await openSignedIn(browser, site);
    const reading = [];
    page.on("response", (response) => {
        const kind = response.request().resourceType();
        const sum =
            kind === "script" ? "scripts" : ["document", "stylesheet"].includes(kind) ? "styled" : null;
        if (sum) reading.push(response.body().then((body) => (bytes[sum] += gzipSync(body).length)));
    });
    await page.goto("/p");
    await page.locator(".kb").waitFor();
    await Promise.all(reading);
    assert.ok(bytes.styled > 0 && bytes.styled <= 20_000, bytes.styled + " bytes of HTML and styles");
    assert.ok(bytes.scripts > 0 && bytes.scripts <= 40_000, bytes.scripts + " bytes of scripts");
    await context.close();
});
