// /p: type a plate. The seventh character opens the result by itself.
import { useEffect, useState } from "preact/hooks";

import { listFindings } from "../api/calls";
import { ClockBanner } from "../parts/banner";
import { Icon } from "../parts/icon";
import { useResource } from "../parts/resource";
import { Top, useTitle } from "../parts/top";
import { address, go, vehicleHref } from "../router";
import { lastChecks } from "../vehicle/kept_checks";
import { FoundList, RecentList } from "./found_list";
import { useMatches } from "./matches";
import { openingOf, type Opening } from "./opening";
import { PlateCells } from "./plate_cells";
import { PlateKeyboard, type Sheet } from "./plate_keyboard";
import * as entries from "./plate_entry";
import { usePlateKeys } from "./plate_keys";
import { displayPlate, normalizePlate, plateLength } from "./plate_text";
import { SignOut } from "./sign_out";

const recentShown = 3;

export function CheckPage() {
    const asked = address.value.searchParams.get("plate");
    const [entry, setEntry] = useState(() =>
        asked ? entries.filledEntry(normalizePlate(asked).plate) : entries.freshEntry(),
    );
    const [sheet, setSheet] = useState<Sheet>("letters");
    const [ownKeyboard, setOwnKeyboard] = useState(true);
    const text = entries.enteredText(entry);
    const found = useMatches(text);
    const complete = entries.isComplete(entry);
    const open = () => {
        if (complete) openResult(text);
        else setEntry((before) => ({ ...before, notice: lackWords(text) }));
    };
    const opening = openingOf(text, found && found.matches);
    useOpening(text, opening, complete && entry.typed);
    const press = (character: string) => {
        setEntry((before) => pressed(before, character, sheet));
        setSheet("letters");
    };
    const moveTo = (cell: number) => {
        setEntry((before) => entries.movedTo(before, cell));
        setSheet(cell === 0 ? "province" : "letters");
    };
    const erase = () => setEntry(entries.erased);
    const keys = { sheet, canSearch: complete, press, erase, show: setSheet, search: open };
    usePlateKeys({ setEntry, open });
    const isPlain = entry.notice === "" && opening.act !== "longer"; // nothing that only this line says
    useTitle(text.length > 2 ? displayPlate(text) + " · 查车牌" : "查车牌 · 路面核查");

    return (
        <div class={"ph" + (ownKeyboard ? " with-keys" : "")}>
            <Top title="路面核查" />
            <main class="pad stack check">
                <ClockBanner />
                <div class="row sp plate-head">
                    <h1 class="h-small">车牌号</h1>
                    <button class="btn sm" type="button" onClick={() => setOwnKeyboard(!ownKeyboard)}>
                        <Icon name="keyboard" />
                        {ownKeyboard ? "粘贴或说话" : "用车牌键盘"}
                    </button>
                </div>
                <PlateCells entry={entry} moveTo={moveTo} />
                {ownKeyboard ? null : (
                    <SystemInput fill={(value) => setEntry(entries.pasted(value))} search={open} />
                )}
                <p class={"mut" + (found && isPlain ? " hint" : "")} role="status">
                    {entry.notice || hint(opening)}
                </p>
                <Lists found={found} />
                <Ways />
            </main>
            {ownKeyboard ? <PlateKeyboard {...keys} /> : null}
        </div>
    );
}

function pressed(entry: entries.PlateEntry, character: string, sheet: Sheet): entries.PlateEntry {
    return sheet === "province" ? entries.withProvince(entry, character) : entries.typed(entry, character);
}

function hint(opening: Opening): string {
    if (opening.act === "longer") return "登记库里有 8 位绿牌这样开头：请输第 8 位，或点查询。";
    return "输满 7 位自动出结果，绿牌输 8 位。";
}

function lackWords(text: string): string {
    const lacking = plateLength - Array.from(text).length;
    return lacking > 0 ? "还差 " + lacking + " 位才能查，也可以点下面对得上的车。" : "中间有空格没填。";
}

function openResult(text: string): void {
    go("/p?plate=" + encodeURIComponent(text), "replace"); // "back" finds the cells filled
    go(vehicleHref(text, null));
}

function useOpening(text: string, opening: Opening, armed: boolean): void {
    const pauseMs = armed && opening.act === "open" ? opening.pauseMs : null;
    useEffect(() => {
        if (pauseMs === null) return;
        const timer = setTimeout(() => openResult(text), pauseMs);
        return () => clearTimeout(timer);
    }, [text, pauseMs]);
}

function Lists({ found }: { found: ReturnType<typeof useMatches> }) {
    if (found) return <FoundList found={found} />;
    const recent = lastChecks(recentShown);
    return recent.length > 0 ? <RecentList checks={recent} /> : null;
}

// The phone's own keyboard, dictation and paste end up in the same cells.
function SystemInput({ fill, search }: { fill: (text: string) => void; search: () => void }) {
    return (
        <form
            class="system-input"
            onSubmit={(event) => {
                event.preventDefault();
                search();
            }}
        >
            <label class="stack-tight">
                <span class="sm">粘贴、语音或系统键盘输入</span>
                <input
                    class="field"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck={false}
                    placeholder="例如 冀H 00318"
                    onInput={(event) => fill(event.currentTarget.value)}
                />
            </label>
            <button class="btn pri" type="submit">
                查 询
            </button>
        </form>
    );
}

function Ways() {
    const flagged = useResource("flagged-count", 60_000, (signal) => listFindings({ limit: 1 }, signal));
    const counts = flagged.value?.counts;
    return (
        <>
            <a class="btn full" href="/p/seen">
                <Icon name="bus" />
                看到一辆车在接学生
            </a>
            <p class="row sp sm ways">
                <a href="/p/flagged">
                    {counts ? "布控名单 " + counts.all + " 条 · 在路上 " + counts.moving : "布控名单"}
                </a>
                <SignOut />
            </p>
        </>
    );
}
