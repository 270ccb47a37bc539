import type { Finding, Verdict as VerdictValue, VerdictWord } from "../api/types";
import { Icon, type IconName } from "./icon";

interface Look {
    tone: "ok" | "bad" | "likely" | "warn" | "off";
    icon: IconName;
    short: string; // for a chip in a row; over carries its number
}

// Red filled: a person counted, or the papers forbid it. Red outline: only sensors say so.
const looks: Record<VerdictWord, Look> = {
    may_carry: { tone: "ok", icon: "ok", short: "可载" },
    over: { tone: "bad", icon: "bad", short: "超员" },
    likely_over: { tone: "likely", icon: "ask", short: "很可能超员" },
    check: { tone: "warn", icon: "warn", short: "要核对" },
    must_not: { tone: "bad", icon: "bad", short: "禁载" },
    unknown_load: { tone: "off", icon: "off", short: "人数未知" },
    not_registered: { tone: "warn", icon: "warn", short: "没有登记" },
};

interface VerdictBlockProps {
    verdict: VerdictValue;
    waiting?: string | null; // what still stands against a green verdict: then it is only outlined
}

export function VerdictBlock({ verdict, waiting }: VerdictBlockProps) {
    const look = looks[verdict.word];
    return (
        <section
            class={"verdict " + look.tone + (waiting ? " waiting" : "")}
            data-verdict={verdict.word}
            role={look.tone === "bad" ? "alert" : "status"}
        >
            <Icon name={look.icon} />
            <h1 class="w">{verdict.text}</h1>
            <p class="r">
                {verdict.reason ?? ""}
                {waiting ? <b class="await">{waiting}</b> : null}
            </p>
        </section>
    );
}

// A further verdict that holds too: one line under the first.
export function VerdictLine({ verdict }: { verdict: VerdictValue }) {
    const look = looks[verdict.word];
    return (
        <li class="also">
            <span class={"st " + chipTone(look)}>
                <Icon name={look.icon} />
                {alsoWords(verdict, look.short)}
            </span>
            {verdict.reason ? <span class="sm">{verdict.reason}</span> : null}
        </li>
    );
}

// Under a red block nothing may say 可以.
function alsoWords(verdict: VerdictValue, short: string): string {
    return verdict.word === "unknown_load" || verdict.word === "check" ? short : verdict.text;
}

export function VerdictChip({ verdict }: { verdict: VerdictValue }) {
    const look = looks[verdict.word];
    const short = verdict.word === "over" ? verdict.text.replace(/ ?人$/, "") : look.short;
    return (
        <span class={"st " + chipTone(look)}>
            <Icon name={look.icon} />
            {short}
        </span>
    );
}

export interface FindingLook {
    chip: string;
    icon: IconName;
    edge: "bad" | "warn" | "off";
}

// Filled red only for a confirmed load finding: then somebody counted. The shape tells the level without
// the colour: triangle suspected, hollow octagon likely, octagon with a bar confirmed.
export function findingLook(finding: Finding): FindingLook {
    if (finding.state !== "open") return { chip: "off", icon: "off", edge: "off" };
    if (finding.level === "suspected") return { chip: "warn", icon: "warn", edge: "warn" };
    const edge = finding.severity.startsWith("S1") ? "bad" : "warn";
    if (finding.level === "likely") return { chip: "likely", icon: "ask", edge };
    if (finding.rule.startsWith("LD-")) return { chip: "sure", icon: "bad", edge: "bad" };
    return { chip: edge, icon: "bad", edge };
}

export function FindingChip({ finding }: { finding: Finding }) {
    const look = findingLook(finding);
    return (
        <span class={"st " + look.chip}>
            <Icon name={look.icon} />
            {finding.headline}
        </span>
    );
}

function chipTone(look: Look): string {
    return look.tone === "bad" ? "sure" : look.tone;
}
