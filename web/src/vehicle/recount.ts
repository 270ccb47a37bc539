// What the fields of the recount say: pupils and adults, and if somebody looked, who else is aboard and who sits in
// front.
import type { Load, NewRecount } from "../api/types";
import { freePlaces } from "./free_places";

const mostPeople = 300; // no vehicle carries more; a larger figure is a slip of the finger
const mostInFront = 9;

// What was typed, in half width. Nothing is dropped from it: 3.5 must not become 35.
export function typedFigure(text: string): string {
    return text.normalize("NFKC").trim();
}

export function isWhole(text: string): boolean {
    return /^\d*$/.test(text);
}

export function countedFrom(pupils: string, adults: string, others = "", front = ""): NewRecount | null {
    const [children, grownUps] = [figure(pupils), figure(adults)];
    const strangers = others === "" ? 0 : figure(others);
    const inFront = front === "" ? 0 : figure(front);
    if (children === null || grownUps === null || strangers === null) return null;
    if (inFront === null || inFront > mostInFront) return null;
    const count = { pupils: children, adults: grownUps, others: strangers, at: null };
    return front === "" ? count : { ...count, front_seat: inFront };
}

export function missingCount(pupils: string, adults: string, others = "", front = ""): string {
    if (!isWhole(pupils)) return "学生只填整数";
    if (!isWhole(adults)) return "大人只填整数";
    if (Number(pupils) > mostPeople) return "学生 " + pupils + " 人太多了，请再看一遍：最多填 " + mostPeople;
    if (Number(adults) > mostPeople) return "大人 " + adults + " 人太多了，请再看一遍：最多填 " + mostPeople;
    if (figure(pupils) === null) return "填学生人数，没有就填 0";
    if (figure(adults) === null) return "填大人人数，含司机";
    if (others !== "" && figure(others) === null) return "无关人员只填整数，没有就空着";
    if (countedFrom(pupils, adults, others, front) === null)
        return "副驾驶座上的孩子填 0 到 " + mostInFront + "，没有看就空着";
    return "";
}

// The live sum, and how it stands to what is lawful. More places are promised only by a count that the door
// counter does not contradict.
export function sumWords(pupils: string, adults: string, load: Load, others = ""): [string, string] {
    if (!isWhole(pupils) || !isWhole(adults) || !isWhole(others)) return ["合计 —", "只填整数"];
    const count = countedFrom(pupils, adults, others);
    if (!count) return ["合计 —", "填了才算数"];
    const people = count.pupils + count.adults + count.others;
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
