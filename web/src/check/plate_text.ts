// Plates as people write them, made into one spelling: no separator, half width, capital letters.
export const provinces = Array.from("冀京津辽蒙晋吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新");
export const specialCharacters = Array.from("学挂警使领");
export const homeProvince = "冀";
export const homeCity = "H";
export const plateLength = 7;
export const longestPlate = 8;

const separators = /[\s·•・.．。‧∙\-—–_]/g;
const notRead = "?";
const letterOrDigit = /^[A-HJ-NP-Z0-9]$/;

export interface Spelling {
    plate: string;
    changed: string; // the letters that are on no plate and were read as digits
    tooLong: boolean; // more characters than any plate has: not one plate
}

// What is not part of any plate is dropped; the letters O and I are the digits 0 and 1; a missing 冀 or 冀H is
// filled in. Of several plates, the first.
export function normalizePlate(text: string): Spelling {
    const characters = beforeSecond(withProvince(firstPlate(text)));
    return {
        plate: characters.slice(0, longestPlate).join(""),
        changed: changedLetters(text),
        tooLong: characters.length > longestPlate,
    };
}

export function changedLetters(text: string): string {
    const spelling = text.normalize("NFKC").toUpperCase();
    return ["I", "O"].filter((letter) => spelling.includes(letter)).join("");
}

const digitFor: Record<string, string> = { I: "1", O: "0" };

export function readAs(character: string): string {
    return digitFor[character] ?? character;
}

export interface SeenPlate {
    plate: string;
    partial: boolean; // "?" stands for each character that was not read
}

const leastRead = 3; // characters of a serial that still lead somewhere

// A plate as a witness writes it: whole in its one spelling, or the part of it that was read. null: too little.
export function plateSeen(text: string): SeenPlate | null {
    const characters = spelled(text).filter((each) => each === notRead || isPlateCharacter(each));
    const whole = normalizePlate(text);
    if (!characters.includes(notRead)) {
        if (whole.tooLong) return null;
        if (Array.from(whole.plate).length >= plateLength) return { plate: whole.plate, partial: false };
    }
    const plate = characters.slice(0, longestPlate).join("");
    const read = plate.replace(/^[^A-Z0-9?][A-Z]?/, "").replace(/[^A-Z0-9]/g, "");
    return read.length >= leastRead && /\d/.test(read) ? { plate, partial: true } : null;
}

// Of several lines the first whole plate. A line that is only the beginning of one goes on in the next.
function firstPlate(text: string): string[] {
    const parts = text
        .split(/[\n\r,，;；、]/)
        .map(plateCharacters)
        .filter((part) => part.length > 0);
    const [first = []] = parts;
    const whole = first.length < plateLength && startsWithProvince(first) ? undefined : parts.find(isWhole);
    return whole ?? parts.flat();
}

function isWhole(part: string[]): boolean {
    return withProvince(part).length >= plateLength;
}

// A province after a whole plate begins the next one.
function beforeSecond(characters: string[]): string[] {
    const next = characters.findIndex(
        (character, index) => index >= plateLength && provinces.includes(character),
    );
    return next < 0 ? characters : characters.slice(0, next);
}

function startsWithProvince(characters: string[]): boolean {
    return provinces.includes(characters[0] ?? "");
}

function plateCharacters(text: string): string[] {
    return spelled(text).filter(isPlateCharacter);
}

function spelled(text: string): string[] {
    const bare = text.normalize("NFKC").toUpperCase().replace(separators, "");
    return Array.from(bare).map(readAs);
}

export function isPlateCharacter(character: string): boolean {
    return (
        letterOrDigit.test(character) ||
        provinces.includes(character) ||
        specialCharacters.includes(character)
    );
}

// 冀H·00318
export function displayPlate(plate: string): string {
    return plate.length > 2 && provinces.includes(plate.charAt(0))
        ? plate.slice(0, 2) + "·" + plate.slice(2)
        : plate;
}

function withProvince(characters: string[]): string[] {
    const first = characters[0];
    if (first === undefined || !letterOrDigit.test(first)) return characters;
    const length = characters.length;
    const namesCity = /[A-Z]/.test(first) && (length >= plateLength || (length === 6 && first === homeCity));
    return namesCity ? [homeProvince, ...characters] : [homeProvince, homeCity, ...characters];
}
