// /p/v/{plate}: may this vehicle carry pupils? The answer first, the evidence under it.
import { useEffect } from "preact/hooks";

import { checkVehicle } from "../api/calls";
import type { Check, PlateColour } from "../api/types";
import { displayPlate, normalizePlate } from "../check/plate_text";
import { now } from "../clock";
import { offline } from "../connection";
import { brokenAt, useLiveFindings } from "../live";
import { Age } from "../parts/age";
import { Banner, ClockBanner } from "../parts/banner";
import { useResource, type Resource } from "../parts/resource";
import { Failed, Loading, Note } from "../parts/states";
import { clockTime, timeWords } from "../parts/time_words";
import { Top, useTitle } from "../parts/top";
import { VerdictBlock, VerdictLine } from "../parts/verdict";
import { peopleWords, plateColours } from "../parts/words";
import { address } from "../router";
import { awaitingWords } from "./doubts";
import { DeparturesCard } from "./departures_card";
import { ReasonsCard, SightingsCard } from "./history_cards";
import { keepCheck, keptCheck } from "./kept_checks";
import { LoadCard } from "./load_card";
import { NextSteps } from "./next_steps";
import { ColourChoices } from "./other_colours";
import { PapersCard } from "./papers_card";
import { isCurrent, refreshMs, shownVerdict } from "./shown_verdict";
import { Dock, Identity, Notices, PositionLine } from "./vehicle_parts";

export function VehiclePage({ plate }: { plate: string }) {
    const spelling = normalizePlate(plate);
    if (spelling.tooLong) return <NoPlate text={plate} />;
    return <CheckedVehicle spelled={spelling.plate || plate} />;
}

function CheckedVehicle({ spelled }: { spelled: string }) {
    const colour = address.value.searchParams.get("colour") as PlateColour | null;
    const asked = useResource(spelled + "?" + colour, refreshMs, (signal) =>
        checkVehicle(spelled, colour, signal),
    );
    const fresh = asked.value;
    useLiveFindings((finding) => {
        if (!finding || finding.plate.plate === spelled) asked.reload();
    });
    useCountEnd(fresh, asked.reload);
    useEffect(() => {
        if (fresh) keepCheck(fresh);
    }, [fresh]);

    const unreached = asked.failure?.kind === "offline" || asked.failure?.kind === "timeout";
    const check = fresh ?? (unreached ? keptCheck(spelled, colour, now.value) : null);
    if (!check) return <Without asked={asked} plate={spelled} />;
    const reached = asked.failure === null && !offline.value;
    const current = reached && isCurrent(asked.readAt, brokenAt.value, now.value);
    return <Result check={check} asked={asked} current={current} />;
}

interface ResultProps {
    check: Check;
    asked: Resource<Check>;
    current: boolean;
}

function Result({ check, asked, current }: ResultProps) {
    const verdict = shownVerdict(check, now.value, current);
    useTitle(verdict.text + " · " + check.plate.display);
    return (
        <div class="ph">
            <Top title="核查结果" back="/p">
                <ResultAge check={check} />
            </Top>
            <main>
                <VerdictBlock
                    verdict={verdict}
                    waiting={verdict.word === "may_carry" ? awaitingWords(check) : null}
                />
                {current ? null : <OldBanner check={check} />}
                <div class="pad stack">
                    <ClockBanner />
                    <ColourChoices check={check} />
                    {check.also.length > 0 ? (
                        <ul class="alsos" aria-label="同时">
                            {check.also.map((also) => (
                                <VerdictLine key={also.word} verdict={also} />
                            ))}
                        </ul>
                    ) : null}
                    <Identity check={check} />
                    <Notices check={check} />
                    {verdict.word === "must_not" ? <ReasonsCard check={check} /> : null}
                    {check.load && (check.registered || peopleWords(check.load)) ? (
                        <LoadCard check={check} load={check.load} current={current} counted={asked.replace} />
                    ) : null}
                    <PositionLine check={check} />
                    {verdict.word === "must_not" ? null : <ReasonsCard check={check} />}
                    <NextSteps verdict={verdict} check={check} />
                    <PapersCard check={check} current={current} />
                    <DeparturesCard check={check} />
                    <SightingsCard check={check} />
                </div>
            </main>
            <Dock check={check} verdict={verdict} />
        </div>
    );
}

function Without({ asked, plate }: { asked: Resource<Check>; plate: string }) {
    const display = displayPlate(plate);
    useTitle((asked.failure ? "没有查到结果" : "正在查") + " · " + display);
    return (
        <div class="ph">
            <Top title="核查结果" back={"/p?plate=" + encodeURIComponent(plate)} />
            <main>
                {asked.failure?.field === "plate" ? (
                    <NotWhole plate={plate} />
                ) : asked.failure ? (
                    <Failed failure={asked.failure} retry={asked.reload} />
                ) : (
                    <Loading what={"正在查 " + display} />
                )}
            </main>
        </div>
    );
}

// Cut to eight characters it would be the answer about another vehicle.
function NoPlate({ text }: { text: string }) {
    useTitle("这不是车牌号");
    return (
        <div class="ph">
            <Top title="核查结果" back="/p" />
            <main>
                <Note icon="warn" tone="warn-t" title="这不是车牌号" alert>
                    <p class="mut">{text.slice(0, 40)} 超过 8 位。车牌有 7 位，绿牌有 8 位。</p>
                    <a class="btn pri" href="/p">
                        重新输
                    </a>
                </Note>
            </main>
        </div>
    );
}

function NotWhole({ plate }: { plate: string }) {
    return (
        <Note icon="warn" tone="warn-t" title="这不是完整的车牌号" alert>
            <p class="mut">{displayPlate(plate)} 不够 7 位。车牌有 7 位，绿牌有 8 位。</p>
            <a class="btn pri" href={"/p?plate=" + encodeURIComponent(plate)}>
                接着输
            </a>
        </Note>
    );
}

function ResultAge({ check }: { check: Check }) {
    if (check.position) {
        const look = check.position.state === "silent" ? "dead" : undefined;
        return <Age at={check.position.measured_at} what="位置" look={look} />;
    }
    return <span class="age">登记库 {clockTime(Date.parse(check.as_of))}</span>;
}

function OldBanner({ check }: { check: Check }) {
    return (
        <Banner look="off">
            连不上服务器，下面是 {timeWords(Date.parse(check.as_of), now.value)} 查到的，
            {plateColours[check.plate.colour]}。<b>请现场数人</b>，核对证照。
        </Banner>
    );
}

// The green ends with its count: ask again at that moment, not at the next round.
function useCountEnd(check: Check | null, reload: () => void): void {
    const until = check?.load?.fresh_until ?? null;
    const ended = until !== null && Date.parse(until) <= now.value;
    useEffect(() => {
        if (ended) reload();
    }, [until, ended]);
}
