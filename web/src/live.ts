// Findings as they happen: server-sent events with resume. Pages also poll, so a stream that cannot be had
// costs speed and nothing else.
import { useEffect, useRef } from "preact/hooks";
import { signal } from "@preact/signals";

import type { Finding } from "./api/types";
import { serverNow } from "./clock";

type Listener = (finding: Finding | null) => void; // null: something was missed, read all again

const reopenMs = 30_000;

export const streaming = signal(false);
export const brokenAt = signal<number | null>(null); // server time at which the stream broke off

const listeners = new Set<Listener>();
let source: EventSource | null = null;
let reopening: ReturnType<typeof setTimeout> | undefined;
let lastId = ""; // of the newest event seen, by the stream or inside a list

// The list just read contains everything up to this event: the stream goes on after it.
export function seenUpTo(eventId: string): void {
    if (!source || lastId === "") lastId = eventId;
}

// Calls back for every finding while the page is mounted. `ready` holds the stream back until the first
// list has told where to go on.
export function useLiveFindings(onFinding: Listener, ready = true): void {
    const current = useRef(onFinding);
    current.current = onFinding;
    useEffect(() => {
        if (!ready) return;
        const listener: Listener = (finding) => current.current(finding);
        listeners.add(listener);
        if (!source) open();
        return () => {
            listeners.delete(listener);
            if (listeners.size === 0) close();
        };
    }, [ready]);
}

function open(): void {
    clearTimeout(reopening);
    if (typeof EventSource === "undefined") return;
    const after = lastId ? "&after=" + encodeURIComponent(lastId) : "";
    const stream = (source = new EventSource("/api/v1/events?topics=findings" + after));
    stream.addEventListener("open", () => {
        streaming.value = true;
        brokenAt.value = null;
    });
    stream.addEventListener("finding", (event) => {
        if (event.lastEventId) lastId = event.lastEventId;
        const finding = parsed(event.data);
        if (finding) tell(finding);
    });
    stream.addEventListener("reset", (event) => {
        lastId = event.lastEventId || "";
        tell(null);
    });
    stream.addEventListener("error", () => {
        if (streaming.value) noteBroken();
        // While CONNECTING the browser resumes by itself with Last-Event-ID; CLOSED means it gave up.
        if (stream.readyState === EventSource.CLOSED) reopening = setTimeout(open, reopenMs);
    });
}

// The server may be gone: every page asks at once, and does not wait for its next round.
function noteBroken(): void {
    streaming.value = false;
    brokenAt.value = serverNow();
    tell(null);
}

function close(): void {
    clearTimeout(reopening);
    source?.close();
    source = null;
    lastId = "";
    streaming.value = false;
    brokenAt.value = null;
}

function tell(finding: Finding | null): void {
    for (const listener of listeners) listener(finding);
}

function parsed(data: unknown): Finding | null {
    try {
        return typeof data === "string" ? (JSON.parse(data) as Finding) : null;
    } catch {
        return null;
    }
}
