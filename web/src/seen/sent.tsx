import type { SightingReceipt } from "../api/types";
import { Plate } from "../parts/plate";
import { Note } from "../parts/states";
import { vehicleHref } from "../router";
import { ColourLinks } from "../vehicle/colour_links";
import { PartialList } from "./partial_list";

export type Outcome = ({ kept: false } & SightingReceipt) | { kept: true; words: string };

// The same place says what became of the report: with the server, or on this phone until it answers.
export function Sent({ outcome, again }: { outcome: Outcome; again: () => void }) {
    return (
        <main>
            {outcome.kept ? (
                <Note icon="off" tone="off-t" title="没有网络，已存在手机里">
                    <p class="mut">{outcome.words}，连上网络会自动上传，时间按刚才填的算。</p>
                    <Ways again={again} />
                </Note>
            ) : (
                <Note icon="ok" tone="ok-t" title="已记下">
                    <Plate plate={outcome.plate} size="lg" />
                    {outcome.partial ? <PartOnly /> : <WholePlate outcome={outcome} />}
                    <Ways again={again} />
                </Note>
            )}
        </main>
    );
}

function WholePlate({ outcome }: { outcome: SightingReceipt }) {
    return (
        <p class="mut">
            {outcome.registered ? "登记库里有这辆车。" : "登记库里没有这辆车。"}
            {outcome.registered || outcome.registered_colours.length === 0 ? null : (
                <>
                    登记的是
                    <ColourLinks plate={outcome.plate} colours={outcome.registered_colours} />
                    ，颜色看对了吗？
                </>
            )}
            <a class="inline-tap" href={vehicleHref(outcome.plate.plate, outcome.plate.colour)}>
                看核查结果
            </a>
        </p>
    );
}

function PartOnly() {
    return (
        <>
            <p class="mut">车牌只有一部分，记作线索，不算到哪辆车头上。</p>
            <PartialList />
        </>
    );
}

function Ways({ again }: { again: () => void }) {
    return (
        <p class="row">
            <button class="btn" type="button" onClick={again}>
                再记一辆
            </button>
            <a class="btn pri" href="/p">
                查车牌
            </a>
        </p>
    );
}
