// When a typed plate opens its result by itself. The eighth character always does. The seventh does unless
// the register knows only longer plates that begin so: then the officer is still typing a green one.
import type { Match } from "../api/types";
import { longestPlate, plateLength } from "./plate_text";

export type Opening = { act: "wait" } | { act: "longer" } | { act: "open"; pauseMs: number };

const graceMs = 350; // for an eighth key, where one may come

// matches: the register's plates that begin with this text, or hold it; null while they are on their way.
export function openingOf(text: string, matches: readonly Match[] | null): Opening {
    const length = Array.from(text).length;
    if (length >= longestPlate) return { act: "open", pauseMs: 0 };
    if (length < plateLength || matches === null) return { act: "wait" };
    const exact = matches.some((match) => match.plate === text);
    const longer = matches.some(
        (match) => match.plate.startsWith(text) && Array.from(match.plate).length > plateLength,
    );
    if (longer && !exact) return { act: "longer" };
    return { act: "open", pauseMs: longer || (!exact && mayGrow(text)) ? graceMs : 0 };
}

// 冀H·D0523 may be a whole plate or the beginning of 冀H·D05231.
export function mayGrow(text: string): boolean {
    return /^.[A-Z](?:[A-HJK][A-Z0-9]\d{3}|\d{5})$/.test(text);
}
