// The server's own order of the list: the surest first, of these pupils on board, then the worst, then the newest
// found. Any other would make rows jump at the next reading.
import type { Finding, Level } from "../api/types";

const levelRank: Record<Level, number> = { confirmed: 0, likely: 1, suspected: 2 };

export function compareFindings(one: Finding, other: Finding): number {
    return (
        levelRank[one.level] - levelRank[other.level] ||
        Number(other.pupils_aboard_likely) - Number(one.pupils_aboard_likely) ||
        severityRank(one.severity) - severityRank(other.severity) ||
        (other.over ?? 0) - (one.over ?? 0) ||
        Date.parse(other.found_at) - Date.parse(one.found_at) ||
        compareNumbers(other.id, one.id)
    );
}

// Ids are whole numbers too long for a number of JavaScript.
function compareNumbers(one: string, other: string): number {
    return one.length - other.length || (one < other ? -1 : Number(one > other));
}

// One finding as it is now, put into the list read before: added, changed in place, or taken out.
export function merged(list: readonly Finding[], finding: Finding): Finding[] {
    const before = list.find((each) => each.id === finding.id);
    if (before && Date.parse(before.updated_at) > Date.parse(finding.updated_at)) return list.slice();
    const others = list.filter((each) => each.id !== finding.id);
    if (finding.state !== "open") return others;
    const distance_m = finding.distance_m ?? before?.distance_m ?? null;
    return [...others, { ...finding, distance_m }].sort(compareFindings);
}

// S1+ before S1 before S2.
function severityRank(severity: string): number {
    const grade = Number(severity.slice(1, 2)) || 9;
    return grade * 2 - (severity.endsWith("+") ? 1 : 0);
}
