import type { Check, Verdict } from "../api/types";

// What to do at the roadside: the pupils first, the penalty after.
export function NextSteps({ verdict, check }: { verdict: Verdict; check: Check }) {
    const steps = stepsFor(verdict, check);
    if (steps.length === 0) return null;
    return (
        <section class="card" aria-label="下一步">
            <div class="hd">
                <h2>下一步</h2>
                {steps.length > 1 ? <span class="mut">学生先安顿，再处罚</span> : null}
            </div>
            <ol class="todo bd">
                {steps.map((step, index) => (
                    <li key={step}>
                        <b>{index + 1}</b>
                        <span>{step}</span>
                    </li>
                ))}
            </ol>
        </section>
    );
}

function stepsFor(verdict: Verdict, check: Check): string[] {
    if (verdict.word === "over") {
        const over = verdict.over ? verdict.over + " " : "";
        return [
            "多出的 " + over + "人原地等备用车，车不要走",
            "转走以后再点一次人数，填在上面",
            "拍车厢和标牌的照片留底",
        ];
    }
    if (verdict.word === "must_not") {
        return ["车上有学生就先安排换车，不要让学生步行", "拍车辆、号牌和车厢的照片留底"];
    }
    if (verdict.word === "likely_over") return ["上车清点学生和大人，填在上面：点过才算数"];
    if (verdict.word === "unknown_load" && check.registered) return ["上车清点学生和大人，填在上面"];
    return [];
}
