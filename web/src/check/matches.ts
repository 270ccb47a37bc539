// The vehicles whose plate begins with what was typed so far, or holds it; the newest question wins.
import { useEffect, useState } from "preact/hooks";

import { findVehicles } from "../api/calls";
import type { Answer, Failure } from "../api/request";
import type { Match, Matches } from "../api/types";
import { serverNow } from "../clock";
import { offline } from "../connection";
import { refreshMs } from "../vehicle/shown_verdict";

export interface Found {
    text: string; // the question these matches answer
    matches: readonly Match[];
    truncated: boolean;
    failure: Failure | null;
    readAt: number; // server time of the answer
}

const shortestQuestion = 4; // two keys after 冀H
const keyPauseMs = 80;

// Asked again while it is looked at: what may be aboard changes.
export function useMatches(text: string): Found | null {
    const [found, setFound] = useState<Found | null>(null);
    const unreached = offline.value; // asked again when the server can be reached again
    useEffect(() => {
        if (Array.from(text).length < shortestQuestion) {
            setFound(null);
            return;
        }
        const asking = new AbortController();
        let timer = setTimeout(ask, keyPauseMs);
        async function ask() {
            const answer = document.hidden ? null : await findVehicles(text, asking.signal);
            if (asking.signal.aborted) return;
            if (answer) setFound((before) => after(before, text, answer));
            timer = setTimeout(ask, refreshMs);
        }
        return () => {
            clearTimeout(timer);
            asking.abort();
        };
    }, [text, unreached]);
    return found && narrowed(found, text);
}

// When asking again fails, what was found stays, and grows old.
export function after(before: Found | null, text: string, answer: Answer<Matches>): Found {
    const readAt = serverNow();
    if (answer.ok) return { text, ...answer.value, failure: null, readAt };
    if (before?.text === text && !before.failure) return before;
    return { text, matches: [], truncated: false, failure: answer.failure, readAt };
}

// A complete answer to a shorter beginning answers the longer one too, without asking.
export function narrowed(found: Found, text: string): Found | null {
    if (found.text === text) return found;
    if (!text.startsWith(found.text) || found.truncated || found.failure) return null;
    return { ...found, text, matches: found.matches.filter((match) => match.plate.startsWith(text)) };
}
