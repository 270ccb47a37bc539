// Vehicles of whichever county is served, found by the API as the pages find them.
import { eventually } from "./polling.mjs";

export async function api(context, method, path, data, headers = {}) {
    const answer = await context.request.fetch("/api/v1" + path, {
        method,
        data,
        headers: { "X-Husong": "1", ...headers },
    });
    if (!answer.ok()) throw new Error(`${method} ${path} was answered with ${answer.status()}`);
    return answer.status() === 204 ? null : answer.json();
}

// A registered vehicle whose verdict is one of the words.
export async function vehicleWith(context, words) {
    for (const digits of ["00", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "D"]) {
        const { matches } = await api(
            context,
            "GET",
            "/vehicles?plate=" + encodeURIComponent("冀H" + digits),
        );
        const found = matches.find((match) => match.registered && words.includes(match.verdict.word));
        if (found) return found;
    }
    throw new Error("no registered vehicle has a verdict among " + words.join(", "));
}

export async function checkOf(context, { plate, colour }) {
    return api(context, "GET", `/vehicles/${encodeURIComponent(plate)}?colour=${colour}`);
}

// A count made by a policeman elsewhere.
export async function recount(context, { plate, colour }, pupils, adults) {
    const path = `/vehicles/${encodeURIComponent(plate)}/recounts?colour=${colour}`;
    const key = { "Idempotency-Key": "browser-" + process.pid + "-" + Math.random().toString(16).slice(2) };
    return api(context, "POST", path, { pupils, adults, others: 0, at: null }, key);
}

export const vehiclePath = ({ plate, colour }) => `/p/v/${encodeURIComponent(plate)}?colour=${colour}`;

export const unregistered = { plate: "冀H9Z9Z9", display: "冀H·9Z9Z9" };

// Notes the count on the vehicle's page; what the page asks to be pressed again for is pressed again. A press while the
// question cannot have been read yet counts for nothing.
export async function noteCount(page) {
    const note = page.getByRole("button", { name: "记下人数" });
    let sent = false;
    const hear = (request) => (sent ||= request.url().includes("/recounts"));
    page.on("request", hear);
    await note.click();
    await eventually(async () => {
        if (!sent && (await page.getByRole("alert").getByText("再按一次").isVisible())) await note.click();
        return sent;
    }, "the count");
    page.off("request", hear);
}
