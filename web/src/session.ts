// Who is signed in. undefined: not told yet; null: nobody.
import { signal } from "@preact/signals";

import type { Account } from "./api/types";
import type { Route } from "./router";
import { save, watch } from "./storage";

export const account = signal<Account | null | undefined>(undefined);

// Whose pages are others than these: made by the server, each for one audience.
const homes: Partial<Record<string, string>> = {
    gate: "/g",
    transport: "/b",
    operator_staff: "/o",
    driver: "/c",
    escort: "/c",
    class_teacher: "/t",
};
// The bureau reads the flagged list here, but begins on its own page.
export function homeElsewhere(of: Account | null | undefined, page: Route["page"]): string | undefined {
    if (of?.role === "bureau") return page === "check" ? "/b" : undefined;
    return of ? homes[of.role] : undefined;
}

export function noteSignedOut(): void {
    account.value = null;
}

const name = "signed_out";

// Signed out here is signed out in every tab of this browser: `leave` runs in the others.
export function tellSignedOut(): void {
    save(name, Date.now());
    noteSignedOut();
}

export function watchSignedOut(leave: () => void): void {
    watch(name, () => {
        leave();
        noteSignedOut();
    });
}
