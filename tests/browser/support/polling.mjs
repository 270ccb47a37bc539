// Waiting for what comes by itself within a few seconds.
const patience = { tries: 40, pauseMs: 250 };

// What `look` gives, as soon as it gives something.
export async function eventually(look, what = "what was waited for") {
    for (let i = 0; i < patience.tries; i++) {
        const seen = await look();
        if (seen) return seen;
        await new Promise((resolve) => setTimeout(resolve, patience.pauseMs));
    }
    throw new Error(what + " did not come");
}
