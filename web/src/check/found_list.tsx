import type { Check, Match } from "../api/types";
import { now } from "../clock";
import { offline } from "../connection";
import { brokenAt } from "../live";
import { Plate } from "../parts/plate";
import { ageWords } from "../parts/time_words";
import { failureTitle } from "../parts/states";
import { VerdictChip } from "../parts/verdict";
import { vehicleHref } from "../router";
import type { KeptCheck } from "../vehicle/kept_checks";
import { isCurrent, shownInList } from "../vehicle/shown_verdict";
import type { Found } from "./matches";
import { displayPlate, homeCity, homeProvince } from "./plate_text";

// The matches while typing; with nothing typed yet, what this phone checked last.
export function FoundList({ found }: { found: Found }) {
    const current = isCurrent(found.readAt, brokenAt.value, now.value);
    if (found.failure) {
        return (
            <p class="mut" role="status">
                {failureTitle(found.failure)}，输满 7 位可以查手机里存的。
            </p>
        );
    }
    const title = "匹配 “" + displayPlate(found.text) + "”";
    return (
        <section class="card" aria-label={title}>
            <div class="hd">
                <h2>{title}</h2>
                <span class="mut" role="status">
                    {countWords(found)}
                </span>
            </div>
            {found.matches.length > 0 ? (
                <ul class="rec bd">
                    {found.matches.map((match) => (
                        <MatchRow key={match.plate + match.colour} match={match} current={current} />
                    ))}
                </ul>
            ) : (
                <p class="bd sm">{noneWords(found.text)}</p>
            )}
        </section>
    );
}

export function RecentList({ checks }: { checks: readonly KeptCheck[] }) {
    return (
        <section class="card" aria-label="最近查过">
            <div class="hd">
                <h2>最近查过</h2>
                <span class="mut">点一下重新查</span>
            </div>
            <ul class="rec bd">
                {checks.map((kept) => (
                    <RecentRow key={kept.check.plate.plate + kept.check.plate.colour} kept={kept} />
                ))}
            </ul>
        </section>
    );
}

export function MatchRow({ match, current }: { match: Match; current: boolean }) {
    return (
        <li>
            <a href={vehicleHref(match.plate, match.colour)}>
                <Plate plate={match} />
                <span class="grow xs">{aboutMatch(match)}</span>
                {offline.value ? null : <VerdictChip verdict={shownInList(match.verdict, current)} />}
            </a>
        </li>
    );
}

function aboutMatch(match: Match): string {
    if (match.registered) return match.use_zh + " · " + match.approved_persons;
    return "没有登记，在布控名单";
}

// An old verdict is not repeated here: only the plate and when it was looked up.
function RecentRow({ kept }: { kept: KeptCheck }) {
    const check: Check = kept.check;
    return (
        <li>
            <a href={vehicleHref(check.plate.plate, check.registered ? check.plate.colour : null)}>
                <Plate plate={check.plate} />
                <span class="grow sm">{check.vehicle?.use_zh ?? "没有登记"}</span>
                <span class="mut">{ageWords(Date.parse(check.as_of), now.value)}</span>
            </a>
        </li>
    );
}

const shortestPart = 3; // characters after 冀H that are also looked for inside a plate

function noneWords(text: string): string {
    const home = homeProvince + homeCity;
    const after = text.startsWith(home) ? text.slice(home.length) : text;
    if (after.length < shortestPart) {
        return "没有以 " + displayPlate(text) + " 开头的车。再输一位，中间或末尾有 " + after + " 的也会找。";
    }
    return "登记库和布控名单里没有含 " + after + " 的车牌。输满 7 位仍可查。";
}

function countWords(found: Found): string {
    if (found.matches.length === 0) return "0 辆";
    return (found.truncated ? "先列 " : "") + found.matches.length + " 辆，数字为核载";
}
