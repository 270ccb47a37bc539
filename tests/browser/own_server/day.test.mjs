// One day at a school's gate without police, played from its published schedule to its last change, on a server and a
// county of its own: HUSONG_PROGRAMS. The tests are the day's chapters: each goes on where the one before ended.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openPage, openSignedIn } from "../support/browser.mjs";
import { events, statusOf, uidOf } from "../support/calendar.mjs";
import { chinaClock, chinaDay, minuteMs } from "../support/china.mjs";
import { act, cardOf, columnOf, count, runPath, sendAsKeeper, signInAtGate } from "../support/gate_pages.mjs";
import { eventually } from "../support/polling.mjs";
import { importFiles } from "../support/programs.mjs";
import { startSchoolDay } from "../support/school_day.mjs";
import {
    clockOf,
    departures,
    keeper,
    lines,
    school,
    timetable,
    unknownVehicle,
    vehicles,
} from "../support/small_county.mjs";

const north = (metres) => [school.at[0] + metres / 111_195, school.at[1]];
const firstStop = lines.north.stops[0][2];
const lastStop = lines.north.stops[1][2];

let day, browser, gate, gatePage, office, family, complaints;

before(async () => {
    day = await startSchoolDay();
    browser = await launch();
    const opened = await openPage(browser, day, { javaScriptEnabled: false });
    gate = opened.context;
    gatePage = opened.page;
    complaints = opened.complaints;
    office = (await openSignedIn(browser, day.office)).context;
    family = (await openPage(browser, day, { javaScriptEnabled: false })).page;
});
after(async () => {
    await browser?.close();
    const ended = await day?.stop();
    if (ended) assert.equal(ended.code, 0, ended.told);
});

// What a family's page says now, its whole text held against the plates that are not its child's.
async function familyOf(name, own) {
    await family.goto(day.families[name]);
    const text = await family.locator("body").innerText();
    for (const other of Object.values(vehicles))
        assert.equal(text.includes(other.shown), other === own, text);
    assert.ok(!text.includes("核载"), "how many are aboard is not a family's to know");
    return { headline: await family.locator("h1").innerText(), text };
}

async function published() {
    const answer = await office.request.get("/api/v1/schedules?school=" + school.code);
    assert.equal(answer.status(), 200);
    return new Map((await answer.json()).departures.map((each) => [each.code, each]));
}

async function calendarOf(query) {
    const answer = await office.request.get("/api/v1/schedules/calendar?" + query);
    return events(day.url + (await answer.json()).path);
}

const stateOf = (page) => page.getByRole("status").innerText();

test("whatever minute it is in China, the runs of today leave within the day, and one is moved to another minute", () => {
    const { begin, end } = chinaDay(Date.now());
    for (let now = begin; now < end; now += minuteMs) {
        const { west, north, south, east, eastMoved } = timetable(now + 30_000);
        for (const leavesAt of [west.leavesAt, north.leavesAt, south.leavesAt, east.leavesAt, eastMoved])
            assert.ok(begin <= leavesAt && leavesAt < end, chinaClock(now).time);
        assert.notEqual(east.leavesAt, eastMoved);
    }
});

test("the schedule is published: as data, on the gate's list, in calendars, and to each family its own", async () => {
    const { runs } = day;
    const today = await published();
    assert.deepEqual([...today.keys()].sort(), ["E-1", "N-1", "S-1", "W-1"]);
    assert.equal(Date.parse(today.get("N-1").leaves_at), runs.north.leavesAt);
    assert.equal(today.get("N-1").sequence, 0);

    await signInAtGate(gatePage, day.gate);
    for (const run of [runs.west, runs.north, runs.south, runs.east]) {
        assert.ok((await cardOf(gatePage, run).innerText()).includes(run.vehicle.shown));
        assert.ok((await cardOf(gatePage, run).innerText()).includes(clockOf(run) + " 离校"));
    }
    assert.match(await columnOf(gatePage, runs.north), /将到/);

    const ofSchool = await calendarOf("school=" + school.code);
    assert.deepEqual([...ofSchool.keys()].sort(), ["E-1", "N-1", "N-2", "N-3", "S-1", "W-1"].map(uidOf));
    const ofLine = await calendarOf("line=" + lines.north.code);
    assert.deepEqual([...ofLine.keys()].sort(), ["N-1", "N-2", "N-3"].map(uidOf));
    const event = ofLine.get(uidOf("N-1"));
    assert.equal(event.startDate.toJSDate().getTime(), runs.north.leavesAt);
    assert.equal(event.sequence, 0);

    const a = await familyOf("north", vehicles.bus);
    assert.ok(a.headline.includes(clockOf(runs.north) + " 从学校发车，车还没到"), a.headline);
    assert.ok(a.text.includes("学生A") && a.text.includes("上河") && !a.text.includes("柳树"));
    const b = await familyOf("south", vehicles.small);
    assert.ok(b.headline.includes(clockOf(runs.south) + " 从学校发车，车还没到"), b.headline);
    assert.ok(b.text.includes("学生B") && b.text.includes("柳树") && !b.text.includes("上河"));
});

