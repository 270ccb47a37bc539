import { useState } from "preact/hooks";

import { postRecount } from "../api/calls";
import type { Failure } from "../api/request";
import type { Check, Load, NewRecount } from "../api/types";
import { serverNow } from "../clock";
import { Banner } from "../parts/banner";
import { Icon } from "../parts/icon";
import { failureTitle } from "../parts/states";
import { emptyDraft, forgetDraft, keepDraft, keptDraft, sentAs } from "./count_draft";
import { doubtsAbout } from "./doubts";
import { asksAgain, countedFrom, missingCount, sumWords, typedFigure } from "./recount";

interface RecountProps {
    check: Check;
    load: Load;
    counted: (check: Check) => void;
}

export function RecountForm({ check, load, counted }: RecountProps) {
    const form = useRecount(check, counted);
    const { pupils, adults, others, front } = form.draft;
    const [total, verdict] = sumWords(pupils, adults, load, others);
    const submit = (event: Event) => {
        event.preventDefault();
        form.submit();
    };
    return (
        <form class="recount" onSubmit={submit} noValidate>
            {form.restored ? (
                <Banner look="info">刚才填的数还在。车没动过、没人上下，再按记下人数。</Banner>
            ) : null}
            <Again check={check} last={form.last} send={form.send} />
            <div class="fill">
                <CountField id="pupils" label="我点的学生" value={pupils} change={form.change} />
                <CountField id="adults" label="大人（含司机）" value={adults} change={form.change} />
                <output class="mut" for="pupils adults">
                    {total} <br />
                    {verdict}
                </output>
            </div>
            <details class="more" open={others !== "" || front !== ""}>
                <summary>车上还有：无关人员、副驾驶座上的孩子</summary>
                <div class="fill">
                    <CountField id="others" label="无关人员" value={others} change={form.change} />
                    <CountField id="front" label="副驾驶座上的孩子" value={front} change={form.change} />
                </div>
            </details>
            {form.problem ? (
                <p class="bad-t sm b" role="alert">
                    <Icon name="bad" /> {form.problem}
                </p>
            ) : null}
            <button class="btn full" type="submit" disabled={form.sending}>
                {form.sending ? "正在记……" : "记下人数"}
            </button>
        </form>
    );
}

const readingMs = 600; // a double tap is one press: nobody has read the question yet
const nothingAsked = { kinds: "", at: 0 }; // what a second press confirms

function useRecount(check: Check, counted: (check: Check) => void) {
    const vehicle = check.plate.plate + check.plate.colour;
    const [kept] = useState(() => keptDraft(vehicle, serverNow()));
    const [restored, setRestored] = useState(kept !== null);
    const [draft, setDraft] = useState(kept ?? emptyDraft);
    const [last, setLast] = useState<NewRecount | null>(null); // stored from here
    const [problem, setProblem] = useState("");
    const [sending, setSending] = useState(false);
    const [asked, setAsked] = useState(nothingAsked);

    const change = (field: CountFieldName, text: string) => {
        const changed = { ...draft, [field]: typedFigure(text) };
        setDraft(changed);
        keepDraft(vehicle, changed, serverNow());
        setProblem("");
        setAsked(nothingAsked);
    };
    const send = async (count: NewRecount) => {
        const attempt = sentAs(draft, count);
        setDraft(attempt);
        keepDraft(vehicle, attempt, serverNow());
        setSending(true);
        const answer = await postRecount(check.plate.plate, check.plate.colour, count, attempt.sent.key);
        setSending(false);
        if (!answer.ok) return setProblem(problemWords(answer.failure));
        forgetDraft();
        setDraft(emptyDraft);
        setRestored(false);
        setLast(count);
        setProblem("");
        setAsked(nothingAsked);
        counted(answer.value.check);
        window.scrollTo(0, 0);
    };
    const submit = () => {
        const { pupils, adults, others, front } = draft;
        const count = countedFrom(pupils, adults, others, front);
        if (!count) return setProblem(missingCount(pupils, adults, others, front));
        const doubts = doubtsAbout(count, check, serverNow());
        const kinds = doubts.map(({ kind }) => kind).join();
        if (kinds === asked.kinds && Date.now() - asked.at < readingMs) return;
        if (doubts.some(({ kind }) => !asked.kinds.includes(kind))) {
            setAsked({ kinds, at: Date.now() });
            return setProblem(doubts.map(({ text }) => text).join("") + "再按一次");
        }
        void send(count);
    };
    return { draft, restored, last, problem, sending, change, send, submit };
}

interface AgainProps {
    check: Check;
    last: NewRecount | null;
    send: (count: NewRecount) => void;
}

// The count just stored is far below what was known: one more settles it, this one or another.
function Again({ check, last, send }: AgainProps) {
    if (!check.load || !asksAgain(check.load)) return null;
    const people = last ? last.pupils + last.adults + last.others : null;
    return (
        <div class="stack-tight" role="alert">
            <Banner look="warn">{check.load.basis_zh}。填错了就在下面改；没错，请再点一次。</Banner>
            {last ? (
                <button class="btn full" type="button" onClick={() => send(last)}>
                    再点过了，车上只有 {people} 人
                </button>
            ) : null}
        </div>
    );
}

type CountFieldName = "pupils" | "adults" | "others" | "front";

interface CountFieldProps {
    id: CountFieldName;
    label: string;
    value: string;
    change: (field: CountFieldName, text: string) => void;
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
                maxLength={6}
                value={value}
                onInput={(event) => change(id, event.currentTarget.value)}
            />
        </label>
    );
}

function problemWords(failure: Failure): string {
    if (failure.kind === "signed_out") return "登录过期了，填的数还在";
    // The answer may have been lost after the count was stored; pressed again, it counts once.
    const lost = failure.kind === "offline" || failure.kind === "timeout";
    return (
        (lost ? "不知道记下没有，填的数还在，请再按一次：" : "没有记下，填的数还在：") + failureTitle(failure)
    );
}
