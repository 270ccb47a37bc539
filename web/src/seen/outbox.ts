// Sightings that could not be sent yet. Each keeps the time it happened and its key, so that sending it
// twice counts once; they go out by themselves when the server answers again.
import { signal } from "@preact/signals";

import { postSighting } from "../api/calls";
import type { Failure } from "../api/request";
import type { NewSighting } from "../api/types";
import { offline } from "../connection";
import { failureTitle } from "../parts/states";
import { account } from "../session";
import { load, save } from "../storage";

export interface Waiting {
    key: string;
    sighting: NewSighting;
    refused: string | null; // the server's reason; then it waits for the officer, not for the network
}

const name = "outbox";
const mostWaiting = 50;
const retryMs = 15_000;

export const waiting = signal<readonly Waiting[]>([]);

let sending = false;

// False when this phone cannot keep it: the form then keeps the entry itself.
export function keepForLater(key: string, sighting: NewSighting): boolean {
    if (waiting.value.length >= mostWaiting) return false;
    const others = waiting.value.filter((entry) => entry.key !== key);
    return set([...others, { key, sighting, refused: null }]);
}

export function discard(key: string): void {
    set(waiting.value.filter((entry) => entry.key !== key));
}

export async function sendWaiting(): Promise<void> {
    if (sending) return;
    sending = true;
    for (const entry of waiting.value.filter((each) => each.refused === null)) {
        const answer = await postSighting(entry.sighting, entry.key);
        if (answer.ok) discard(entry.key);
        else if (isFinal(answer.failure)) refuse(entry.key, answer.failure);
        else break;
    }
    sending = false;
}

export function startOutbox(): void {
    waiting.value = load<Waiting[]>(name, []);
    const tryNow = () => {
        if (waiting.value.some((entry) => entry.refused === null)) void sendWaiting();
    };
    window.addEventListener("online", tryNow);
    offline.subscribe((isOffline) => {
        if (!isOffline) tryNow();
    });
    account.subscribe((who) => {
        if (who) tryNow();
    });
    setInterval(tryNow, retryMs);
}

// Later attempts would be refused in the same way.
function isFinal(failure: Failure): boolean {
    return failure.kind === "refused" || failure.kind === "hidden";
}

function refuse(key: string, failure: Failure): void {
    const refused = failureTitle(failure) + "（编号 " + failure.status + "）";
    set(waiting.value.map((entry) => (entry.key === key ? { ...entry, refused } : entry)));
}

function set(entries: readonly Waiting[]): boolean {
    const kept = save(name, entries);
    if (kept || entries.length < waiting.value.length) waiting.value = entries;
    return kept;
}