test("the bus arrives by its positions: the list moves it to the gate, its family knows, the other does not", async () => {
    const { runs } = day;
    const now = Date.now();
    await day.tellPositions([
        [now - 4 * minuteMs, north(2500), 12],
        [now - 2 * minuteMs, north(900), 9],
    ]);
    await gatePage.goto("/g");
    assert.match(await columnOf(gatePage, runs.north), /将到/);
    await day.tellPositions([[now - minuteMs, north(30), 0]]);
    await gatePage.goto("/g");
    assert.match(await columnOf(gatePage, runs.north), /^在门口/);
    assert.match(await cardOf(gatePage, runs.north).innerText(), /按定位已到校门，还没有登记到校/);
    assert.match(await columnOf(gatePage, runs.south), /将到/);

    const here = await familyOf("north", vehicles.bus);
    assert.match(here.headline, /^车已到学校|车还没有发车/);
    assert.match(here.text, /松岭镇中学\s+已到/, "it stands there and has not gone by");
    assert.match((await familyOf("south", vehicles.small)).headline, /从学校发车，车还没到|车还没有发车/);
});

test("the gate marks it arrived, counts, and lets it go in a keeper's name", async () => {
    const { runs } = day;
    await cardOf(gatePage, runs.north).getByRole("link", { name: "到校（未点人数）" }).click();
    await act(gatePage, "到校", "到校（未点人数）");
    assert.match(await stateOf(gatePage), /到校，点过人数才能放行/);
    await count(gatePage, 15, 2);
    assert.match(await stateOf(gatePage), /可以放行/);
    await act(gatePage, "放行", "人齐，放行");
    assert.match(await stateOf(gatePage), /已放行 \d\d:\d\d\s+王某 放行/);

    await gatePage.goto("/g");
    assert.match(await columnOf(gatePage, runs.north), /^已离开/);
    assert.match(await cardOf(gatePage, runs.north).innerText(), new RegExp(keeper.name + " 放行"));
});

test("after it has left, its family sees it come nearer and arrive, the other family nothing of it", async () => {
    await day.tellPositions([[Date.now(), north(400), 8]]);
    const left = await familyOf("north", vehicles.bus);
    assert.match(left.headline, /^在路上，约 \d+ 分钟到上河|^快到了，约 \d+ 分钟到上河/);
    assert.match(left.text, /松岭镇中学\s+已发车/);
    await day.tellPositions([[Date.now(), firstStop, 8]]);
    const passed = await familyOf("north", vehicles.bus);
    assert.match(passed.text, /北沟\s+已过/);
    assert.match(passed.text, /上河\s+孩子的站\s+左右/);
    await day.tellPositions([[Date.now(), lastStop, 0]]);
    const arrived = await familyOf("north", vehicles.bus);
    assert.match(arrived.headline, /^车 \d\d:\d\d 已到上河$/);
    assert.match(arrived.text, /位置已关闭/);

    assert.match((await familyOf("south", vehicles.small)).headline, /从学校发车，车还没到|车还没有发车/);
    assert.match((await familyOf("east", vehicles.third)).headline, /从学校发车，车还没到/);
});

test("a vehicle that is not on the list is kept, and one seen elsewhere is told of", async () => {
    await gatePage.goto("/g");
    await gatePage.locator(".dock").getByRole("link", { name: "名单外的车来了" }).click();
    const form = gatePage.locator("form.card");
    await form.getByLabel("颜色").selectOption(vehicles.van.colour);
    const kept = { 车牌: vehicles.van.shown, 车上学生大约几人: "5" };
    await sendAsKeeper(gatePage, form, "拦下，记下", kept);
    assert.match(await gatePage.locator("main").innerText(), /已记下\s+\d\d:\d\d 王某 拦下。车上学生约 5 人/);
    assert.match(await gatePage.getByRole("alert").innerText(), /禁止载运学生/);

    await gatePage.goto("/g");
    await gatePage.locator(".dock").getByRole("link", { name: "看到车在接学生" }).click();
    await form.getByLabel("颜色").selectOption(unknownVehicle.colour);
    const seen = { 车牌: unknownVehicle.shown, 在哪里看到: "河东路口" };
    await sendAsKeeper(gatePage, form, "记下", seen);
    assert.match(await gatePage.locator("main").innerText(), /已记下\s+这是线索/);
    assert.match(await gatePage.getByRole("alert").innerText(), /没有登记/);

    await gatePage.goto("/g");
    const card = gatePage.locator("article", { has: gatePage.locator("a", { hasText: vehicles.van.shown }) });
    assert.match(await card.locator("xpath=preceding::h2[1]").innerText(), /名单外的车\s+1/);
    assert.match(await card.innerText(), /王某\s+车上学生约 5 人/);
    assert.ok(
        !(await gatePage.locator("main").innerText()).includes(unknownVehicle.shown),
        "it was not here",
    );
});

