// The officer's own count: two empty fields, never filled with the system's figure.
import { useState } from "preact/hooks";

import { postRecount } from "../api/calls";
import type { Failure } from "../api/request";
import type { Check } from "../api/types";
import { failureTitle } from "../parts/states";
import { Icon } from "../parts/icon";
import { useKeyFor } from "../parts/key_for";
import { countedFrom, excessWords, missingCount } from "./recount";

interface RecountProps {
    check: Check;
    approved: number | null;
    counted: (check: Check) => void;
}

export function RecountForm({ check, approved, counted }: RecountProps) {
    const [pupils, setPupils] = useState("");
    const [adults, setAdults] = useState("");
    const [problem, setProblem] = useState("");
    const [sending, setSending] = useState(false);
    const key = useKeyFor();
    const change = (set: (text: string) => void) => (text: string) => {
        set(text.replace(/\D/g, ""));
        setProblem("");
    };

    const submit = async (event: Event) => {
        event.preventDefault();
        const count = countedFrom(pupils, adults);
        if (!count) return setProblem(missingCount(pupils, adults));
        setSending(true);
        const answer = await postRecount(check.plate.plate, check.plate.colour, count, key.of(count));
        setSending(false);
        if (!answer.ok) return setProblem(problemWords(answer.failure));
        key.done();
        setPupils("");
        setAdults("");
        counted(answer.value.check);
        window.scrollTo(0, 0);
    };

    const [total, verdict] = excessWords(pupils, adults, approved);
    return (
        <form class="recount" onSubmit={submit} noValidate>
            <div class="fill">
                <CountField id="pupils" label="我点的学生" value={pupils} change={change(setPupils)} />
                <CountField id="adults" label="大人（含司机）" value={adults} change={change(setAdults)} />
                <output class="mut" for="pupils adults">
                    {total}
                    <br />
                    {verdict}
                </output>
            </div>
            {problem ? (
                <p class="bad-t sm b" role="alert">
                    <Icon name="bad" /> {problem}
                </p>
            ) : null}
            <button class="btn full" type="submit" disabled={sending}>
                {sending ? "正在记……" : "记下人数"}
            </button>
        </form>
    );
}

interface CountFieldProps {
    id: string;
    label: string;
    value: string;
    change: (text: string) => void;
}

function CountField({ id, label, value, change }: CountFieldProps) {
    return (
        <label for={id}>
            {label}
            <input
                id={id}
                class="field"
                inputMode="numeric"
                autocomplete="off"
                maxLength={3}
                value={value}
                onInput={(event) => change(event.currentTarget.value)}
            />
        </label>
    );
}

function problemWords(failure: Failure): string {
    // The answer may have been lost after the count was stored; pressed again, it counts once.
    const lost = failure.kind === "offline" || failure.kind === "timeout";
    return (
        (lost ? "不知道记下没有，填的数还在，请再按一次：" : "没有记下，填的数还在：") + failureTitle(failure)
    );
}
