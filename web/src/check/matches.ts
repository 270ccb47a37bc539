// The vehicles whose plate begins with what was typed so far, or holds it; the newest question wins.
import { useEffect, useState } from "preact/hooks";

import { findVehicles } from "../api/calls";
import type { Failure } from "../api/request";
import type { Match } from "../api/types";
import { offline } from "../connection";

export interface Found {
    text: string; // the question these matches answer
    matches: readonly Match[];
    truncated: boolean;
    failure: Failure | null;
}

const shortestQuestion = 4; // two keys after 冀H
const keyPauseMs = 80;

export function useMatches(text: string): Found | null {
    const [found, setFound] = useState<Found | null>(null);
    const unreached = offline.value; // asked again when the server can be reached again
    useEffect(() => {
        if (Array.from(text).length < shortestQuestion) {
            setFound(null);
            return;
        }
        const asking = new AbortController();
        const timer = setTimeout(async () => {
            const answer = await findVehicles(text, asking.signal);
            if (asking.signal.aborted) return;
            setFound(
                answer.ok
                    ? { text, ...answer.value, failure: null }
                    : { text, matches: [], truncated: false, failure: answer.failure },
            );
        }, keyPauseMs);
        return () => {
            clearTimeout(timer);
            asking.abort();
        };
    }, [text, unreached]);
    return found && narrowed(found, text);
}

// A complete answer to a shorter beginning answers the longer one too, without asking.
export function narrowed(found: Found, text: string): Found | null {
    if (found.text === text) return found;
    if (!text.startsWith(found.text) || found.truncated || found.failure) return null;
    return { ...found, text, matches: found.matches.filter((match) => match.plate.startsWith(text)) };
}
