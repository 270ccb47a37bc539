import type { Finding } from "../api/types";
import { isAcknowledged } from "../finding/acknowledge";
import { Age } from "../parts/age";
import { Plate } from "../parts/plate";
import { FindingChip, findingLook } from "../parts/verdict";
import { distanceWords, motionWords } from "../parts/words";
import { vehicleHref } from "../router";
import type { VehicleFindings } from "./vehicles";

// One vehicle with all its open findings.
export function VehicleRow({ findings }: { findings: VehicleFindings }) {
    const [finding, ...others] = findings;
    const look = findingLook(finding);
    return (
        <li class={look.edge}>
            <a href={vehicleHref(finding.plate.plate, finding.plate.colour)}>
                <Plate plate={finding.plate} />
                <FindingChip finding={finding} />
                <span class="why">
                    <b class="level">{finding.level_zh}</b>{" "}
                    {findings.every(isAcknowledged) ? <b class="level">已签收</b> : null}{" "}
                    {whereWords(finding)}
                </span>
                <span class="meta">
                    <span>{finding.detail}</span>
                    {finding.position ? (
                        <Age
                            at={finding.position.measured_at}
                            what="位置"
                            look={finding.position.state === "silent" ? "dead" : undefined}
                        />
                    ) : (
                        <span class="age dead">无定位</span>
                    )}
                </span>
                {others.map((other) => (
                    <FurtherFinding key={other.id} finding={other} />
                ))}
            </a>
        </li>
    );
}

function FurtherFinding({ finding }: { finding: Finding }) {
    return (
        <span class="further">
            <FindingChip finding={finding} />
            <span class="mut">
                <b class="level">{finding.level_zh}</b> {finding.detail}
            </span>
        </span>
    );
}

export function whereWords(finding: Finding): string {
    const words = [finding.vehicle_text];
    if (finding.place_seen) words.push("在" + finding.place_seen + "看到");
    if (finding.position) words.push(motionWords(finding.position));
    if (finding.distance_m !== null)
        words.push((finding.position ? "距您 " : "看到的地方距您 ") + distanceWords(finding.distance_m));
    return words.filter(Boolean).join("，");
}
