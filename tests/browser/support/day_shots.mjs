// Screenshots of the gate's pages and a family's, in the middle of a day that this plays on a server of its own:
//   HUSONG_PROGRAMS=… node support/day_shots.mjs FOLDER [390x844,1440x900] [light,dark]
import { mkdirSync } from "node:fs";

import { launch, openPage } from "./browser.mjs";
import { gatePages, letBusLeave, playToTheMiddle } from "./day_scenes.mjs";
import { signInByForm } from "./gate_pages.mjs";
import { startSchoolDay } from "./school_day.mjs";

const [folder = "shots", sizes = "390x844,1440x900", schemes = "light"] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const looks = sizes.split(",").flatMap((size) => schemes.split(",").map((scheme) => ({ size, scheme })));

// Every page [name, path, what has to be there] in every look, whole.
async function shoot(browser, day, prefix, pages, [home, account] = []) {
    for (const { size, scheme } of looks) {
        const [width, height] = size.split("x").map(Number);
        const ending = (size === "390x844" ? "" : "-" + size) + (scheme === "dark" ? "-dark" : "");
        const viewport = { width, height };
        const { context, page } = await openPage(browser, day, { viewport, colorScheme: scheme });
        if (account) await signInByForm(page, home, account);
        for (const [name, path, ready] of pages) {
            await page.goto(path);
            await page.locator(ready).first().waitFor();
            await page.screenshot({ path: `${folder}/${prefix}-${name}${ending}.png` });
            console.log(`${prefix}-${name}${ending}`);
        }
        await context.close();
    }
}

const day = await startSchoolDay();
const browser = await launch();
const atGate = ["/g", day.gate];
try {
    const { context, page } = await openPage(browser, day);
    await playToTheMiddle(day, page);
    await shoot(browser, day, "gate", [["login", "/g/login", "form"]]);
    await shoot(browser, day, "gate", gatePages(day), atGate);
    await shoot(browser, day, "family", [["waiting", day.families.north, "h1"]]);
    await shoot(browser, day, "operator", [["fleet", "/o?still=1", "table"]], ["/o", day.firm]);
    await shoot(browser, day, "driver", [["runs", "/c?still=1", "article"]], ["/c", day.driver]);
    await shoot(browser, day, "escort", [["run", "/c/t/" + day.runs.north.code, "form"]], ["/c", day.escort]);
    await letBusLeave(day, page);
    await context.close();
    await shoot(browser, day, "family", [["under-way", day.families.north, "h1"]]);
    await shoot(browser, day, "gate", [["board-released", "/g", "main.cols"]], atGate);
} finally {
    await browser.close();
    await day.stop();
}
