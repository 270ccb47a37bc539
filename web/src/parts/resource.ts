// Something read from the server and kept up to date while the page is looked at.
import { useEffect, useRef, useState } from "preact/hooks";

import type { Answer, Failure } from "../api/request";
import { serverNow } from "../clock";
import { offline } from "../connection";

export interface Resource<T> {
    value: T | null;
    readAt: number; // server time of the last good answer; 0 before the first
    failure: Failure | null; // of the last attempt; a value read before stays beside it
    reload: () => void;
    replace: (value: T) => void; // an answer to an act that already holds the new value
}

interface Held<T> {
    key: string;
    value: T | null;
    readAt: number;
    failure: Failure | null;
}

const slowestEveryMs = 60_000;

export function useResource<T>(
    key: string,
    everyMs: number,
    read: (signal: AbortSignal) => Promise<Answer<T>>,
): Resource<T> {
    const [held, setHeld] = useState<Held<T>>(nothing(key));
    const reading = useRef(read);
    reading.current = read;
    const reloading = useRef(() => {});

    useEffect(() => {
        const poll = startPolling(everyMs, async (signal) => {
            const answer = await reading.current(signal);
            if (signal.aborted) return true;
            setHeld((before) => {
                if (answer.ok) return { key, value: answer.value, readAt: serverNow(), failure: null };
                return { ...(before.key === key ? before : nothing<T>(key)), failure: answer.failure };
            });
            return answer.ok;
        });
        reloading.current = poll.now;
        return poll.stop;
    }, [key, everyMs]);

    const current = held.key === key ? held : nothing<T>(key);
    return {
        value: current.value,
        readAt: current.readAt,
        failure: current.failure,
        reload: () => {
            if (!current.value) setHeld(nothing(key));
            reloading.current();
        },
        replace: (value) => setHeld({ key, value, readAt: serverNow(), failure: null }),
    };
}

function nothing<T>(key: string): Held<T> {
    return { key, value: null, readAt: 0, failure: null };
}

// Reads at once, then every `everyMs` while the page is visible, slower after failures, and at once when
// the page comes back or the server can be reached again. everyMs = 0 reads only at such moments.
export function startPolling(everyMs: number, read: (signal: AbortSignal) => Promise<boolean>) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let reading = new AbortController();
    let failures = 0;
    let busy = false;
    let unreached = false;

    const run = async () => {
        clearTimeout(timer);
        reading.abort();
        const mine = (reading = new AbortController());
        busy = true;
        const good = await read(mine.signal);
        if (mine.signal.aborted) return;
        busy = false;
        failures = good ? 0 : failures + 1;
        const pause = Math.min(everyMs * 2 ** failures, Math.max(everyMs, slowestEveryMs));
        if (everyMs > 0) timer = setTimeout(() => void (document.hidden || run()), pause);
    };
    const start = () => void run();
    const comeBack = () => {
        if (!document.hidden) start();
    };
    const shown = (event: PageTransitionEvent) => {
        if (event.persisted) start();
    };
    document.addEventListener("visibilitychange", comeBack);
    window.addEventListener("pageshow", shown);
    start();
    const unsubscribe = offline.subscribe((isUnreached) => {
        if (unreached && !isUnreached && !busy) comeBack();
        unreached = isUnreached;
    });
    return {
        now: start,
        stop: () => {
            clearTimeout(timer);
            reading.abort();
            document.removeEventListener("visibilitychange", comeBack);
            window.removeEventListener("pageshow", shown);
            unsubscribe();
        },
    };
}
