import { now } from "../clock";
import { ageWords, freshness, type Freshness } from "./time_words";

interface AgeProps {
    at: string;
    what?: string;
    look?: Freshness | undefined; // when the server knows better than the age alone
}

const rank = { fresh: 0, late: 1, dead: 2 };

// How old the thing beside it is, counted on by the second. Never announced by itself.
export function Age({ at, what = "", look }: AgeProps) {
    const atMs = Date.parse(at);
    const own = freshness(atMs, now.value);
    const shown = look && rank[look] > rank[own] ? look : own;
    const words = ageWords(atMs, now.value);
    return <span class={"age " + shown}>{what ? what + " " + words : words}</span>;
}
