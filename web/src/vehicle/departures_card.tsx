import type { Check, Departure, DriverCard } from "../api/types";
import { clockTime } from "../parts/time_words";

// What the published schedule has for this vehicle today: does it drive for the school that its driver names?
export function DeparturesCard({ check }: { check: Check }) {
    if (!check.registered) return null;
    const departures = check.departures ?? []; // a check kept from before has none
    return (
        <section class="card" aria-label="今天的班次">
            <div class="hd">
                <h2>今天的班次</h2>
                <span class="mut">{departures.length > 0 ? departures.length + " 趟" : "没有公布"}</span>
            </div>
            {departures.length > 0 ? (
                <ul class="seen bd">
                    {departures.map((departure) => (
                        <DepartureRow key={departure.code} departure={departure} />
                    ))}
                </ul>
            ) : null}
            {check.driver_card ? <CardRow card={check.driver_card} /> : null}
        </section>
    );
}

// Who has put the card into the terminal's reader.
function CardRow({ card }: { card: DriverCard }) {
    return (
        <p class="bd">
            刷卡 {card.name || "没有姓名"} <span class="mut">{clockTime(Date.parse(card.at))}</span>
            {card.listed === false ? <b class="warn-t"> 不是名单上的驾驶人</b> : null}
        </p>
    );
}

function DepartureRow({ departure }: { departure: Departure }) {
    const cancelled = departure.status === "cancelled";
    const crew = [named("驾驶人", departure.driver), named("照管员", departure.escort)].filter(Boolean);
    return (
        <li>
            <span class="nw">
                <b>{clockTime(Date.parse(departure.leaves_at))}</b>{" "}
                {departure.direction === "home" ? "离校" : "返校"}
            </span>
            <span>
                {cancelled ? <b class="bad-t">已取消 </b> : null}
                {departure.school?.name} · {departure.line?.name}
                <br />
                <span class="mut">{[...crew, "学生座位 " + departure.seats].join(" · ")}</span>
            </span>
        </li>
    );
}

function named(word: string, name: string | null): string {
    return name ? word + " " + name : "";
}
