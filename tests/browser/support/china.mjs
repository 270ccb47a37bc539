// Instants as China's clock shows them: UTC+8, no summer time.
export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;
const offsetMs = 8 * 60 * minuteMs;

// { date: "2026-11-27", time: "16:20" }
export function chinaClock(instantMs) {
    const local = new Date(instantMs + offsetMs).toISOString();
    return { date: local.slice(0, 10), time: local.slice(11, 16) };
}

// The instants [begin, end) of the day in China that holds this one.
export function chinaDay(instantMs) {
    const begin = Math.floor((instantMs + offsetMs) / dayMs) * dayMs - offsetMs;
    return { begin, end: begin + dayMs };
}
