// /p/seen: one short report that a vehicle is picking up pupils. It is a lead, not an offence.
import { Banner, ClockBanner } from "../parts/banner";
import { FormErrors } from "../parts/form";
import { Closed, failureTitle } from "../parts/states";
import { Top, useTitle } from "../parts/top";
import { address } from "../router";
import { PartialList } from "./partial_list";
import { useReport, type Report } from "./report";
import { Sent } from "./sent";
import { SightingFields } from "./sighting_fields";
import { WaitingList } from "./waiting_list";

export function SeenPage() {
    const report = useReport(address.value.searchParams);
    const { outcome, failure } = report;
    useTitle(outcome ? "已记下 · 看到车在接学生" : "看到一辆车在接学生");
    return (
        <div class="ph">
            <Top title="看到一辆车在接学生" back="/p" />
            {failure?.kind === "hidden" ? (
                <main>
                    <Closed />
                </main>
            ) : outcome ? (
                <Sent outcome={outcome} again={report.again} />
            ) : (
                <SightingForm report={report} />
            )}
        </div>
    );
}

function SightingForm({ report }: { report: Report }) {
    const { failure, sending } = report;
    const submit = (event: Event) => {
        event.preventDefault();
        void report.submit();
    };
    return (
        <form class="flow" onSubmit={submit} noValidate>
            <main class="pad stack">
                <ClockBanner />
                <h1 class="vh">看到一辆车在接学生</h1>
                <FormErrors errors={report.errors} />
                {failure && failure.kind !== "signed_out" ? (
                    <Banner look="bad">没有记下，填的内容还在：{failureTitle(failure)}。</Banner>
                ) : null}
                <WaitingList />
                <SightingFields
                    draft={report.draft}
                    errors={report.errors}
                    here={report.here}
                    whyNotHere={report.whyNotHere}
                    change={report.change}
                />
                <p class="mut">这是线索，不是定性。家长接自己的孩子不违法。</p>
                <PartialList />
            </main>
            <div class="dock">
                <button class="btn pri" type="submit" disabled={sending}>
                    {sending ? "正在提交……" : "提 交"}
                </button>
            </div>
        </form>
    );
}
