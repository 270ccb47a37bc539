import type { Check, Finding, Sighting } from "../api/types";
import { now } from "../clock";
import { Icon } from "../parts/icon";
import { timeWords } from "../parts/time_words";
import { findingLook } from "../parts/verdict";
import { awaitingWords, isConfirmedOverload } from "./doubts";

// Why: the open findings of this vehicle, each with its rule.
export function ReasonsCard({ check }: { check: Check }) {
    if (check.findings.length === 0) return null;
    const waiting = awaitingWords(check);
    return (
        <section class="card" aria-label="依据">
            <div class="hd">
                <h2>依据</h2>
                <span class="mut">{check.findings.length} 条规则命中</span>
            </div>
            <ul class="reasons bd">
                {check.findings.map((finding) => (
                    <Reason key={finding.id} finding={finding} waiting={waiting} />
                ))}
            </ul>
        </section>
    );
}

function Reason({ finding, waiting }: { finding: Finding; waiting: string | null }) {
    const settled = waiting !== null && isConfirmedOverload(finding);
    const look = settled ? { edge: "warn", icon: "warn" as const } : findingLook(finding);
    return (
        <li>
            <span class={look.edge + "-t"}>
                <Icon name={look.icon} />
            </span>
            <span>
                <b>{finding.headline}</b>
                <br />
                <span class="sm">{finding.detail}</span>
                <br />
                <a href={"/p/f/" + encodeURIComponent(finding.id)}>
                    规则 {finding.rule} · {settled ? waiting : finding.level_zh}
                </a>
            </span>
        </li>
    );
}

export function SightingsCard({ check }: { check: Check }) {
    if (check.sightings.length === 0) return null;
    return (
        <section class="card" aria-label="看到它在接学生">
            <div class="hd">
                <h2>近 30 天看到它在接学生</h2>
                <b class="nw">{check.sightings.length} 次</b>
            </div>
            <ul class="seen bd">
                {check.sightings.map((sighting) => (
                    <li key={sighting.at + sighting.by}>
                        <span>{timeWords(Date.parse(sighting.at), now.value)}</span>
                        <span>
                            {sightingWords(sighting)}
                            {sighting.note ? (
                                <>
                                    <br />
                                    <q class="witness">{sighting.note}</q>
                                </>
                            ) : null}
                        </span>
                    </li>
                ))}
            </ul>
        </section>
    );
}

export function sightingWords(sighting: Sighting): string {
    const where = sighting.place ? sighting.place + "，" : "";
    return where + sighting.by_zh + (sighting.by === "camera" ? "拍到" : "看到") + pupilsWords(sighting);
}

function pupilsWords(sighting: Sighting): string {
    if (sighting.pupils !== null) return "，学生约 " + sighting.pupils + " 人";
    if (sighting.pupils_seen === "some") return "，车上有学生";
    if (sighting.pupils_seen === "none") return "，车上没有学生";
    return "";
}
