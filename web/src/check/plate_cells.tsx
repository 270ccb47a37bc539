import { plateLength } from "./plate_text";
import { enteredText, type PlateEntry } from "./plate_entry";

// The eight cells; the eighth is dashed and optional. Each is a button that moves the cursor.
export function PlateCells({ entry, moveTo }: { entry: PlateEntry; moveTo: (cell: number) => void }) {
    const spelled = Array.from(enteredText(entry)).join(" ");
    return (
        <div class="cells" role="group" aria-label={"车牌号，已输入 " + (spelled || "空")}>
            {entry.cells.map((character, index) => (
                <>
                    {index === 2 ? <em aria-hidden="true">·</em> : null}
                    <button
                        key={index}
                        type="button"
                        class={cellClass(entry, index)}
                        aria-label={cellLabel(character, index)}
                        aria-current={entry.cursor === index ? "true" : undefined}
                        onClick={() => moveTo(index)}
                    >
                        {character || (index === plateLength ? <OptionalMark /> : "")}
                    </button>
                </>
            ))}
        </div>
    );
}

function OptionalMark() {
    return (
        <>
            新
            <br />
            能源
        </>
    );
}

function cellClass(entry: PlateEntry, index: number): string {
    const optional = index === plateLength && entry.cells[index] === "";
    return (entry.cursor === index ? "on" : "") + (optional ? " opt" : "");
}

function cellLabel(character: string, index: number): string {
    return (
        "第 " + (index + 1) + " 位" + (index === plateLength ? "（新能源）" : "") + "：" + (character || "空")
    );
}