test("the overloaded one stays, with the reason in words, until a right count", async () => {
    const { south } = day.runs;
    await gatePage.goto(runPath(south));
    await count(gatePage, 7, 2);
    assert.match(await stateOf(gatePage), /可以放行/);
    // Somebody else counts again while the form of release stands open here.
    const other = await gate.newPage();
    await other.goto(runPath(south));
    await count(other, 9, 2);
    assert.match(await stateOf(other), /不能放行：还超 2 人/);
    assert.ok(await other.getByRole("button", { name: "不能放行：还超 2 人" }).isDisabled());
    await other.close();

    await act(gatePage, "放行", "人齐，放行");
    const refused = /\d\d:\d\d 不能放行：还超 2 人/;
    assert.match(await stateOf(gatePage), refused);
    await gatePage.goto(runPath(south));
    assert.match(await stateOf(gatePage), refused);
    assert.equal(await gatePage.locator("summary", { hasText: "放行" }).count(), 0, "no form lets it go");
    await gatePage.goto("/g");
    assert.match(await columnOf(gatePage, south), /^在门口/);
    assert.match(await cardOf(gatePage, south).innerText(), refused);
    assert.match((await familyOf("south", vehicles.small)).text, /这辆车的情况请问学校/);

    await gatePage.goto(runPath(south));
    await count(gatePage, 7, 2);
    await act(gatePage, "放行", "人齐，放行");
    assert.match(await stateOf(gatePage), /^已放行/);
    await gatePage.goto("/g");
    assert.match(await columnOf(gatePage, south), /^已离开/);
    assert.match((await familyOf("south", vehicles.small)).text, /证照有效/);
});

test("a changed departure keeps its UID with the next SEQUENCE and its new time, everywhere", async () => {
    const { east, eastMoved } = day.runs;
    const before = (await calendarOf("line=" + lines.east.code)).get(uidOf(east.code));
    assert.equal(before.sequence, 0);
    assert.equal(before.startDate.toJSDate().getTime(), east.leavesAt);

    importFiles(day.ctl, departures([{ ...east, leavesAt: eastMoved }]));
    const moved = await eventually(async () => {
        const event = (await calendarOf("line=" + lines.east.code)).get(uidOf(east.code));
        return event.sequence === 1 && event;
    }, "the change");
    assert.equal(moved.startDate.toJSDate().getTime(), eastMoved);
    const ofSchool = (await calendarOf("school=" + school.code)).get(uidOf(east.code));
    assert.equal(ofSchool.sequence, 1);
    assert.equal(ofSchool.startDate.toJSDate().getTime(), eastMoved);

    const clock = chinaClock(eastMoved).time;
    assert.equal(Date.parse((await published()).get(east.code).leaves_at), eastMoved);
    await gatePage.goto("/g");
    assert.ok((await cardOf(gatePage, east).innerText()).includes(clock + " 离校"));
    const told = await familyOf("east", vehicles.third);
    assert.match(told.text, new RegExp(clock + "\\s+" + school.name + "\\s+按时刻表"));
    assert.ok(told.text.includes("原来 " + clockOf(east)), "what has changed is told");
    assert.ok(!told.text.replace("原来 " + clockOf(east), "").includes(clockOf(east)), told.text);
});

test("a cancelled departure stays in calendars as cancelled, and is told at the gate and to the family", async () => {
    const { east, eastMoved, north: untouched } = day.runs;
    importFiles(day.ctl, departures([{ ...east, leavesAt: eastMoved }], "cancelled"));
    const gone = await eventually(async () => {
        const event = (await calendarOf("line=" + lines.east.code)).get(uidOf(east.code));
        return event.sequence === 2 && event;
    }, "the cancellation");
    assert.equal(statusOf(gone), "CANCELLED");
    const ofSchool = await calendarOf("school=" + school.code);
    assert.equal(statusOf(ofSchool.get(uidOf(east.code))), "CANCELLED");
    assert.equal(ofSchool.get(uidOf(untouched.code)).sequence, 0);

    assert.equal((await published()).get(east.code).status, "cancelled");
    await gatePage.goto("/g");
    assert.equal(await cardOf(gatePage, east).count(), 0);
    assert.match(await gatePage.locator(".sum").innerText(), /1\s*趟已取消/);
    await gatePage.goto(runPath(east));
    assert.match(await stateOf(gatePage), /^这趟车已取消/);
    assert.match((await familyOf("east", vehicles.third)).headline, /的车取消了$/);
    assert.match((await familyOf("north", vehicles.bus)).headline, /已到上河$/);
    assert.deepEqual(complaints, []);
});
