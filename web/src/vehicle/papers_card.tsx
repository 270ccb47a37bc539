import type { Check, Paper, PaperState } from "../api/types";
import { Icon, type IconName } from "../parts/icon";
import { papersSummary } from "./shown_verdict";

const marks: Record<PaperState, { tone: string; icon: IconName; word: string }> = {
    valid: { tone: "ok-t", icon: "ok", word: "有效" },
    soon: { tone: "warn-t", icon: "warn", word: "快到期" },
    expired: { tone: "bad-t", icon: "bad", word: "过期" },
    missing: { tone: "bad-t", icon: "bad", word: "没有" },
    not_needed: { tone: "off-t", icon: "info", word: "不需要" },
};

// What a vehicle is for is never missing: it is the right use or a wrong one.
export function markOf(paper: Pick<Paper, "kind" | "state">) {
    const mark = marks[paper.state];
    return paper.kind === "use_nature" && paper.state === "missing" ? { ...mark, word: "不符" } : mark;
}

export function PapersCard({ check, current }: { check: Check; current: boolean }) {
    if (check.papers.length === 0) return null;
    const summary = papersSummary(check);
    return (
        <section class="card" aria-label="证照">
            <div class="hd">
                <h2>证照</h2>
                {summary.good && current ? (
                    <span class="ok-t sm b">
                        <Icon name="ok" /> {summary.text}
                    </span>
                ) : (
                    <span class="mut">{summary.text}</span>
                )}
            </div>
            <dl class="kv bd">
                {check.papers.map((paper) => (
                    <PaperRow key={paper.kind} paper={paper} />
                ))}
            </dl>
        </section>
    );
}

function PaperRow({ paper }: { paper: Paper }) {
    const mark = markOf(paper);
    return (
        <>
            <dt>{paper.name_zh}</dt>
            <dd class="row sp">
                <span>{paper.text === mark.word ? "" : paper.text}</span>
                <span class={mark.tone + " sm b nw"}>
                    <Icon name={mark.icon} /> {mark.word}
                </span>
            </dd>
        </>
    );
}
