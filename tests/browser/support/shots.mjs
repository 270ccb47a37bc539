// Screenshots of the main pages in the sizes and schemes they are compared in:
//   node support/shots.mjs FOLDER [390x844,320x640,1280x800] [light,dark]
import { mkdirSync } from "node:fs";

import { launch, openSignedIn } from "./browser.mjs";
import { startSite } from "./site.mjs";

const pages = {
    "police-login": { path: "/login", ready: "form" },
    "police-check": { path: "/p", ready: ".kb", keys: "003" },
    "police-result-clean": { path: "/p/v/冀H00318", ready: "[data-verdict]" },
    "police-result-overload": { path: "/p/v/冀H00352", ready: "[data-verdict]" },
    "police-result-likely": { path: "/p/v/冀H00461", ready: "[data-verdict]" },
    "police-result-check": { path: "/p/v/冀H00377?colour=yellow", ready: "[data-verdict]" },
    "police-result-unlicensed": { path: "/p/v/冀H7K206", ready: "[data-verdict]" },
    "police-result-unknown-load": { path: "/p/v/冀HD05231", ready: "[data-verdict]" },
    "police-result-not-registered": { path: "/p/v/冀H3M812", ready: "[data-verdict]" },
    "police-flagged": { path: "/p/flagged", ready: ".fl li" },
    "police-finding": { path: "/p/f/LD-01-H00352", ready: ".evidence" },
    "police-seen": { path: "/p/seen?plate=冀H3M812", ready: "form" },
};

const [folder = "shots", sizes = "390x844", schemes = "light"] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const site = await startSite();
const browser = await launch();
for (const size of sizes.split(",")) {
    const [width, height] = size.split("x").map(Number);
    for (const colorScheme of schemes.split(",")) {
        const options = { viewport: { width, height }, colorScheme };
        const { context, page } = await openSignedIn(browser, site, options);
        for (const [name, { path, ready, keys }] of Object.entries(pages)) {
            await page.goto(path);
            await page.locator(ready).first().waitFor();
            if (keys) {
                await page.keyboard.type(keys);
                await page.locator(".rec li").first().waitFor();
            }
            await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png` });
        }
        await context.close();
    }
}
await browser.close();
await site.stop();
