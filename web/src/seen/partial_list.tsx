// What was seen of vehicles whose plate nobody read whole, with the registered ones that match.
import { listPartialSightings } from "../api/calls";
import type { PartialSighting } from "../api/types";
import { MatchRow } from "../check/found_list";
import { now } from "../clock";
import { useResource } from "../parts/resource";
import { Plate } from "../parts/plate";
import { timeWords } from "../parts/time_words";
import { sightingWords } from "../vehicle/history_cards";

const refreshMs = 60_000;

// Nothing at all when there are none, or for those who only report.
export function PartialList() {
    const { value } = useResource("partial", refreshMs, listPartialSightings);
    if (!value || value.sightings.length === 0) return null;
    return (
        <section class="card partial" aria-label="只看到一部分的车牌">
            <div class="hd">
                <h2>只看到一部分的车牌</h2>
                <span class="mut">近 30 天</span>
            </div>
            {value.sightings.map((seen) => (
                <PartialRow key={seen.id} seen={seen} />
            ))}
        </section>
    );
}

// Read too seldom for a green: which vehicle it was is not known anyway.
function PartialRow({ seen }: { seen: PartialSighting }) {
    const count = seen.candidates.length;
    return (
        <div class="bd">
            <p class="row wrap sm">
                <Plate plate={seen.plate} />
                <span>
                    {timeWords(Date.parse(seen.at), now.value)} {sightingWords(seen)}
                    {seen.note ? <q class="witness">{seen.note}</q> : null}
                </span>
            </p>
            <p class="mut xs">{count > 0 ? "登记库里对得上的，不一定是它：" : "登记库里没有对得上的。"}</p>
            <ul class="rec">
                {seen.candidates.map((match) => (
                    <MatchRow key={match.plate + match.colour} match={match} current={false} />
                ))}
            </ul>
        </div>
    );
}
