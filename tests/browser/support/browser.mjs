// Chromium as an officer's phone, and what every page is held to: no error, no broken content policy.
import { chromium } from "playwright-core";

export const phone = { width: 390, height: 844 };

const switches = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

export function launch() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: switches,
    });
}

// A signed-out page. `complaints` gathers what the browser says that it must not.
export async function openPage(browser, site, options = {}) {
    const context = await browser.newContext({
        baseURL: site.url,
        viewport: phone,
        locale: "zh-CN",
        timezoneId: "Asia/Shanghai",
        ...options,
    });
    const page = await context.newPage();
    const complaints = [];
    page.on("pageerror", (error) => complaints.push("error: " + error.message));
    page.on("console", (message) => {
        const text = message.text();
        if (/Content Security Policy|Refused to/i.test(text)) complaints.push(text);
        else if (message.type() === "error" && !/Failed to load resource|net::ERR/.test(text))
            complaints.push(text);
    });
    return { context, page, complaints };
}

// Signs in by the API, as the sign-in page does, and leaves the cookie in the context.
export async function signIn(context, site) {
    const answer = await context.request.post("/api/v1/session", {
        headers: { "X-Husong": "1" },
        data: { name: site.name, password: site.password },
    });
    if (!answer.ok()) throw new Error("signing in was answered with " + answer.status());
}

export async function openSignedIn(browser, site, options) {
    const opened = await openPage(browser, site, options);
    await signIn(opened.context, site);
    return opened;
}
