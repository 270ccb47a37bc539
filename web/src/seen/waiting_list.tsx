import { displayPlate } from "../check/plate_text";
import { now } from "../clock";
import { timeWords } from "../parts/time_words";
import { discard, waiting } from "./outbox";

// Reports still on this phone; those the server refused say why and can be thrown away.
export function WaitingList() {
    if (waiting.value.length === 0) return null;
    return (
        <section class="card" aria-label="待传">
            <div class="hd">
                <h2>{waiting.value.length} 条待传</h2>
                <span class="mut">连上网络自动上传</span>
            </div>
            <ul class="rec bd">
                {waiting.value.map(({ key, sighting, refused }) => (
                    <li key={key} class="row sp wrap">
                        <span class="sm">
                            {sighting.at ? timeWords(Date.parse(sighting.at), now.value) : ""}{" "}
                            {displayPlate(sighting.plate)}
                            {refused ? <b class="bad-t"> 没有接受：{refused}</b> : null}
                        </span>
                        {refused ? (
                            <button class="btn sm" type="button" onClick={() => discard(key)}>
                                丢掉
                            </button>
                        ) : null}
                    </li>
                ))}
            </ul>
        </section>
    );
}
