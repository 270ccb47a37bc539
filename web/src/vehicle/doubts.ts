// Why a typed count is asked for once more before it is recorded: it would undo what a person confirmed, no such
// vehicle holds so many, or the vehicle is not the one in front of the officer.
import type { Check, Finding, NewRecount } from "../api/types";
import { ageWords, clockTime, freshness } from "../parts/time_words";
import { isMoving } from "../parts/words";
import { freePlaces, isWithin } from "./free_places";

export interface Doubt {
    kind: "no_adult" | "confirmed" | "people" | "counter" | "adults" | "moving";
    text: string;
}

const mostAdults = 10;
const mostTimesApproved = 2;
const mostTimesCounter = 1.5;

export function doubtsAbout(count: NewRecount, check: Check, nowMs: number): Doubt[] {
    return [
        ...undoesConfirmed(count, check),
        ...tooMany(count, check),
        ...(count.adults === 0
            ? [{ kind: "no_adult" as const, text: "司机也算大人，确实一个大人都不在？" }]
            : []),
        ...onTheMove(check, nowMs),
    ];
}

// An open load finding that a person's count confirmed.
export function isConfirmedOverload(finding: Finding): boolean {
    return finding.state === "open" && finding.level === "confirmed" && finding.rule.startsWith("LD-0");
}

// Within the limit again, but the list still holds the vehicle: what to say instead of 查实.
export function awaitingWords(check: Check): string | null {
    const load = check.load;
    if (!load || !check.findings.some(isConfirmedOverload) || !isWithin(load)) return null;
    if (load.disputed || load.basis !== "head_count") return "还没有复点，仍在名单上";
    return "已复点 " + load.upper + " 人，等待移出名单";
}

function undoesConfirmed(count: NewRecount, check: Check): Doubt[] {
    const was = confirmedOverload(check);
    const people = count.pupils + count.adults + count.others;
    const free = check.load && freePlaces(people, count.pupils, check.load);
    if (!was || free === null || free < 0) return [];
    if (was.people === null || was.people <= people)
        return [{ kind: "confirmed", text: "刚才查实超员，人已转走？" }];
    const when = was.at === null ? "查实的 " : "刚才 " + clockTime(Date.parse(was.at)) + " 清点的 ";
    const fewer = "比" + when + was.people + " 人少 " + (was.people - people) + " 人";
    return [{ kind: "confirmed", text: fewer + "，人已转走？" }];
}

// The overload a person's count confirmed, unless a later count has already taken it back.
function confirmedOverload(check: Check): { people: number | null; at: string | null } | null {
    const { load } = check;
    const over = [check.verdict, ...check.also].some((verdict) => verdict.word === "over");
    const finding = check.findings.find(isConfirmedOverload);
    if (over && load?.people_aboard != null) return { people: load.people_aboard, at: load.counted_at };
    const takenBack = load?.basis === "head_count" && load.fresh && isWithin(load);
    if (!over && (!finding || takenBack)) return null;
    return { people: finding?.figures.people ?? null, at: null };
}

function tooMany(count: NewRecount, { load }: Check): Doubt[] {
    const people = count.pupils + count.adults + count.others;
    const doubts: Doubt[] = [];
    const approved = load?.approved_persons ?? null;
    if (approved !== null && people > approved * mostTimesApproved)
        doubts.push({ kind: "people", text: people + " 人比核载 " + approved + " 的两倍还多，没数错？" });
    const upper = load?.basis === "counter" ? load.upper : null;
    if (upper !== null && people > upper * mostTimesCounter)
        doubts.push({ kind: "counter", text: "车门计数最多 " + upper + " 人，没数错？" });
    if (count.adults > mostAdults)
        doubts.push({ kind: "adults", text: "大人 " + count.adults + " 人，没填错？" });
    return doubts;
}

function onTheMove({ position }: Check, nowMs: number): Doubt[] {
    if (!position || !isMoving(position)) return [];
    const at = Date.parse(position.measured_at);
    if (freshness(at, nowMs) !== "fresh") return [];
    const age = ageWords(at, nowMs);
    const when = age === "刚刚" ? age : " " + age;
    return [{ kind: "moving", text: "这辆车" + when + "还在行驶，请看清车牌。" }];
}
