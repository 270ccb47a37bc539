// Times in the county's words. The zone is always +08:00, whatever the phone thinks.
const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const zoneMs = 8 * hourMs;
const weekdays = "日一二三四五六";

export type Freshness = "fresh" | "late" | "dead";

export const positionFreshMs = 2 * minuteMs; // DV-01: warn
export const positionDeadMs = 5 * minuteMs; // DV-01: flag

export function clockTime(atMs: number): string {
    const local = new Date(atMs + zoneMs);
    return two(local.getUTCHours()) + ":" + two(local.getUTCMinutes());
}

// 11-27 周五; with the year when it is another one.
export function dateWords(atMs: number, nowMs: number): string {
    const local = new Date(atMs + zoneMs);
    const year = local.getUTCFullYear();
    const date = two(local.getUTCMonth() + 1) + "-" + two(local.getUTCDate());
    const sameYear = year === new Date(nowMs + zoneMs).getUTCFullYear();
    return (sameYear ? date : year + "-" + date) + " 周" + weekdays.charAt(local.getUTCDay());
}

// 今天 16:24, else 11-27 周五 16:24.
export function timeWords(atMs: number, nowMs: number): string {
    return sameDay(atMs, nowMs) ? "今天 " + clockTime(atMs) : dateWords(atMs, nowMs) + " " + clockTime(atMs);
}

export function ageWords(atMs: number, nowMs: number): string {
    const age = nowMs - atMs;
    if (age < 5 * secondMs) return "刚刚";
    if (age < minuteMs) return Math.floor(age / secondMs) + " 秒前";
    if (age < hourMs) return Math.floor(age / minuteMs) + " 分钟前";
    return sameDay(atMs, nowMs) ? clockTime(atMs) : dateWords(atMs, nowMs);
}

export function freshness(atMs: number, nowMs: number): Freshness {
    const age = nowMs - atMs;
    if (age <= positionFreshMs) return "fresh";
    return age <= positionDeadMs ? "late" : "dead";
}

// The value of <input type="datetime-local"> for an instant, and back.
export function localInput(atMs: number): string {
    return new Date(atMs + zoneMs).toISOString().slice(0, 16);
}

export function instantOfLocalInput(text: string): string | null {
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return null;
    const instant = text + ":00.000+08:00";
    return Number.isNaN(Date.parse(instant)) ? null : instant;
}

function sameDay(oneMs: number, otherMs: number): boolean {
    return dayNumber(oneMs) === dayNumber(otherMs);
}

function dayNumber(atMs: number): number {
    return Math.floor((atMs + zoneMs) / (24 * hourMs));
}

function two(value: number): string {
    return String(value).padStart(2, "0");
}
