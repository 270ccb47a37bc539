// What may be shown of a check that is not fresh from the server. Offline never shows a green verdict, and
// a count that has run out takes the green with it.
import type { Check, Verdict } from "../api/types";
import { clockTime } from "../parts/time_words";

export function shownVerdict(check: Check, nowMs: number, current: boolean): Verdict {
    const verdict = check.verdict;
    const countEnded = check.load?.fresh_until ? Date.parse(check.load.fresh_until) <= nowMs : false;
    if (verdict.word !== "may_carry" || (current && !countEnded)) return verdict;
    const asOf = clockTime(Date.parse(check.as_of));
    return {
        word: "unknown_load",
        text: "证照有效，人数未知",
        reason: current ? "清点已过期，请再点一次" : "离线，按 " + asOf + " 查到的登记",
    };
}

// In a list of vehicles: a green that nobody has confirmed lately is taken back.
export function shownInList(verdict: Verdict, current: boolean): Verdict {
    if (verdict.word !== "may_carry" || current) return verdict;
    return { word: "unknown_load", text: "证照有效，人数未知", reason: "" };
}

export const refreshMs = 6000;
const oldestMs = 10_000; // a round, and what its answer may take on a poor network
const recheckMs = 3000; // what the answer may take once the event stream broke off

// Whether an answer still speaks for the present: the next one is not overdue, neither after a round nor after the
// event stream broke off.
export function isCurrent(readAt: number, brokenAt: number | null, nowMs: number): boolean {
    if (brokenAt !== null && readAt < brokenAt && nowMs - brokenAt > recheckMs) return false;
    return nowMs - readAt <= oldestMs;
}

// The papers' line under an old verdict and in the card's head.
export function papersSummary(check: Check): { good: boolean; text: string } {
    const needed = check.papers.filter((paper) => paper.state !== "not_needed");
    const bad = needed.filter((paper) => paper.state === "expired" || paper.state === "missing");
    const soon = needed.filter((paper) => paper.state === "soon");
    if (needed.length === 0) return { good: false, text: "没有登记的证照" };
    if (bad.length > 0) return { good: false, text: bad.length + " 项不合格" };
    if (soon.length > 0) return { good: false, text: soon.length + " 项快到期" };
    return { good: true, text: needed.length + " 项均有效" };
}

// A seven-character plate that is not registered may be a green one typed without its last character.
export function mayLackLast(check: Check): boolean {
    return !check.registered && Array.from(check.plate.plate).length === 7;
}
