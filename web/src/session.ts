// Who is signed in. undefined: not told yet; null: nobody.
import { signal } from "@preact/signals";

import type { Account } from "./api/types";

export const account = signal<Account | null | undefined>(undefined);

export function noteSignedOut(): void {
    account.value = null;
}
