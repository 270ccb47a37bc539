import type { Check, Load } from "../api/types";
import { now } from "../clock";
import { Icon } from "../parts/icon";
import { Meter } from "../parts/meter";
import { clockTime, timeWords } from "../parts/time_words";
import { partsWords, peopleWords } from "../parts/words";
import { bindingLimit, isWithin } from "./free_places";
import { RecountForm } from "./recount_form";

interface LoadCardProps {
    check: Check;
    load: Load;
    current: boolean;
    counted: (check: Check) => void;
}

// People aboard against what is approved, where the figure comes from, and the officer's own count.
export function LoadCard({ check, load, current, counted }: LoadCardProps) {
    const ended = load.fresh_until !== null && Date.parse(load.fresh_until) <= now.value;
    const standing = current && load.fresh && !ended;
    const { lower, upper } = load;
    const limit = bindingLimit(load);
    return (
        <section class="card" aria-label="车上人数">
            <div class="hd">
                <h2>车上人数</h2>
                <span class="mut">{basisWords(load)}</span>
            </div>
            <div class="bd stack-tight">
                <Figure load={load} standing={standing} />
                {limit === null || peopleWords(load) === null ? null : (
                    <Meter
                        approved={limit.people}
                        limitWords={limit.words}
                        lower={lower}
                        upper={upper}
                        current={standing}
                    />
                )}
                <p class="mut xs">{validityWords(load, standing, current)}</p>
                {check.registered ? <RecountForm check={check} load={load} counted={counted} /> : null}
            </div>
        </section>
    );
}

function Figure({ load, standing }: { load: Load; standing: boolean }) {
    const people = peopleWords(load);
    const parts = partsWords(load);
    if (people === null) {
        return (
            <p class="off-t b">
                <Icon name="off" /> 人数未知
                {load.approved_persons === null ? "" : " · 核载 " + load.approved_persons + " 人"}
            </p>
        );
    }
    return (
        <p class="row sp wrap">
            <span>
                车上 <b class="figure">{people}</b> 人 {parts ? <span class="mut">（{parts}）</span> : null}
            </span>
            {standing && isWithin(load) ? (
                <span class="st ok">
                    <Icon name="ok" />
                    未超员
                </span>
            ) : null}
        </p>
    );
}

function validityWords(load: Load, standing: boolean, current: boolean): string {
    const pupils = load.approved_pupils === null ? [] : ["核定学生 " + load.approved_pupils + " 人"];
    return [...pupils, ...countWords(load, standing, current)].join(" · ");
}

function countWords(load: Load, standing: boolean, current: boolean): string[] {
    if (load.basis !== "head_count" || load.disputed) return [];
    if (!current) return ["这是离线前的清点，请再点一次"];
    if (!standing) return ["清点已过期，请再点一次"];
    if (load.fresh_until === null) return [];
    return ["清点有效到下一站或 " + clockTime(Date.parse(load.fresh_until)) + "，先到为准"];
}

function basisWords(load: Load): string {
    if (load.basis === "none") return "没有清点记录";
    if (load.basis_zh) return load.basis_zh;
    return load.counted_at ? timeWords(Date.parse(load.counted_at), now.value) + " 清点" : "";
}
