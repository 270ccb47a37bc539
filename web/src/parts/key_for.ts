// The Idempotency-Key of an act: the same while the same content is sent again, another for another one.
import { useRef } from "preact/hooks";

import { newKey } from "../api/calls";

export interface KeyFor {
    of: (content: object) => string;
    done: () => void; // it was stored: the same content from now on is another act
}

export function useKeyFor(): KeyFor {
    const held = useRef({ content: "", key: "" });
    return {
        of: (content) => {
            const text = JSON.stringify(content);
            if (held.current.content !== text) held.current = { content: text, key: newKey() };
            return held.current.key;
        },
        done: () => {
            held.current = { content: "", key: "" };
        },
    };
}
