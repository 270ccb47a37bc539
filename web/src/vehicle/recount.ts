// What the two fields of the recount say.
import type { Load, NewRecount } from "../api/types";

const mostPeople = 300; // no vehicle carries more; a larger figure is a slip of the finger

// The digits of what was typed, in whatever width.
export function digitsOf(text: string): string {
    return text.normalize("NFKC").replace(/\D/g, "");
}

export function countedFrom(pupils: string, adults: string): NewRecount | null {
    const [children, grownUps] = [figure(pupils), figure(adults)];
    if (children === null || grownUps === null) return null;
    return { pupils: children, adults: grownUps, others: 0, at: null };
}

export function missingCount(pupils: string, adults: string): string {
    if (Number(pupils) > mostPeople) return "学生 " + pupils + " 人太多了，请再看一遍：最多填 " + mostPeople;
    if (Number(adults) > mostPeople) return "大人 " + adults + " 人太多了，请再看一遍：最多填 " + mostPeople;
    if (figure(pupils) === null) return "填学生人数，没有就填 0";
    if (figure(adults) === null) return "填大人人数，含司机";
    return "";
}

export function excessWords(pupils: string, adults: string, approved: number | null): [string, string] {
    const count = countedFrom(pupils, adults);
    if (!count) return ["合计 —", "填了才算数"];
    const people = count.pupils + count.adults;
    if (approved === null) return ["合计 " + people, ""];
    const over = people - approved;
    return ["合计 " + people, over > 0 ? "超 " + over + " 人" : "还可上 " + -over + " 人"];
}

// Asked once more: the server keeps a count that contradicts what was known, and believes the next one.
export function asksAgain(load: Load | null): boolean {
    return load !== null && load.disputed && load.counted_by === "police";
}

function figure(text: string): number | null {
    if (!/^\d{1,3}$/.test(text)) return null;
    const value = Number(text);
    return value <= mostPeople ? value : null;
}
