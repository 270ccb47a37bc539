import { provinces, specialCharacters } from "./plate_text";

const rows = ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"] as const;
const notOnPlates = "IO";

export type Sheet = "letters" | "province" | "special";

interface KeyboardProps {
    sheet: Sheet;
    canSearch: boolean;
    press: (character: string) => void;
    erase: () => void;
    show: (sheet: Sheet) => void;
    search: () => void;
}

// The plate keyboard: letters and digits, or the sheet of provinces and special characters.
export function PlateKeyboard(props: KeyboardProps) {
    return (
        <div class="kb" role="group" aria-label="车牌键盘">
            {props.sheet === "letters" ? <Letters {...props} /> : <Characters {...props} />}
        </div>
    );
}

function Letters({ press, erase, show, search, canSearch }: KeyboardProps) {
    return (
        <>
            {rows.slice(0, 3).map((row) => (
                <div class="kb-row" key={row}>
                    <Keys characters={Array.from(row)} press={press} />
                </div>
            ))}
            <div class="kb-row kb-last">
                <button type="button" class="fn sm" onClick={() => show("special")}>
                    学/挂
                </button>
                <Keys characters={Array.from(rows[3])} press={press} />
                <button type="button" class="fn" aria-label="删除" onClick={erase}>
                    ⌫
                </button>
            </div>
            <div class="kb-row kb-acts">
                <button type="button" class="fn" onClick={() => show("province")}>
                    换省份
                </button>
                <button type="button" class="go" aria-disabled={!canSearch} onClick={search}>
                    查 询
                </button>
            </div>
        </>
    );
}

function Characters({ sheet, press, erase, show }: KeyboardProps) {
    const characters = sheet === "province" ? [...provinces, ...specialCharacters] : specialCharacters;
    return (
        <>
            <div class="kb-sheet">
                <Keys characters={characters} press={press} />
            </div>
            <div class="kb-row kb-acts">
                <button type="button" class="fn" aria-label="删除" onClick={erase}>
                    ⌫
                </button>
                <button type="button" class="fn" onClick={() => show("letters")}>
                    返回字母和数字
                </button>
            </div>
        </>
    );
}

function Keys({ characters, press }: { characters: readonly string[]; press: (key: string) => void }) {
    return (
        <>
            {characters.map((character) => (
                <button
                    key={character}
                    type="button"
                    disabled={notOnPlates.includes(character)}
                    aria-label={notOnPlates.includes(character) ? character + " 不用于车牌" : undefined}
                    onClick={() => press(character)}
                >
                    {character}
                </button>
            ))}
        </>
    );
}
