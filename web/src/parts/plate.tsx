import type { Plate as PlateValue } from "../api/types";
import { plateSpelled } from "./words";

// Drawn in its real colour, so that screen and bumper can be matched at a glance; read letter by letter.
export function Plate({ plate, size }: { plate: PlateValue; size?: "lg" | "xl" }) {
    return (
        <span
            class={"plate plate-" + plate.colour + (size ? " " + size : "")}
            role="img"
            aria-label={plateSpelled(plate.display, plate.colour)}
        >
            {plate.display}
        </span>
    );
}
