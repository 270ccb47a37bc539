// A bus breaks down with pupils aboard, another one takes its run over: the second escort boards by one tap whom the
// first had marked. On a server and a county of its own: HUSONG_PROGRAMS.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openPage } from "../support/browser.mjs";
import { signInByForm } from "../support/gate_pages.mjs";
import { faultsOf } from "../support/looks.mjs";
import { eventually } from "../support/polling.mjs";
import { importFiles } from "../support/programs.mjs";
import { startSchoolDay } from "../support/school_day.mjs";
import { lines, school, vehicles } from "../support/small_county.mjs";

let day, browser;
const riders = ["D", "E", "F"];
const [near] = lines.north.stops;
const button = (page, name) => page.getByRole("button", { name });
const main = (page) => page.locator("main").innerText();
const runPath = () => "/c/t/" + day.runs.north.code;

before(async () => {
    const pupils = riders.map((letter) =>
        ["P-N" + letter, "学生" + letter, school.code, "2班", lines.north.code, near[0]].join(","),
    );
    day = await startSchoolDay({
        files: { "pupils.csv": ["code,name,school,class,line,stop", ...pupils].join("\n") + "\n" },
        moreAccounts: [["second", "escort", "E3"]],
    });
    browser = await launch();
});
after(async () => {
    await browser?.close();
    const ended = await day?.stop();
    if (ended) assert.equal(ended.code, 0, ended.told);
});

async function crewOf(account, options = { javaScriptEnabled: false }) {
    const opened = await openPage(browser, day, options);
    await signInByForm(opened.page, "/c", account);
    return opened;
}
const press = (page, name) => Promise.all([page.waitForEvent("load"), button(page, name).click()]);

// From this instant on, as whoever sends another bus tells it.
function takeOver() {
    const { plate, colour } = vehicles.third;
    const takesOver = new Date(Date.now()).toISOString();
    importFiles(day.ctl, {
        "reliefs.csv":
            "run,plate,colour,driver,escort,note,takes_over\n" +
            [day.runs.north.code, plate, colour, "D3", "E3", "抛锚", takesOver].join(",") +
            "\n",
    });
}

test("whom the first escort had marked the second one boards by one tap, and who stays is still aboard the first", async () => {
    const first = await crewOf(day.escort);
    await first.page.goto(runPath());
    await press(first.page, "签到");
    await first.page.goto(runPath() + "/riders");
    await press(first.page, `${near[0]} 3 人都上车`);
    takeOver();

    const second = await crewOf(day.second);
    await eventually(async () => {
        await second.page.goto(runPath()); // the register is read again within seconds
        return /起接替 冀H·00318/.test(await main(second.page));
    });
    await press(second.page, "签到");
    await second.page.goto(runPath() + "/riders");
    assert.match(await main(second.page), /其中 3 人在前车上/);
    await press(second.page, "上车：学生D");
    await press(second.page, "前车 2 人都上了这辆车");
    assert.match(await main(second.page), /车上 3 人/);

    await first.page.goto(runPath() + "/riders");
    assert.match(await main(first.page), /车上 0 人/);
    for (const { complaints, context } of [first, second]) {
        assert.deepEqual(complaints, []);
        await context.close();
    }
});

test("the pages of both crews are accessible on a phone and a desktop", async () => {
    const wrong = [];
    for (const account of [day.escort, day.second]) {
        const { page, context, complaints } = await crewOf(account, {});
        for (const path of [runPath(), runPath() + "/riders"]) {
            await page.goto(path);
            wrong.push(...(await faultsOf(page, path, { widths: [320, 390, 1440] })));
        }
        assert.deepEqual(complaints, []);
        await context.close();
    }
    assert.deepEqual(wrong, []);
});
