import type { Check, Verdict } from "../api/types";
import { Age } from "../parts/age";
import { Banner } from "../parts/banner";
import { Icon } from "../parts/icon";
import { Plate } from "../parts/plate";
import { motionWords, plateColours } from "../parts/words";
import { OtherColours } from "./other_colours";
import { mayLackLast } from "./shown_verdict";

export function Identity({ check }: { check: Check }) {
    const vehicle = check.vehicle;
    return (
        <div class="row sp identity">
            <Plate plate={check.plate} size="xl" />
            <span class="sm">
                {vehicle ? vehicle.use_zh : "登记库里没有"}
                <br />
                <span class="mut">
                    {check.registered ? plateColours[check.plate.colour] : ""}
                    {vehicle ? " · " + vehicle.class_zh : ""}
                </span>
                {vehicle && vehicle.status !== "active" ? (
                    <>
                        <br />
                        <b class="bad-t">{vehicle.status_zh}</b>
                    </>
                ) : null}
            </span>
        </div>
    );
}

// What may make this the wrong answer to the officer's question.
export function Notices({ check }: { check: Check }) {
    return (
        <>
            <OtherColours check={check} />
            {check.county === "other" ? (
                <Banner look="info">外县号牌。本县登记库里没有，不等于没有登记，请问发牌地。</Banner>
            ) : null}
            {check.registered ? null : <NotRegistered check={check} />}
            {check.provisional ? <Banner look="info">车上设备补传的数据还在算，结果可能变。</Banner> : null}
        </>
    );
}

function NotRegistered({ check }: { check: Check }) {
    const plate = check.plate.plate;
    return (
        <>
            <p>不等于违法。可能：外县车、输错、新车未登记。</p>
            {mayLackLast(check) ? (
                <p class="sm">
                    绿牌有 8 位：
                    <a class="inline-tap" href={"/p?plate=" + encodeURIComponent(plate)}>
                        补第 8 位
                    </a>
                </p>
            ) : null}
        </>
    );
}

export function PositionLine({ check }: { check: Check }) {
    const position = check.position;
    if (!position) return null;
    return (
        <section class="card" aria-label="现在">
            <div class="bd row sp wrap">
                <span class="b">{motionWords(position)}</span>
                <Age at={position.measured_at} what="位置" />
            </div>
        </section>
    );
}

export function Dock({ check, verdict }: { check: Check; verdict: Verdict }) {
    const plate = check.plate;
    const colour = check.registered ? "&colour=" + plate.colour : "";
    const seen = "/p/seen?plate=" + encodeURIComponent(plate.plate) + colour + "&pupils=some";
    if (verdict.word === "not_registered") {
        return (
            <div class="dock">
                <a class="btn" href={"/p?plate=" + encodeURIComponent(plate.plate)}>
                    改车牌
                </a>
                <a class="btn pri" href={seen}>
                    车上有学生
                </a>
            </div>
        );
    }
    const stopped = verdict.word === "over" || verdict.word === "must_not";
    return (
        <div class={"dock" + (stopped ? " stopped" : "")}>
            {stopped ? (
                <p class="dock-word bad-t b">
                    <Icon name="bad" /> {stopWords(verdict)}
                </p>
            ) : null}
            <a class="btn" href={seen}>
                车上有学生
            </a>
            <a class="btn pri" href="/p">
                {verdict.word === "may_carry" ? "放行，查下一辆" : "查下一辆"}
            </a>
        </div>
    );
}

function stopWords(verdict: Verdict): string {
    if (verdict.word === "over") return "不能放行：还超" + (verdict.over ? " " + verdict.over + " 人" : "员");
    return "不能放行";
}
