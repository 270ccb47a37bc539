// The built programs, found in the folder HUSONG_PROGRAMS: husongctl on a database, and a husongd of one's own.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const readyLimitMs = 60_000; // a sanitizer's build on a busy machine
const builtPages = fileURLToPath(new URL("../../../web/dist", import.meta.url));
const loopback = "127.0.0.1";

function program(name) {
    const folder = process.env.HUSONG_PROGRAMS;
    if (!folder) throw new Error("HUSONG_PROGRAMS has to name the folder of the built programs");
    return join(folder, name);
}

// (argument…) → what husongctl prints.
export function controlOf(database) {
    return (...given) => execFileSync(program("husongctl"), ["--db", database, ...given]).toString();
}

export function temporaryFolder() {
    const folder = mkdtempSync(join(tmpdir(), "husong-"));
    return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

// Writes files {name: text} into a folder and imports it: all rows or none.
export function importFiles(ctl, files) {
    const { folder, remove } = temporaryFolder();
    try {
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
        ctl("import", folder);
    } finally {
        remove();
    }
}

// A guardian's address of a pupil's page.
export function invite(ctl, pupil, url) {
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    return ctl("guardian", "invite", pupil, "--relation", "家长", "--until", until, "--address", url).trim();
}

// husongd on a database, at ports that the system picks: { url, stop() }. stop tells how it ended.
export async function startServer(database) {
    const given = ["--db", database, "--metrics-port", "0", "--web", builtPages];
    for (const door of ["http", "terminal"]) given.push(`--${door}-address`, loopback, `--${door}-port`, "0");
    const server = spawn(program("husongd"), given, { stdio: ["ignore", "pipe", "pipe"] });
    let told = "";
    const ended = new Promise((done) => server.on("exit", (code, signal) => done({ code, signal, told })));
    const address = await new Promise((done, fail) => {
        const timer = setTimeout(() => fail(new Error("husongd is not ready: " + told)), readyLimitMs);
        const hear = (text) => {
            told += text;
            const ready = /^ready http=(\S+)/m.exec(told);
            if (!ready) return;
            clearTimeout(timer);
            done(ready[1]);
        };
        server.stdout.on("data", hear);
        server.stderr.on("data", hear);
        ended.then(() => fail(new Error("husongd ended: " + told)));
        server.on("error", fail);
    });
    return {
        url: "http://" + address,
        stop: () => {
            server.kill("SIGTERM");
            return ended;
        },
    };
}
