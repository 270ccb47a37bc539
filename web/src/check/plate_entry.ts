// The eight cells and the cursor: what each key does to them. Values in, values out.
import {
    homeCity,
    homeProvince,
    isPlateCharacter,
    longestPlate,
    normalizePlate,
    plateLength,
    provinces,
    readAs,
} from "./plate_text";

export interface PlateEntry {
    cells: readonly string[]; // eight, "" when not filled
    cursor: number;
    typed: boolean; // the last change put characters in: then a whole plate opens its result
    notice: string; // what was changed on the officer's behalf, or why a key did nothing
}

const changedWords: Record<string, string> = {
    O: "车牌里没有字母 O，已改成数字 0。",
    I: "车牌里没有字母 I，已按 1。",
};
const tooLongNotice = "超过 8 位，不是一个车牌，请看一遍。";
const provinceNotice = "省份只在第 1 位。";

export function changedNotice(letters: string): string {
    return Array.from(letters, (letter) => changedWords[letter] ?? "").join("");
}

export function freshEntry(): PlateEntry {
    return filledEntry(homeProvince + homeCity);
}

export function filledEntry(plate: string, notice = ""): PlateEntry {
    const characters = Array.from(plate).slice(0, longestPlate);
    const cells = Array.from({ length: longestPlate }, (_, index) => characters[index] ?? "");
    return { cells, cursor: Math.min(characters.length, longestPlate - 1), typed: false, notice };
}

export function pasted(text: string): PlateEntry {
    const spelling = normalizePlate(text);
    if (spelling.plate === "") return { ...freshEntry(), notice: "粘贴的文字里没有车牌。" };
    if (spelling.tooLong) return filledEntry(spelling.plate, tooLongNotice);
    return { ...filledEntry(spelling.plate, changedNotice(spelling.changed)), typed: true };
}

export function typed(entry: PlateEntry, key: string): PlateEntry {
    const wanted = key.normalize("NFKC").toUpperCase();
    const character = readAs(wanted);
    if (!isPlateCharacter(character)) return entry;
    if (entry.cursor >= plateLength && provinces.includes(character))
        return { ...entry, notice: provinceNotice };
    const cells = entry.cells.slice();
    cells[entry.cursor] = character;
    const cursor = Math.min(entry.cursor + 1, longestPlate - 1);
    return { cells, cursor, typed: true, notice: changedNotice(wanted) };
}

export function erased(entry: PlateEntry): PlateEntry {
    const cells = entry.cells.slice();
    const at = cells[entry.cursor] === "" ? Math.max(0, entry.cursor - 1) : entry.cursor;
    cells[at] = "";
    return { cells, cursor: at, typed: false, notice: "" };
}

export function movedTo(entry: PlateEntry, cursor: number): PlateEntry {
    return { ...entry, cursor: Math.max(0, Math.min(cursor, longestPlate - 1)) };
}

// The province changes, and typing goes on where it was.
export function withProvince(entry: PlateEntry, province: string): PlateEntry {
    const cells = entry.cells.slice();
    cells[0] = province;
    const cursor = entry.cursor === 0 ? nextEmpty(cells) : entry.cursor;
    return { cells, cursor, typed: true, notice: "" };
}

// The characters up to the first empty cell.
export function enteredText(entry: PlateEntry): string {
    const gap = entry.cells.indexOf("");
    return entry.cells.slice(0, gap < 0 ? longestPlate : gap).join("");
}

export function isComplete(entry: PlateEntry): boolean {
    const text = Array.from(enteredText(entry));
    return text.length >= plateLength && text.length === entry.cells.filter(Boolean).length;
}

function nextEmpty(cells: readonly string[]): number {
    const gap = cells.indexOf("");
    return gap < 0 ? longestPlate - 1 : gap;
}
