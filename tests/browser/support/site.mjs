// The site under test: the server named by HUSONG_URL, or the built pages over the invented county of web/dev.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("../../../web/", import.meta.url));
const vite = web + "node_modules/vite/bin/vite.js";
const startLimitMs = 30_000;

export const onRealServer = Boolean(process.env.HUSONG_URL);

// { url, name, password, stop() }
export async function startSite() {
    if (onRealServer) {
        return {
            url: process.env.HUSONG_URL.replace(/\/$/, ""),
            name: required("HUSONG_USER"),
            password: readFileSync(required("HUSONG_PASSWORD_FILE"), "utf8").trim(),
            stop: async () => {},
        };
    }
    await run([vite, "build", "--logLevel", "warn"]);
    const port = await freePort();
    const args = [vite, "preview", "--host", "127.0.0.1", "--port", String(port), "--strictPort"];
    const preview = spawn(process.execPath, args, { cwd: web, stdio: ["ignore", "pipe", "inherit"] });
    const url = "http://127.0.0.1:" + port;
    await announced(preview, url);
    return { url, name: "police", password: "mock-password", stop: () => ended(preview) };
}

function required(name) {
    const value = process.env[name];
    if (!value) throw new Error(name + " has to be set together with HUSONG_URL");
    return value;
}

function run(args) {
    return new Promise((done, fail) => {
        const child = spawn(process.execPath, args, { cwd: web, stdio: "inherit" });
        child.on("error", fail);
        child.on("exit", (code) =>
            code === 0 ? done() : fail(new Error(args.join(" ") + " ended with " + code)),
        );
    });
}

function announced(child, url) {
    return new Promise((done, fail) => {
        const timer = setTimeout(() => fail(new Error("the site did not start: " + url)), startLimitMs);
        child.on("exit", (code) => fail(new Error("the site ended with " + code)));
        child.stdout.on("data", (text) => {
            if (!String(text).includes(String(new URL(url).port))) return;
            clearTimeout(timer);
            done();
        });
    });
}

function ended(child) {
    return new Promise((done) => {
        child.on("exit", done);
        child.kill();
    });
}

function freePort() {
    return new Promise((done, fail) => {
        const probe = createServer();
        probe.on("error", fail);
        probe.listen(0, "127.0.0.1", () => {
            const { port } = probe.address();
            probe.close(() => done(port));
        });
    });
}
