// What the two fields of the recount say.
import type { NewRecount } from "../api/types";

const mostPeople = 300; // no vehicle carries more; a larger figure is a slip of the finger

export function countedFrom(pupils: string, adults: string): NewRecount | null {
    const [children, grownUps] = [figure(pupils), figure(adults)];
    if (children === null || grownUps === null) return null;
    return { pupils: children, adults: grownUps, others: 0, at: null };
}

export function missingCount(pupils: string, adults: string): string {
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

function figure(text: string): number | null {
    if (!/^\d{1,3}$/.test(text)) return null;
    const value = Number(text);
    return value <= mostPeople ? value : null;
}
