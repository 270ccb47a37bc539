// A guardian's page and the calendars, on the real server with the simulated county: HUSONG_URL, HUSONG_PROGRAMS, HUSONG_DB.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { launch, openPage, signIn } from "../support/browser.mjs";
import { events, statusOf, uidOf } from "../support/calendar.mjs";
import { chinaClock } from "../support/china.mjs";
import { eventually } from "../support/polling.mjs";
import { controlOf, importFiles, invite } from "../support/programs.mjs";
import { startSite } from "../support/site.mjs";

let site, browser, mine, other;

const ctl = controlOf(process.env.HUSONG_DB);
const inviteHere = (pupil) => invite(ctl, pupil, site.url);

before(async () => {
    site = await startSite();
    browser = await launch();
    mine = inviteHere("P-L05-3");
    other = inviteHere("P-L06-3");
});
after(async () => {
    await browser?.close();
    await site?.stop();
});

const plateOf = (page) => page.locator(".plate").textContent();

test("a child's page is complete without JavaScript and says something", async () => {
    const { context, page, complaints } = await openPage(browser, site, { javaScriptEnabled: false });
    const answer = await page.goto(mine);
    assert.equal(answer.status(), 200);
    assert.match(await page.locator("h1").textContent(), /车|路上|发车|接送/);
    assert.match(await plateOf(page), /^冀/);
    assert.ok(await page.getByRole("link", { name: "加到手机日历" }).isVisible());
    assert.ok(gzipSync(await answer.body()).length <= 12_000, "within 12 kB compressed");
    await page.getByRole("link", { name: "大字" }).click();
    assert.equal(await page.locator("html").getAttribute("data-size"), "big");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wide, "no sideways scroll with large letters");
    assert.deepEqual(complaints, []);
    await context.close();
});

test("a child's page is accessible at a phone's width and a desktop's, light and dark", async () => {
    for (const [width, colorScheme] of [
        [320, "light"],
        [390, "dark"],
        [1280, "light"],
    ]) {
        const { context, page, complaints } = await openPage(browser, site, {
            viewport: { width, height: 844 },
            colorScheme,
        });
        await page.goto(mine);
        const found = await new AxeBuilder({ page }).analyze();
        assert.deepEqual(
            found.violations.map((each) => each.id + " " + each.nodes[0].html),
            [],
        );
        assert.deepEqual(complaints, []);
        await context.close();
    }
});

test("each family sees its own child's vehicle and no other", async () => {
    const { context, page } = await openPage(browser, site);
    await page.goto(mine);
    const first = await plateOf(page);
    await page.goto(other);
    const second = await plateOf(page);
    assert.notEqual(first, second);
    assert.ok(!(await page.content()).includes(first));
    await context.close();
});

test("a guessed link and one that was taken back are one page, byte for byte", async () => {
    const taken = inviteHere("P-L07-3");
    ctl("guardian", "revoke", "P-L07-3");
    const read = async (address) => {
        const answer = await fetch(address);
        return [answer.status, await answer.text()];
    };
    assert.deepEqual(await read(taken), await read(site.url + "/f/guessed"));
    assert.equal((await read(taken))[0], 404);
});

// One row of the published schedule, as the import takes it.
function publish(departure, leavesAt, status) {
    const { date, time } = chinaClock(leavesAt);
    const row = [
        departure.code,
        departure.school.code,
        departure.direction,
        date,
        time,
        departure.line.code,
        departure.vehicle.plate,
        departure.vehicle.colour,
        departure.seats,
        status,
    ];
    const header = "code,school,direction,date,time,line,plate,colour,seats,status\n";
    importFiles(ctl, { "departures.csv": header + row.join(",") + "\n" });
}

test("a line's calendar is read by another parser, and shows a change and a cancellation", async () => {
    const { context, page } = await openPage(browser, site);
    await page.goto(mine);
    const link = page.getByRole("link", { name: "加到手机日历" });
    const address = new URL(await link.getAttribute("href"), site.url).href;
    await signIn(context, site);
    const day = 86_400_000;
    const from = new Date(Date.now() + 10 * day).toISOString().slice(0, 10);
    const until = new Date(Date.now() + 20 * day).toISOString().slice(0, 10);
    const answer = await context.request.get(`/api/v1/schedules?line=L05&from=${from}&until=${until}`);
    const departure = (await answer.json()).departures[0];
    const uid = uidOf(departure.code);
    const leavesAt = Date.parse(departure.leaves_at);

    const published = (await events(address)).get(uid);
    assert.equal(published.startDate.toJSDate().getTime(), leavesAt);
    assert.equal(published.sequence, 0);

    publish(departure, leavesAt + 20 * 60_000, "planned");
    const moved = await eventually(async () => {
        const event = (await events(address)).get(uid);
        return event.sequence === 1 && event;
    });
    assert.equal(moved.startDate.toJSDate().getTime(), leavesAt + 20 * 60_000);

    publish(departure, leavesAt + 20 * 60_000, "cancelled");
    const gone = await eventually(async () => {
        const event = (await events(address)).get(uid);
        return event.sequence === 2 && event;
    });
    assert.equal(statusOf(gone), "CANCELLED");
    await context.close();
});

test("the address of a calendar that is not the school's own opens nothing", async () => {
    const answer = await fetch(site.url + "/calendar/lines/L05/" + "0".repeat(32) + ".ics");
    assert.equal(answer.status, 404);
});
