// What the two fields of the recount say.
import type { Load, NewRecount } from "../api/types";
import { freePlaces } from "./free_places";

const mostPeople = 300; // no vehicle carries more; a larger figure is a slip of the finger

// What was typed, in half width. Nothing is dropped from it: 3.5 must not become 35.
export function typedFigure(text: string): string {
    return text.normalize("NFKC").trim();
}

export function isWhole(text: string): boolean {
    return /^\d*$/.test(text);
}

export function countedFrom(pupils: string, adults: string): NewRecount | null {
    const [children, grownUps] = [figure(pupils), figure(adults)];
    if (children === null || grownUps === null) return null;
    return { pupils: children, adults: grownUps, others: 0, at: null };
}

export function missingCount(pupils: string, adults: string): string {
    if (!isWhole(pupils)) return "学生只填整数";
    if (!isWhole(adults)) return "大人只填整数";
    if (Number(pupils) > mostPeople) return "学生 " + pupils + " 人太多了，请再看一遍：最多填 " + mostPeople;
    if (Number(adults) > mostPeople) return "大人 " + adults + " 人太多了，请再看一遍：最多填 " + mostPeople;
    if (figure(pupils) === null) return "填学生人数，没有就填 0";
    if (figure(adults) === null) return "填大人人数，含司机";
    return "";
}

// The live sum, and how it stands to what is lawful. More places are promised only by a count that the door
// counter does not contradict.
export function sumWords(pupils: string, adults: string, load: Load): [string, string] {
    if (!isWhole(pupils) || !isWhole(adults)) return ["合计 —", "只填整数"];
    const count = countedFrom(pupils, adults);
    if (!count) return ["合计 —", "填了才算数"];
    const people = count.pupils + count.adults;
    return ["合计 " + people, placesWords(people, count.pupils, load)];
}

// Asked once more: the server keeps a count that contradicts what was known, and believes the next one.
export function asksAgain(load: Load | null): boolean {
    return load !== null && load.disputed && load.counted_by === "police";
}

function placesWords(people: number, pupils: number, load: Load): string {
    const free = freePlaces(people, pupils, load);
    if (free === null) return "";
    if (free < 0)
        return (people - (load.approved_persons ?? people) < -free ? "学生" : "") + "超 " + -free + " 人";
    if (load.basis === "counter" && people < (load.lower ?? 0)) return "比车门计数少";
    return "还可上 " + free + " 人";
}

function figure(text: string): number | null {
    if (!/^\d{1,3}$/.test(text)) return null;
    const value = Number(text);
    return value <= mostPeople ? value : null;
}
