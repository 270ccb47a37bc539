// The form's state and what sending it leads to: noted by the server, kept on this phone, or still here.
import { useEffect, useState } from "preact/hooks";

import { postSighting } from "../api/calls";
import type { Failure } from "../api/request";
import type { PlateColour } from "../api/types";
import { displayPlate } from "../check/plate_text";
import { serverNow } from "../clock";
import { askPlace, type Place } from "../flagged/here";
import type { FormError } from "../parts/form";
import { useKeyFor } from "../parts/key_for";
import { localInput } from "../parts/time_words";
import { plateColours } from "../parts/words";
import { keepForLater } from "./outbox";
import type { Outcome } from "./sent";
import { refusedField, sightingErrors, sightingOf, type SightingDraft } from "./sighting";

export interface Report {
    draft: SightingDraft;
    here: Place | null;
    whyNotHere: string;
    errors: readonly FormError[];
    failure: Failure | null;
    outcome: Outcome | null;
    sending: boolean;
    change: (part: Partial<SightingDraft>) => void;
    submit: () => Promise<void>;
    again: () => void;
}

export function useReport(asked: URLSearchParams): Report {
    const [draft, setDraft] = useState(() => freshDraft(asked));
    const [errors, setErrors] = useState<readonly FormError[]>([]);
    const [failure, setFailure] = useState<Failure | null>(null);
    const [outcome, setOutcome] = useState<Outcome | null>(null);
    const [sending, setSending] = useState(false);
    const { here, whyNotHere } = usePlace();
    const key = useKeyFor();

    const submit = async () => {
        const found = sightingErrors(draft, here, serverNow());
        setErrors(found);
        setFailure(null);
        if (found.length > 0) return;
        const sighting = sightingOf(draft, here);
        setSending(true);
        const answer = await postSighting(sighting, key.of(sighting));
        setSending(false);
        if (answer.ok) return setOutcome({ kept: false, ...answer.value });
        const unreached = ["offline", "timeout", "signed_out"].includes(answer.failure.kind);
        if (unreached && keepForLater(key.of(sighting), sighting)) {
            return setOutcome({ kept: true, words: displayPlate(sighting.plate) });
        }
        const wrong = refusedField(answer.failure);
        if (wrong) setErrors([wrong]);
        else setFailure(answer.failure);
    };
    const again = () => {
        key.done();
        setDraft(freshDraft(new URLSearchParams()));
        setOutcome(null);
    };
    const change = (part: Partial<SightingDraft>) => setDraft((before) => ({ ...before, ...part }));
    return { draft, here, whyNotHere, errors, failure, outcome, sending, change, submit, again };
}

// Asked for when the form opens; the report does not wait for it.
function usePlace(): { here: Place | null; whyNotHere: string } {
    const [here, setHere] = useState<Place | null>(null);
    const [whyNotHere, setWhyNotHere] = useState("");
    useEffect(() => {
        void askPlace().then((told) => {
            if (told.state === "known") setHere(told.place);
            else if (told.state === "refused") setWhyNotHere(told.why);
        });
    }, []);
    return { here, whyNotHere };
}

function freshDraft(asked: URLSearchParams): SightingDraft {
    const colour = asked.get("colour") ?? "";
    return {
        plate: displayPlate(asked.get("plate") ?? ""),
        colour: colour in plateColours ? (colour as PlateColour) : "",
        at: localInput(serverNow()),
        place: "",
        pupils: "",
        seen: "some",
        note: "",
    };
}
