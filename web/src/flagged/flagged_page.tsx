// /p/flagged: the open findings, the most urgent first, without a reload.
import { useRef } from "preact/hooks";

import type { FindingQuery } from "../api/calls";
import { now } from "../clock";
import { streaming } from "../live";
import { Banner, ClockBanner } from "../parts/banner";
import { Icon } from "../parts/icon";
import { Empty, Failed, Loading } from "../parts/states";
import { ageWords, freshness } from "../parts/time_words";
import { Top, useTitle } from "../parts/top";
import { address } from "../router";
import { VehicleRow } from "./finding_row";
import { useHere, type Here } from "./here";
import { byVehicle } from "./vehicles";
import { useOpenList, type OpenList } from "./list";

type Show = "all" | "moving" | "near";

const staleMs = 45_000; // three missed rounds

export function FlaggedPage() {
    const show = shownBy(address.value.searchParams);
    const here = useHere(show === "near");
    const waitsForPlace = show === "near" && here.state !== "known";
    const list = useOpenList(queryFor(show, here));
    const counts = useTabCounts(waitsForPlace ? "all" : show, list);
    const vehicles =
        list.findings && list.complete && !waitsForPlace ? byVehicle(list.findings).length : null;
    const shown = vehicles === null ? numberOf(counts[show]) : " " + vehicles + " 辆";
    useTitle(shown ? "布控" + shown + " · 布控名单" : "布控名单");

    return (
        <div class="ph">
            <Top title="布控名单" back="/p">
                {list.readAt > 0 ? <ListAge readAt={list.readAt} /> : null}
            </Top>
            <Filters show={show} shown={shown} counts={counts} />
            <main>
                <h1 class="vh">布控名单</h1>
                <ClockBanner />
                {waitsForPlace ? <PlaceNote here={here} /> : <Rows list={list} show={show} />}
            </main>
            <div class="dock">
                <a class="btn" href="/p/seen">
                    看到车在接学生
                </a>
                <a class="btn pri" href="/p">
                    查车牌
                </a>
            </div>
        </div>
    );
}

function shownBy(asked: URLSearchParams): Show {
    if (asked.get("near") === "1") return "near";
    return asked.get("moving") === "1" ? "moving" : "all";
}

function queryFor(show: Show, here: Here): FindingQuery {
    if (show === "moving") return { moving: true };
    if (show !== "near" || here.state !== "known") return {};
    const { latitude_deg, longitude_deg } = here.place;
    return { near: { latitude_deg, longitude_deg } };
}

function ListAge({ readAt }: { readAt: number }) {
    const late = now.value - readAt > staleMs;
    return (
        <span class={"age" + (late ? " late" : "")}>
            {streaming.value && !late ? "实时 · " : ""}
            {ageWords(readAt, now.value)}
        </span>
    );
}

// Each list tells its own number; the last ones of the other lists stay on their tabs.
function useTabCounts(show: Show, list: OpenList): Partial<Record<Show, number>> {
    const counts = useRef<Partial<Record<Show, number>>>({});
    if (list.counts && show === "all") {
        counts.current.all = list.counts.all;
        counts.current.moving = list.counts.moving;
    }
    if (list.counts && show === "moving") counts.current.moving = list.counts.moving;
    if (list.counts && show === "near") counts.current.near = list.counts.all;
    return counts.current;
}

interface FiltersProps {
    show: Show;
    shown: string; // of the list that is shown: vehicles, once it is here whole
    counts: Partial<Record<Show, number>>; // of each list: findings
}

function Filters({ show, shown, counts }: FiltersProps) {
    const tabs: [Show, string, string][] = [
        ["all", "/p/flagged", "全部"],
        ["moving", "/p/flagged?moving=1", "正在路上"],
        ["near", "/p/flagged?near=1", "我的路段"],
    ];
    return (
        <nav class="seg" aria-label="筛选">
            {tabs.map(([name, href, words]) => (
                <a key={name} href={href} aria-current={name === show ? "page" : undefined}>
                    {words + (name === show ? shown : numberOf(counts[name]))}
                </a>
            ))}
        </nav>
    );
}

function numberOf(count: number | undefined): string {
    return count === undefined ? "" : " " + count + " 条";
}

function Rows({ list, show }: { list: OpenList; show: Show }) {
    if (!list.findings) {
        if (list.failure) return <Failed failure={list.failure} retry={list.reload} />;
        return <Loading what="正在读布控名单" />;
    }
    return (
        <>
            {list.failure && list.failure.kind !== "signed_out" ? <StaleBanner readAt={list.readAt} /> : null}
            {list.findings.length === 0 ? <NoRows show={show} /> : null}
            <ul class={"fl" + (list.failure ? " old" : "")}>
                {byVehicle(list.findings).map((findings) => (
                    <VehicleRow
                        key={findings[0].plate.plate + findings[0].plate.colour}
                        findings={findings}
                    />
                ))}
            </ul>
            {list.hasMore ? (
                <p class="pad">
                    <button class="btn full" type="button" onClick={list.more}>
                        再看一些
                    </button>
                </p>
            ) : null}
            {list.findings.length > 0 ? (
                <p class="demo">
                    车上有学生的排前，越重越前。点过人数不超员、证照补齐，或 30 天没人再看到，才会自动移出。
                </p>
            ) : null}
        </>
    );
}

function StaleBanner({ readAt }: { readAt: number }) {
    const look = freshness(readAt, now.value) === "dead" ? "off" : "warn";
    return (
        <Banner look={look}>
            名单没有更新上，下面是 <b>{ageWords(readAt, now.value)}</b> 的。会自动再试。
        </Banner>
    );
}

function NoRows({ show }: { show: Show }) {
    if (show === "all") {
        return (
            <Empty title="现在没有布控车辆">
                <p class="mut">有车超员、无牌或非营运车接学生时，这里会自动出现，不用刷新。</p>
                <a class="btn" href="/p">
                    查车牌
                </a>
            </Empty>
        );
    }
    return (
        <Empty title={show === "near" ? "5 公里内没有布控车辆" : "没有正在路上的布控车辆"}>
            <p class="mut">有了会自动出现。</p>
            <a class="btn" href="/p/flagged">
                看全部
            </a>
        </Empty>
    );
}

function PlaceNote({ here }: { here: Here }) {
    if (here.state === "asking") return <Loading what="正在定位" />;
    return (
        <div class="note off-t" role="status">
            <Icon name="off" />
            <h1>不知道您在哪里</h1>
            <p class="mut">{here.state === "refused" ? here.why : ""}</p>
            <a class="btn" href="/p/flagged">
                看全部
            </a>
        </div>
    );
}
