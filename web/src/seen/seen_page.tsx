// /p/seen: one short report that a vehicle is picking up pupils. It is a lead, not an offence.
import { useEffect, useRef, useState } from "preact/hooks";

import { newKey, postSighting } from "../api/calls";
import type { Failure } from "../api/request";
import type { PlateColour } from "../api/types";
import { displayPlate } from "../check/plate_text";
import { serverNow } from "../clock";
import { askPlace, type Place } from "../flagged/here";
import { Banner, ClockBanner } from "../parts/banner";
import { FormErrors, type FormError } from "../parts/form";
import { Closed, failureTitle } from "../parts/states";
import { localInput } from "../parts/time_words";
import { Top, useTitle } from "../parts/top";
import { plateColours } from "../parts/words";
import { address } from "../router";
import { keepForLater } from "./outbox";
import { Sent, type Outcome } from "./sent";
import { sightingErrors, sightingOf, type SightingDraft } from "./sighting";
import { SightingFields } from "./sighting_fields";
import { WaitingList } from "./waiting_list";

export function SeenPage() {
    const [draft, setDraft] = useState(() => freshDraft(address.value.searchParams));
    const [here, setHere] = useState<Place | null>(null);
    const [whyNotHere, setWhyNotHere] = useState("");
    const [errors, setErrors] = useState<readonly FormError[]>([]);
    const [failure, setFailure] = useState<Failure | null>(null);
    const [outcome, setOutcome] = useState<Outcome | null>(null);
    const [sending, setSending] = useState(false);
    const key = useRef(newKey()); // sending the same report again counts once
    useTitle(outcome ? "已记下 · 看到接学生" : "看到一辆车在接学生");
    useEffect(() => {
        void askPlace().then((told) => {
            if (told.state === "known") setHere(told.place);
            else if (told.state === "refused") setWhyNotHere(told.why);
        });
    }, []);

    const change = (part: Partial<SightingDraft>) => {
        setDraft((before) => ({ ...before, ...part }));
        key.current = newKey(); // another content is another report
    };
    const submit = async (event: Event) => {
        event.preventDefault();
        const found = sightingErrors(draft, here, serverNow());
        setErrors(found);
        setFailure(null);
        if (found.length > 0) return;
        const sighting = sightingOf(draft, here);
        setSending(true);
        const answer = await postSighting(sighting, key.current);
        setSending(false);
        if (answer.ok) return setOutcome({ kept: false, ...answer.value });
        const unreached = answer.failure.kind === "offline" || answer.failure.kind === "timeout";
        if (unreached && keepForLater(key.current, sighting)) {
            return setOutcome({ kept: true, words: displayPlate(sighting.plate) });
        }
        const { field, detail } = answer.failure;
        if (field && field in draft) setErrors([{ field, text: detail }]);
        else setFailure(answer.failure);
    };
    const again = () => {
        key.current = newKey();
        setDraft(freshDraft(new URLSearchParams()));
        setOutcome(null);
    };

    if (failure?.kind === "hidden") return <NotYours />;
    return (
        <div class="ph">
            <Top title="看到一辆车在接学生" back="/p" />
            {outcome ? (
                <Sent outcome={outcome} again={again} />
            ) : (
                <form class="flow" onSubmit={submit} noValidate>
                    <main class="pad stack">
                        <ClockBanner />
                        <h1 class="vh">看到一辆车在接学生</h1>
                        <FormErrors errors={errors} />
                        {failure && failure.kind !== "signed_out" ? (
                            <Banner look="bad">没有记下，填的内容还在：{failureTitle(failure)}。</Banner>
                        ) : null}
                        <WaitingList />
                        <SightingFields
                            draft={draft}
                            errors={errors}
                            here={here}
                            whyNotHere={whyNotHere}
                            change={change}
                        />
                        <p class="mut">这是线索，不是定性。家长接自己的孩子不违法。</p>
                    </main>
                    <div class="dock">
                        <button class="btn pri" type="submit" disabled={sending}>
                            {sending ? "正在提交……" : "提 交"}
                        </button>
                    </div>
                </form>
            )}
        </div>
    );
}

function freshDraft(asked: URLSearchParams): SightingDraft {
    const plate = asked.get("plate") ?? "";
    const colour = asked.get("colour") ?? "";
    return {
        plate: displayPlate(plate),
        colour: colour in plateColours ? (colour as PlateColour) : "",
        at: localInput(serverNow()),
        place: "",
        pupils: "",
        seen: "some",
        note: "",
    };
}

function NotYours() {
    return (
        <div class="ph">
            <Top title="看到一辆车在接学生" back="/p" />
            <main>
                <Closed />
            </main>
        </div>
    );
}
