// A server of one's own with the small county on a day of its runs, the gate's computer and a phone in the bus.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { chinaDay, minuteMs } from "./china.mjs";
import { controlOf, importFiles, invite, startServer, temporaryFolder } from "./programs.mjs";
import {
    departures,
    keeper,
    operator,
    pupils,
    registers,
    school,
    timetable,
    vehicles,
} from "./small_county.mjs";

const password = "a-password-of-tests-only";
const longestPlayMs = 2 * minuteMs;

// A day that would end while it is played is let end first; the next one has time enough.
async function awaitDayLongEnough() {
    const { end } = chinaDay(Date.now());
    if (end - Date.now() > longestPlayMs) return;
    console.log("the day in China ends within two minutes: waiting for the next");
    await new Promise((resolve) => setTimeout(resolve, end - Date.now()));
}

// Who signs in: [name, role, whose]. Driver and escort are those of the run to the north.
const accounts = [
    ["office", "police"],
    ["gate", "gate", school.code],
    ["bureau", "bureau"],
    ["firm", "operator_staff", operator.code],
    ["driver", "driver", "D1"],
    ["escort", "escort", "E1"],
];

// { url, ctl, runs, families: {north, south, east}, an account by each name, tellPositions(…), stop() }; with further
// registers {file name: text} and accounts.
export async function startSchoolDay({ files = {}, moreAccounts = [] } = {}) {
    await awaitDayLongEnough();
    const runs = timetable(Date.now());
    const { folder, remove } = temporaryFolder();
    const ctl = controlOf(join(folder, "husong.db"));
    const secret = (name, text) => {
        writeFileSync(join(folder, name), text + "\n", { mode: 0o600 });
        return join(folder, name);
    };
    const published = [runs.west, runs.north, runs.south, runs.east, runs.back, runs.next];
    importFiles(ctl, { ...registers(Date.now()), ...departures(published) });
    if (Object.keys(files).length > 0) importFiles(ctl, files);
    const passwordFile = secret("password", password);
    const everybody = [...accounts, ...moreAccounts];
    for (const [name, role, scope] of everybody)
        ctl(
            "account",
            "add",
            name,
            "--role",
            role,
            ...(scope ? ["--scope", scope] : []),
            "--password-file",
            passwordFile,
        );
    const pinFile = secret("pin", keeper.pin);
    ctl("gate", "keeper", "add", "--school", school.code, "--name", keeper.name, "--pin-file", pinFile);
    const { plate, colour } = vehicles.bus;
    const told = ctl("device", "add", "phone-1", "--kind", "phone", "--plate", plate, "--colour", colour);
    const phone = "phone-1:" + /^secret (\S+)$/m.exec(told)[1];

    const server = await startServer(join(folder, "husong.db"));
    const families = {};
    for (const [name, pupil] of Object.entries(pupils)) families[name] = invite(ctl, pupil.code, server.url);
    return {
        url: server.url,
        ctl,
        runs,
        families,
        ...Object.fromEntries(everybody.map(([name]) => [name, { url: server.url, name, password }])),
        tellPositions: (positions) => tellPositions(server.url, phone, positions),
        stop: async () => {
            const ended = await server.stop();
            remove();
            return ended;
        },
    };
}

// The bus's phone tells where it was: [[instant in ms, [latitude, longitude], m/s], …]. Answered when it is stored.
async function tellPositions(url, phone, positions) {
    const records = positions.map(([at, [latitude_deg, longitude_deg], speed_mps]) => ({
        kind: "position",
        at: new Date(at).toISOString(),
        latitude_deg,
        longitude_deg,
        speed_mps,
    }));
    const answer = await fetch(url + "/api/v1/telemetry", {
        method: "POST",
        headers: { Authorization: "Bearer " + phone, "Content-Type": "application/json" },
        body: JSON.stringify({ records }),
    });
    if (!answer.ok) throw new Error("telemetry was answered with " + answer.status + (await answer.text()));
}
