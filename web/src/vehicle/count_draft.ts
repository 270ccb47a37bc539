// A count somebody has typed and the server has not answered yet. It outlives the sign-in that a session's end asks
// for, and a reload, with the key it was sent under, so that it counts once. Not for long: people board.
import { newKey } from "../api/calls";
import type { NewRecount } from "../api/types";
import { forget, load, save } from "../storage";

export interface CountDraft {
    pupils: string;
    adults: string;
    others: string;
    front: string;
    sent: { content: string; key: string } | null; // the last attempt
}

interface KeptDraft extends CountDraft {
    vehicle: string; // plate and colour
    at: number;
}

const name = "count";
const keptMs = 10 * 60_000;

export const emptyDraft: CountDraft = { pupils: "", adults: "", others: "", front: "", sent: null };

export function keptDraft(vehicle: string, nowMs: number): CountDraft | null {
    const kept = load<KeptDraft | null>(name, null);
    if (!kept || kept.vehicle !== vehicle || nowMs - kept.at > keptMs) return null;
    return { ...emptyDraft, ...kept }; // one that an older page kept has fewer fields
}

export function keepDraft(vehicle: string, draft: CountDraft, nowMs: number): void {
    save(name, { ...draft, vehicle, at: nowMs });
}

export function forgetDraft(): void {
    forget(name);
}

// The draft as it is sent: under the key of the last attempt while the count is the same.
export function sentAs(draft: CountDraft, count: NewRecount): CountDraft & { sent: { key: string } } {
    const content = JSON.stringify(count);
    const key = draft.sent?.content === content ? draft.sent.key : newKey();
    return { ...draft, pupils: String(count.pupils), adults: String(count.adults), sent: { content, key } };
}
