// The physical keyboard and paste, wherever the focus is, except in a field of its own.
import { useLayoutEffect, useRef } from "preact/hooks";

import { erased, movedTo, pasted, typed, type PlateEntry } from "./plate_entry";

interface KeyTarget {
    setEntry: (change: (before: PlateEntry) => PlateEntry) => void;
    open: () => void;
}

export function usePlateKeys(target: KeyTarget): void {
    const current = useRef(target);
    current.current = target;
    useLayoutEffect(() => {
        // with the cells in sight, no key is lost
        const onKey = (event: KeyboardEvent) => {
            if (isForeign(event)) return;
            if (event.key === "Enter" && !isControl(event.target)) return current.current.open();
            const change = changeFor(event.key);
            if (!change) return;
            event.preventDefault();
            current.current.setEntry(change);
        };
        const onPaste = (event: ClipboardEvent) => {
            if (isField(event.target)) return;
            const text = event.clipboardData?.getData("text/plain") ?? "";
            event.preventDefault();
            current.current.setEntry(() => pasted(text));
        };
        document.addEventListener("keydown", onKey);
        document.addEventListener("paste", onPaste);
        return () => {
            document.removeEventListener("keydown", onKey);
            document.removeEventListener("paste", onPaste);
        };
    }, []);
}

function changeFor(key: string): ((entry: PlateEntry) => PlateEntry) | null {
    if (key === "Backspace") return erased;
    if (key === "ArrowLeft") return (entry) => movedTo(entry, entry.cursor - 1);
    if (key === "ArrowRight") return (entry) => movedTo(entry, entry.cursor + 1);
    if (Array.from(key).length === 1 && key.trim() !== "") return (entry) => typed(entry, key);
    return null;
}

function isForeign(event: KeyboardEvent): boolean {
    return event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isField(event.target);
}

function isField(target: EventTarget | null): boolean {
    return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

// Enter on a focused button or link is that control's own.
function isControl(target: EventTarget | null): boolean {
    return target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement;
}
