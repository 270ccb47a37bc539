// The vehicles whose plate begins with what was typed so far, or holds it; the newest question wins.
import { useEffect, useState } from "preact/hooks";

import { findVehicles } from "../api/calls";
import type { Answer, Failure } from "../api/request";
import type { Match, Matches } from "../api/types";
import { serverNow } from "../clock";
import { startPolling } from "../parts/resource";
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
    useEffect(() => {
        if (Array.from(text).length < shortestQuestion) {
            setFound(null);
            return;
        }
        let stop = () => {};
        const timer = setTimeout(() => {
            ({ stop } = startPolling(refreshMs, async (signal) => {
                const answer = await findVehicles(text, signal);
                if (!signal.aborted) setFound((before) => updated(before, text, answer));
                return answer.ok;
            }));
        }, keyPauseMs);
        return () => {
            clearTimeout(timer);
            stop();
        };
    }, [text]);
    return found && narrowed(found, text);
}

// When asking again fails, what was found stays, and grows old.
export function updated(before: Found | null, text: string, answer: Answer<Matches>): Found {
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
