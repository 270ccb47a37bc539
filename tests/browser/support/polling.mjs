// Waiting for what comes by itself within a few seconds.
const patience = { tries: 40, pauseMs: 250 };

const pause = () => new Promise((resolve) => setTimeout(resolve, patience.pauseMs));

// From here on a page's time, whose clock was installed, passes only when told. A clock is stopped at an instant to come.
export async function stopClock(page) {
    const ahead = 3000; // between asking and stopping; a machine that needs longer fails here, loudly
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + ahead);
}

// What is there before so much of the page's own time has passed, whose clock stands still (stopClock) but for the
// steps taken here. How fast the machine is does not matter.
export async function withinPageTime(page, limitMs, locator) {
    const stepMs = 500;
    for (let passed = 0; ; passed += stepMs) {
        if (await locator.isVisible()) return;
        if (passed + stepMs > limitMs) throw new Error(`${locator} did not come within ${limitMs} ms`);
        await page.clock.runFor(stepMs);
        await pause();
    }
}

// What `look` gives, as soon as it gives something.
export async function eventually(look, what = "what was waited for") {
    for (let i = 0; i < patience.tries; i++) {
        const seen = await look();
        if (seen) return seen;
        await pause();
    }
    throw new Error(what + " did not come");
}
