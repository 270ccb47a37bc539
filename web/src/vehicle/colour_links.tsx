import type { Plate, PlateColour } from "../api/types";
import { plateColours } from "../parts/words";
import { vehicleHref } from "../router";

// The same characters in other colours: each is another vehicle.
export function ColourLinks({ plate, colours }: { plate: Plate; colours: readonly PlateColour[] }) {
    return (
        <>
            {colours.map((colour) => (
                <a key={colour} class="inline-tap" href={vehicleHref(plate.plate, colour)}>
                    {plateColours[colour]}
                </a>
            ))}
        </>
    );
}
