import type { OfferedColour, Plate, PlateColour } from "../api/types";
import { plateColours } from "../parts/words";
import { vehicleHref } from "../router";

export interface Offered {
    colour: PlateColour;
    flagged: boolean; // findings are open against it
}

export function offered(colour: OfferedColour): Offered {
    if (typeof colour === "string") return { colour, flagged: false };
    return { colour: colour.colour, flagged: (colour.open_findings ?? 0) > 0 };
}

interface LinksProps {
    plate: Plate;
    colours: readonly OfferedColour[];
    big?: boolean; // where the choice is what there is to do
}

// The same characters in other colours: each is another vehicle.
export function ColourLinks({ plate, colours, big }: LinksProps) {
    return (
        <>
            {colours.map(offered).map(({ colour, flagged }) => (
                <a
                    key={colour}
                    class={(big ? "btn" : "inline-tap") + (flagged ? " flagged" : "")}
                    href={vehicleHref(plate.plate, colour)}
                >
                    {plateColours[colour]}
                    {flagged ? <b> 布控</b> : null}
                </a>
            ))}
        </>
    );
}
