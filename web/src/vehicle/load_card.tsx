import type { Check, Load } from "../api/types";
import { now } from "../clock";
import { Icon } from "../parts/icon";
import { Meter } from "../parts/meter";
import { clockTime, timeWords } from "../parts/time_words";
import { partsWords, peopleWords } from "../parts/words";
import { RecountForm } from "./recount_form";

interface LoadCardProps {
    check: Check;
    load: Load;
    current: boolean;
    counted: (check: Check) => void;
}

// People aboard against what is approved, where the figure comes from, and the officer's own count.
export function LoadCard({ check, load, current, counted }: LoadCardProps) {
    return (
        <section class="card" aria-label="车上人数">
            <div class="hd">
                <h2>车上人数</h2>
                <span class="mut">{basisWords(load)}</span>
            </div>
            <div class="bd stack-tight">
                <Figure load={load} />
                {peopleWords(load) === null ? null : (
                    <Meter approved={load.approved_persons} lower={load.lower} upper={load.upper} />
                )}
                <FreshLine load={load} current={current} />
                <RecountForm check={check} approved={load.approved_persons} counted={counted} />
            </div>
        </section>
    );
}

function Figure({ load }: { load: Load }) {
    const people = peopleWords(load);
    const parts = partsWords(load);
    if (people === null) {
        return (
            <p class="off-t b">
                <Icon name="off" /> 人数未知 · 核载 {load.approved_persons} 人
            </p>
        );
    }
    return (
        <p class="row sp wrap">
            <span>
                车上 <b class="figure">{people}</b> 人 {parts ? <span class="mut">（{parts}）</span> : null}
            </span>
            <LoadChip load={load} />
        </p>
    );
}

function LoadChip({ load }: { load: Load }) {
    if (load.upper === null || load.upper > load.approved_persons) return null;
    const pupilsOver =
        load.approved_pupils !== null && (load.pupils_aboard ?? load.upper) > load.approved_pupils;
    if (pupilsOver || !load.fresh) return null;
    return (
        <span class="st ok">
            <Icon name="ok" />
            未超员
        </span>
    );
}

function FreshLine({ load, current }: { load: Load; current: boolean }) {
    const lines = [];
    if (load.approved_pupils !== null) lines.push("核定学生 " + load.approved_pupils + " 人");
    if (load.fresh_until && load.fresh && current) {
        lines.push("清点有效到下一站或 " + clockTime(Date.parse(load.fresh_until)) + "，先到为准");
    } else if (load.basis === "head_count") {
        lines.push("清点已过期，请再点一次");
    }
    return lines.length > 0 ? <p class="mut xs">{lines.join(" · ")}</p> : null;
}

function basisWords(load: Load): string {
    if (load.basis === "none") return "没有清点记录";
    if (load.basis_zh) return load.basis_zh;
    return load.counted_at ? timeWords(Date.parse(load.counted_at), now.value) + " 清点" : "";
}
