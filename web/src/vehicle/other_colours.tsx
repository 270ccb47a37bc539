// The number is known in other colours than the one asked for: each is another vehicle, and perhaps the one meant.
import type { Check, OfferedColour } from "../api/types";
import { Banner } from "../parts/banner";
import { plateColours } from "../parts/words";
import { ColourLinks, offered } from "./colour_links";

// Nothing is known under the colour asked for: then choosing another one is what there is to do.
export function ColourChoices({ check }: { check: Check }) {
    const colours = choices(check);
    if (check.registered || colours.length === 0) return null;
    return (
        <section class="stack-tight" aria-label="号牌颜色">
            <p class="b">{choiceWords(check)}</p>
            <p class="colours">
                <ColourLinks plate={check.plate} colours={colours} big />
            </p>
        </section>
    );
}

export function OtherColours({ check }: { check: Check }) {
    if (!check.registered || check.other_colours.length === 0) return null;
    return (
        <Banner look="warn">
            同号还有
            <ColourLinks plate={check.plate} colours={check.other_colours} />
            车，是另一辆。请看清号牌颜色。
        </Banner>
    );
}

export function choiceWords(check: Check): string {
    const colours = choices(check).map(offered);
    const names = colours.map(({ colour }) => plateColours[colour]).join("、");
    const registered = check.registered_colours.map((colour) => offered(colour).colour);
    const allRegistered = colours.every(({ colour }) => registered.includes(colour));
    const colourTold = check.plate.colour !== "other";
    if (colourTold && allRegistered) return "登记的是" + names + "，颜色看对了吗？";
    const standing = colours.every(({ flagged }) => flagged)
        ? "车在布控名单上"
        : allRegistered
          ? "车登记"
          : "车的记录";
    return "同号有" + names + standing + "，请看清号牌颜色";
}

// Every colour once, with what is told about it in either list.
function choices(check: Check): OfferedColour[] {
    const all = [...check.other_colours, ...check.registered_colours];
    const flagged = all.filter((colour) => offered(colour).flagged).map((colour) => offered(colour).colour);
    const names = new Set(all.map((colour) => offered(colour).colour));
    names.delete(check.plate.colour);
    return Array.from(names, (colour) => ({ colour, open_findings: Number(flagged.includes(colour)) }));
}
