// What the form says, checked and made into the record that is sent.
import type { Failure } from "../api/request";
import type { NewSighting, PlateColour, PupilsSeen } from "../api/types";
import type { FormError } from "../parts/form";
import { normalizePlate, plateSeen } from "../check/plate_text";
import { instantOfLocalInput } from "../parts/time_words";
import { isWhole } from "../vehicle/recount";
import type { Place } from "../flagged/here";

export interface SightingDraft {
    plate: string;
    colour: PlateColour | "";
    at: string; // the value of <input type="datetime-local">
    place: string;
    pupils: string;
    seen: PupilsSeen;
    note: string;
}

const mostPupils = 200;

export function sightingErrors(draft: SightingDraft, here: Place | null, nowMs: number): FormError[] {
    const errors: FormError[] = [];
    const add = (field: keyof SightingDraft, text: string) => errors.push({ field, text });
    if (!plateSeen(draft.plate)) add("plate", lackWords(draft.plate));
    if (draft.seen === "some" && !isWhole(draft.pupils)) {
        add("pupils", "约几人只填整数，没看清就留空");
    } else if (draft.seen === "some" && Number(draft.pupils) > mostPupils) {
        add("pupils", "学生人数填 0 到 " + mostPupils + "，没看清就留空");
    }
    if (!here && draft.place.trim() === "") add("place", "填地点，例如 北沟镇初中门前");
    const at = instantOfLocalInput(draft.at);
    if (!at) add("at", "填看到的时间，例如 16:41");
    else if (Date.parse(at) > nowMs + 60_000) add("at", "时间不能晚于现在");
    return errors;
}

function lackWords(plate: string): string {
    if (normalizePlate(plate).tooLong) return "车牌超过 8 位，一次只填一辆";
    return "填车牌，看不全就填看到的几位，至少 3 位";
}

// Called only with a draft that has no errors.
export function sightingOf(draft: SightingDraft, here: Place | null): NewSighting {
    const counted = draft.seen === "some" && draft.pupils !== "";
    return {
        plate: plateSeen(draft.plate)?.plate ?? "",
        colour: draft.colour || null,
        at: instantOfLocalInput(draft.at),
        latitude_deg: here ? here.latitude_deg : null,
        longitude_deg: here ? here.longitude_deg : null,
        place: draft.place.trim(),
        pupils: counted ? Number(draft.pupils) : null,
        pupils_seen: draft.seen,
        note: draft.note.trim(),
        photo: null,
    };
}

// What the server refused, at the field it names.
export function refusedField(failure: Failure): FormError | null {
    const words: Record<string, string> = { plate: "车牌不对，请再看一遍", at: "时间不对，请改一下" };
    const text = failure.kind === "refused" && failure.field ? words[failure.field] : undefined;
    return failure.field && text ? { field: failure.field, text } : null;
}
