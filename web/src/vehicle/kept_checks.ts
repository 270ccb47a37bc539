// The last checks of this phone: what is shown without a network, with the time they were made.
import type { Check, PlateColour } from "../api/types";
import { forget, load, save } from "../storage";

export interface KeptCheck {
    check: Check;
}

const name = "checks-2"; // another number whenever a check gets another shape
const mostKept = 60;
const usableMs = 72 * 3_600_000; // an older copy of the register is refused for a verdict

export function keepCheck(check: Check): void {
    const others = allKept().filter((kept) => !isSame(kept.check, check));
    save(name, [{ check }, ...others].slice(0, mostKept));
}

export function keptCheck(plate: string, colour: PlateColour | null, nowMs: number): Check | null {
    const found = allKept().find(
        ({ check }) => check.plate.plate === plate && (colour === null || check.plate.colour === colour),
    );
    return found && nowMs - Date.parse(found.check.as_of) <= usableMs ? found.check : null;
}

export function lastChecks(count: number): KeptCheck[] {
    return allKept().slice(0, count);
}

export function forgetChecks(): void {
    forget(name);
}

function allKept(): KeptCheck[] {
    return load<KeptCheck[]>(name, []);
}

function isSame(one: Check, other: Check): boolean {
    return one.plate.plate === other.plate.plate && one.plate.colour === other.plate.colour;
}
