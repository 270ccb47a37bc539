// 签收: the police have taken notice of a finding, at the level that it had then.
import { useState } from "preact/hooks";

import { postAcknowledgement } from "../api/calls";
import type { Failure } from "../api/request";
import type { Acknowledged, Finding, FindingFile, Level } from "../api/types";
import { now } from "../clock";
import { Banner } from "../parts/banner";
import { Icon } from "../parts/icon";
import { failureTitle } from "../parts/states";
import { timeWords } from "../parts/time_words";

const levelWords: Record<Level, string> = { suspected: "疑似", likely: "高度疑似", confirmed: "查实" };

export function isAcknowledged(finding: Finding): boolean {
    return finding.acknowledged?.holds ?? false;
}

interface AcknowledgeProps {
    finding: FindingFile;
    acknowledged: (finding: FindingFile) => void;
    reload: () => void; // it is another one by now
}

function changeSince(told: Acknowledged, finding: FindingFile): string {
    return told.level === finding.level
        ? "签收以后变得更严重"
        : `签收时是${levelWords[told.level]}，现在是${finding.level_zh}`;
}

export function Acknowledge({ finding, acknowledged, reload }: AcknowledgeProps) {
    const [sending, setSending] = useState(false);
    const [problem, setProblem] = useState("");
    const told = finding.acknowledged;
    const who = told ? told.by + " " + timeWords(Date.parse(told.at), now.value) : "";
    if (told?.holds) {
        return (
            <p class="ok-t sm" role="status">
                <Icon name="ok" /> {who} 签收
            </p>
        );
    }
    if (finding.state !== "open") return null; // nobody has to do anything about it now
    const press = async () => {
        setSending(true);
        const answer = await postAcknowledgement(finding);
        setSending(false);
        setProblem(answer.ok ? "" : problemWords(answer.failure));
        if (answer.ok) acknowledged(answer.value);
        else if (answer.failure.status === 409) reload();
    };
    return (
        <section class="stack" aria-label="签收">
            {told ? (
                <Banner look="warn">
                    {who} {changeSince(told, finding)}，请再签收。
                </Banner>
            ) : null}
            {problem ? (
                <p class="bad-t sm b" role="alert">
                    <Icon name="bad" /> {problem}
                </p>
            ) : null}
            <button class="btn full" type="button" disabled={sending} onClick={() => void press()}>
                {sending ? "正在签收……" : "签收：我们知道了"}
            </button>
        </section>
    );
}

function problemWords(failure: Failure): string {
    if (failure.status === 409) return "级别刚刚变了，请看过再签收。";
    return "没有签收上：" + failureTitle(failure) + "。请再按一次。";
}
