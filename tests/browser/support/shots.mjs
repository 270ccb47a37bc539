// Screenshots of the police pages, of whichever county is served:
//   node support/shots.mjs FOLDER [390x844,320x640,1280x800] [light,dark]
// Two verdicts follow from a count only: the policeman counts a vehicle that is likely overloaded, and one that is not.
// Any other verdict that no vehicle of the county has at the moment is left out, and said so.
import { mkdirSync } from "node:fs";

import { launch, openSignedIn } from "./browser.mjs";
import { startSite } from "./site.mjs";
import { api, recount, unregistered, vehiclePath, vehicleWith } from "./vehicles.mjs";

const results = {
    clean: "may_carry",
    overload: "over",
    likely: "likely_over",
    check: "check",
    unlicensed: "must_not",
    "unknown-load": "unknown_load",
};

async function countTwo(context) {
    const likely = await vehicleWith(context, ["likely_over"]).catch(() => null);
    if (likely) await recount(context, likely, 47, 2);
    const unknown = await vehicleWith(context, ["unknown_load"]).catch(() => null);
    if (unknown) await recount(context, unknown, 6, 1);
}

// [name, path, what has to be there, keys to type]
async function pagesOf(context) {
    const pages = [
        ["login", "/login", "form"],
        ["check", "/p", ".kb", "00"],
        ["flagged", "/p/flagged", ".fl li"],
        ["seen", "/p/seen?plate=" + encodeURIComponent(unregistered.plate), "form"],
        ["result-not-registered", vehiclePath({ ...unregistered, colour: "blue" }), "[data-verdict]"],
    ];
    for (const [name, word] of Object.entries(results)) {
        const vehicle = await vehicleWith(context, [word]).catch(() => null);
        if (vehicle) pages.push(["result-" + name, vehiclePath(vehicle), `[data-verdict=${word}]`]);
        else console.log("no vehicle is " + word + ": no screenshot");
    }
    const { findings } = await api(context, "GET", "/findings?state=open&limit=1");
    if (findings[0]) pages.push(["finding", "/p/f/" + findings[0].id, ".evidence"]);
    return pages;
}

async function shoot(page, [name, path, ready, keys], file) {
    await page.goto(path);
    await page.locator(ready).first().waitFor();
    if (keys) {
        await page.keyboard.type(keys);
        await page.locator(".rec li").first().waitFor();
    }
    await page.screenshot({ path: file });
    console.log(name + " " + file);
}

const [folder = "shots", sizes = "390x844", schemes = "light"] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const site = await startSite();
const browser = await launch();
try {
    for (const size of sizes.split(",")) {
        const [width, height] = size.split("x").map(Number);
        for (const colorScheme of schemes.split(",")) {
            const opened = await openSignedIn(browser, site, { viewport: { width, height }, colorScheme });
            const ending = (size === "390x844" ? "" : "-" + size) + (colorScheme === "dark" ? "-dark" : "");
            const shown = new Set();
            for (const count of [() => {}, countTwo]) {
                await count(opened.context);
                for (const shot of await pagesOf(opened.context)) {
                    if (shown.has(shot[0])) continue;
                    shown.add(shot[0]);
                    await shoot(opened.page, shot, `${folder}/police-${shot[0]}${ending}.png`);
                }
            }
            await opened.context.close();
        }
    }
} finally {
    await browser.close();
    await site.stop();
}
