// /p/f/{id}: one finding, why it is held, since when, and on what evidence.
import type { ComponentChildren } from "preact";

import { readFinding } from "../api/calls";
import type { Episode, Evidence, Figures, FindingFile } from "../api/types";
import { now } from "../clock";
import { useLiveFindings } from "../live";
import { Age } from "../parts/age";
import { Banner, ClockBanner } from "../parts/banner";
import { Icon } from "../parts/icon";
import { Plate } from "../parts/plate";
import { useResource } from "../parts/resource";
import { Failed, Loading } from "../parts/states";
import { ageWords, clockTime, timeWords } from "../parts/time_words";
import { Top, useTitle } from "../parts/top";
import { findingLook } from "../parts/verdict";
import { motionWords } from "../parts/words";
import { vehicleHref } from "../router";
import { Acknowledge } from "./acknowledge";

const refreshMs = 15_000;

export function FindingPage({ id }: { id: string }) {
    const asked = useResource(id, refreshMs, (signal) => readFinding(id, signal));
    useLiveFindings((finding) => {
        if (!finding || finding.id === id) asked.reload();
    });
    const finding = asked.value;
    useTitle(finding ? finding.headline + " · " + finding.plate.display : "布控详情");
    return (
        <div class="ph">
            <Top title="布控详情" back="/p/flagged">
                {asked.readAt > 0 ? <span class="age">{ageWords(asked.readAt, now.value)}</span> : null}
            </Top>
            <main>
                {finding ? null : asked.failure ? (
                    <Failed failure={asked.failure} retry={asked.reload} />
                ) : (
                    <Loading what="正在读布控详情" />
                )}
                {finding && asked.failure ? (
                    <Banner look="off">没有更新上，下面是 {ageWords(asked.readAt, now.value)} 的。</Banner>
                ) : null}
                {finding ? (
                    <File
                        finding={finding}
                        act={
                            <Acknowledge
                                finding={finding}
                                acknowledged={asked.replace}
                                reload={asked.reload}
                            />
                        }
                    />
                ) : null}
            </main>
            {finding ? (
                <div class="dock">
                    <a class="btn" href="/p/flagged">
                        布控名单
                    </a>
                    <a class="btn pri" href={vehicleHref(finding.plate.plate, finding.plate.colour)}>
                        核查这辆车
                    </a>
                </div>
            ) : null}
        </div>
    );
}

const blockTone: Record<string, string> = {
    sure: "bad",
    bad: "bad",
    likely: "likely",
    warn: "warn",
    off: "off",
};
const stateWords = { open: "未处理", closed: "已解除", withdrawn: "已撤回" };

function File({ finding, act }: { finding: FindingFile; act: ComponentChildren }) {
    const look = findingLook(finding);
    const tone = blockTone[look.chip] ?? "warn";
    return (
        <>
            <section class={"verdict " + tone} role={tone === "bad" ? "alert" : "status"}>
                <Icon name={look.icon} />
                <h1 class="w">{finding.headline}</h1>
                <p class="r">{finding.detail}</p>
            </section>
            <div class="pad stack">
                <ClockBanner />
                {finding.state === "withdrawn" ? (
                    <Banner look="info">已撤回：{finding.withdrawn_reason ?? "后来的数据不再支持"}。</Banner>
                ) : null}
                {finding.found_late ? (
                    <Banner look="info">
                        这是后来补传的数据或更改的登记查出来的，事情发生时没有及时知道。
                    </Banner>
                ) : null}
                <div class="row sp identity">
                    <Plate plate={finding.plate} size="xl" />
                    <span class="sm">
                        {finding.vehicle_text}
                        <br />
                        <span class="mut">{finding.position ? motionWords(finding.position) : "无定位"}</span>
                    </span>
                </div>
                {act}
                <Facts finding={finding} />
                {finding.episodes.map((episode) => (
                    <EpisodeCard key={episode.from} episode={episode} />
                ))}
            </div>
        </>
    );
}

