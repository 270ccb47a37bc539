// The server's clock, followed on the phone: ages and freshness are judged by it.
import { signal } from "@preact/signals";

const clockSkewLimitMs = 60_000; // clock_skew_s: beyond this the officer is told
const tickMs = 1000;

let offsetMs = 0;

export const now = signal(Date.now()); // server time in Unix milliseconds, renewed every second
export const skewMs = signal(0); // how far the phone is off; 0 while within the limit

export function setServerTime(dateHeader: string | null): void {
    const told = dateHeader ? Date.parse(dateHeader) : NaN;
    if (Number.isNaN(told)) return;
    // The header has whole seconds: a difference under two of them is no difference.
    const apart = told - Date.now();
    offsetMs = Math.abs(apart) < 2000 ? 0 : apart;
    skewMs.value = Math.abs(offsetMs) > clockSkewLimitMs ? offsetMs : 0;
    now.value = serverNow();
}

export function serverNow(): number {
    return Date.now() + offsetMs;
}

export function startClock(): void {
    setInterval(() => {
        if (!document.hidden) now.value = serverNow();
    }, tickMs);
    document.addEventListener("visibilitychange", () => {
        now.value = serverNow();
    });
}
