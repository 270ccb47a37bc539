// Whether the server can be reached: what the browser says, corrected by how the last request went.
import { signal } from "@preact/signals";

export const offline = signal(typeof navigator !== "undefined" && navigator.onLine === false);

export function noteReached(): void {
    offline.value = false;
}

export function noteUnreached(): void {
    offline.value = true;
}

export function watchConnection(): void {
    window.addEventListener("offline", noteUnreached);
    // "online" only says that there is some network: the next request decides.
}
