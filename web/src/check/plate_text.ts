// Plates as people write them, made into one spelling: no separator, half width, capital letters.
export const provinces = Array.from("冀京津辽蒙晋吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新");
export const specialCharacters = Array.from("学挂警使领");
export const homeProvince = "冀";
export const homeCity = "H";
export const plateLength = 7;
export const longestPlate = 8;

const separators = /[\s·•・.．。‧∙\-—–_]/g;
const letterOrDigit = /^[A-HJ-NP-Z0-9]$/;

export interface Spelling {
    plate: string;
    hadLetterO: boolean;
}

// What is not part of any plate is dropped; the letter O is the digit 0; a missing 冀 or 冀H is filled in.
export function normalizePlate(text: string): Spelling {
    const plate = withProvince(plateCharacters(text)).slice(0, longestPlate).join("");
    return { plate, hadLetterO: /O/i.test(text.normalize("NFKC")) };
}

// The characters as they were seen, for a plate that is known only in part.
export function plateCharacters(text: string): string[] {
    const bare = text.normalize("NFKC").toUpperCase().replace(separators, "");
    return Array.from(bare.replace(/O/g, "0")).filter(isPlateCharacter);
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
    return plate.length > 2 ? plate.slice(0, 2) + "·" + plate.slice(2) : plate;
}

function withProvince(characters: string[]): string[] {
    const first = characters[0];
    if (first === undefined || !letterOrDigit.test(first)) return characters;
    const length = characters.length;
    const namesCity = /[A-Z]/.test(first) && (length >= plateLength || (length === 6 && first === homeCity));
    return namesCity ? [homeProvince, ...characters] : [homeProvince, homeCity, ...characters];
}
