// How many more may board: the smaller of the free places for people and for pupils.
import type { Load } from "../api/types";

export type Limits = Pick<Load, "approved_persons" | "approved_pupils">;

// Below 0: so many too many. null: the register names no limit.
export function freePlaces(people: number, pupils: number | null, limits: Limits): number | null {
    if (limits.approved_persons === null) return null;
    const forPeople = limits.approved_persons - people;
    if (limits.approved_pupils === null || pupils === null) return forPeople;
    return Math.min(forPeople, limits.approved_pupils - pupils);
}

// Whether all that may be aboard have a lawful place.
export function isWithin(load: Load): boolean {
    if (load.upper === null) return false;
    const free = freePlaces(load.upper, load.pupils_aboard ?? load.upper, load);
    return free !== null && free >= 0;
}

export interface Limit {
    people: number; // aboard, where the lawful ends
    words: string;
}

// The limit that binds first: with few places for pupils it is reached below 核载.
export function bindingLimit(load: Load): Limit | null {
    const { approved_persons: persons, approved_pupils: pupils } = load;
    if (persons === null) return null;
    const others = load.people_aboard === null ? null : load.people_aboard - (load.pupils_aboard ?? 0);
    if (pupils === null || load.pupils_aboard === null || others === null || pupils + others >= persons)
        return { people: persons, words: "核载线 " + persons + "（含司机和照管员）" };
    const people = pupils + others;
    return { people, words: "核定学生线 " + people + "（学生 " + pupils + " + 大人 " + others + "）" };
}
