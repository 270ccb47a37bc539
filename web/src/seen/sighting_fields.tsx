import type { PlateColour, PupilsSeen } from "../api/types";
import { changedNotice } from "../check/plate_entry";
import { changedLetters, displayPlate, plateSeen } from "../check/plate_text";
import type { Place } from "../flagged/here";
import { FormField, type FormError } from "../parts/form";
import { plateColours } from "../parts/words";
import { typedFigure } from "../vehicle/recount";
import type { SightingDraft } from "./sighting";

interface FieldsProps {
    draft: SightingDraft;
    errors: readonly FormError[];
    here: Place | null;
    whyNotHere: string;
    change: (part: Partial<SightingDraft>) => void;
}

const seenWords: [PupilsSeen, string][] = [
    ["some", "有学生"],
    ["not_told", "没看清"],
    ["none", "没有学生"],
];

export function SightingFields(props: FieldsProps) {
    return (
        <>
            <VehicleFields {...props} />
            <PupilFields {...props} />
            <PlaceFields {...props} />
        </>
    );
}

function VehicleFields({ draft, errors, change }: FieldsProps) {
    return (
        <>
            <FormField id="plate" label="车牌" errors={errors} hint={plateHint(draft.plate)}>
                <input
                    id="plate"
                    class="field"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck={false}
                    value={draft.plate}
                    onInput={(event) => change({ plate: event.currentTarget.value })}
                />
            </FormField>
            <FormField id="colour" label="号牌颜色" errors={errors}>
                <select
                    id="colour"
                    class="field"
                    value={draft.colour}
                    onChange={(event) => change({ colour: event.currentTarget.value as PlateColour | "" })}
                >
                    <option value="">没看清</option>
                    {Object.entries(plateColours).map(([colour, words]) => (
                        <option key={colour} value={colour}>
                            {words}
                        </option>
                    ))}
                </select>
            </FormField>
        </>
    );
}

function plateHint(text: string): string {
    const seen = plateSeen(text);
    const changed = changedNotice(changedLetters(text));
    if (seen && changed) return changed + "按 " + displayPlate(seen.plate) + " 记。";
    if (seen?.partial) return "按看到的部分记：" + displayPlate(seen.plate) + "，不算到哪辆车头上。";
    return "看不全就填看到的几位，没看清的那位写 ?，例如 冀H·12?45。";
}

function PupilFields({ draft, errors, change }: FieldsProps) {
    return (
        <fieldset class="stack-tight">
            <legend class="b">车上的学生</legend>
            <div class="choices">
                {seenWords.map(([value, words]) => (
                    <label key={value} class="choice">
                        <input
                            type="radio"
                            name="seen"
                            value={value}
                            checked={draft.seen === value}
                            onChange={() => change({ seen: value })}
                        />
                        <span>{words}</span>
                    </label>
                ))}
            </div>
            {draft.seen === "some" ? (
                <FormField id="pupils" label="约几人" errors={errors} hint="没数清就留空。">
                    <input
                        id="pupils"
                        class="field"
                        inputMode="numeric"
                        autocomplete="off"
                        maxLength={6}
                        value={draft.pupils}
                        onInput={(event) => change({ pupils: typedFigure(event.currentTarget.value) })}
                    />
                </FormField>
            ) : null}
        </fieldset>
    );
}

function PlaceFields({ draft, errors, here, whyNotHere, change }: FieldsProps) {
    const located = here ? "已定位，误差约 " + Math.round(here.accuracy_m) + " 米。" : whyNotHere;
    return (
        <>
            <FormField id="place" label="地点" errors={errors} hint={located || "正在定位……"}>
                <input
                    id="place"
                    class="field"
                    autocomplete="off"
                    value={draft.place}
                    onInput={(event) => change({ place: event.currentTarget.value })}
                />
            </FormField>
            <FormField id="at" label="时间" errors={errors}>
                <input
                    id="at"
                    class="field"
                    type="datetime-local"
                    value={draft.at}
                    onInput={(event) => change({ at: event.currentTarget.value })}
                />
            </FormField>
            <FormField id="note" label="还有什么（可不填）" errors={errors}>
                <input
                    id="note"
                    class="field"
                    autocomplete="off"
                    maxLength={200}
                    value={draft.note}
                    onInput={(event) => change({ note: event.currentTarget.value })}
                />
            </FormField>
        </>
    );
}