function Facts({ finding }: { finding: FindingFile }) {
    const figures = figureWords(finding.figures);
    return (
        <section class="card" aria-label="规则和依据">
            <div class="hd">
                <h2>
                    {finding.rule} {finding.rule_zh}
                </h2>
                <span class="mut nw">{finding.level_zh}</span>
            </div>
            <dl class="kv bd">
                {figures ? <Row name="人数" words={figures} /> : null}
                <Row name="法规" words={finding.legal_basis} />
                {finding.points_class ? <Row name="记分" words={finding.points_class} /> : null}
                <Row name="状态" words={stateWords[finding.state]} />
                <Row name="发现" words={timeWords(Date.parse(finding.opened_at), now.value)} />
                {finding.closed_at ? (
                    <Row name="结束" words={timeWords(Date.parse(finding.closed_at), now.value)} />
                ) : null}
                {finding.place_seen ? <Row name="看到的地点" words={finding.place_seen} /> : null}
                {finding.position ? (
                    <>
                        <dt>车的位置</dt>
                        <dd>
                            北纬 {finding.position.latitude_deg.toFixed(4)}°，东经{" "}
                            {finding.position.longitude_deg.toFixed(4)}°
                            <br />
                            <Age at={finding.position.measured_at} />
                        </dd>
                    </>
                ) : null}
            </dl>
        </section>
    );
}

function Row({ name, words }: { name: string; words: string }) {
    return (
        <>
            <dt>{name}</dt>
            <dd>{words}</dd>
        </>
    );
}

function EpisodeCard({ episode }: { episode: Episode }) {
    const until = episode.until ? untilWords(Date.parse(episode.from), Date.parse(episode.until)) : "现在";
    return (
        <section class="card" aria-label="证据">
            <div class="hd">
                <h2>
                    {timeWords(Date.parse(episode.from), now.value)} 至 {until}
                </h2>
                <span class="mut">{episode.place ?? ""}</span>
            </div>
            <ul class="evidence bd">
                {episode.evidence.map((item) => (
                    <EvidenceRow key={item.kind + item.measured_at + item.text} item={item} />
                ))}
            </ul>
        </section>
    );
}

// On the same day the clock is enough.
function untilWords(fromMs: number, untilMs: number): string {
    return timeWords(fromMs, untilMs).startsWith("今天") ? clockTime(untilMs) : timeWords(untilMs, now.value);
}

const lateMs = 60_000; // an arrival this much after the fact is worth telling

function EvidenceRow({ item }: { item: Evidence }) {
    const measured = Date.parse(item.measured_at);
    const lag = Date.parse(item.received_at) - measured;
    const late = lag > lateMs ? "，" + Math.round(lag / 60_000) + " 分钟后收到" : "";
    return (
        <li>
            <span class="num">{timeWords(measured, now.value)}</span>
            <span>
                {item.text}
                <br />
                {item.note ? (
                    <>
                        <q class="witness">{item.note}</q>
                        <br />
                    </>
                ) : null}
                <span class="mut">
                    {item.source_zh}
                    {late}
                </span>
            </span>
        </li>
    );
}

export function figureWords(figures: Figures): string {
    const words: string[] = [];
    const { lower, upper, people, pupils, adults } = figures;
    const interval = lower != null && upper != null && lower !== upper;
    const atLeast = lower ? "至少 " + lower : null;
    const aboard = interval ? lower + "–" + upper : (people ?? upper ?? atLeast);
    const parts = pupils != null && adults != null ? "（学生 " + pupils + " + 司乘 " + adults + "）" : "";
    if (aboard != null) words.push("车上 " + aboard + " 人" + parts);
    else if (figures.approved_persons != null) words.push("没有清点");
    if (figures.approved_persons != null) words.push("核载 " + figures.approved_persons);
    if (figures.over != null && figures.over > 0) words.push("超 " + figures.over + " 人");
    return words.join("，");
}
