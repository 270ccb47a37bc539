// Whether the server can be reached: what the browser says, corrected by how the last request went.
import { signal } from "@preact/signals";

export const offline = signal(typeof navigator !== "undefined" && navigator.onLine === false);

export function noteReached(): void {
    offline.value = false;
}

export function noteUnreached(): void {
    offline.value = true;
}

const askAgainMs = 5000;

// "online" only says that there is some network: a request decides. It is made at once, and every few seconds
// for as long as nothing was reached.
export function watchConnection(ask: () => Promise<unknown>): void {
    const tryNow = () => {
        if (offline.value && !document.hidden) void ask();
    };
    window.addEventListener("offline", noteUnreached);
    window.addEventListener("online", tryNow);
    document.addEventListener("visibilitychange", tryNow);
    setInterval(() => {
        if (navigator.onLine) tryNow();
    }, askAgainMs);
}
