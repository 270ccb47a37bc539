import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

import { offline } from "../connection";
import { waiting } from "../seen/outbox";
import { Icon } from "./icon";

interface TopProps {
    title: string;
    back?: string;
    children?: ComponentChildren; // the age stamp
}

export function Top({ title, back, children }: TopProps) {
    return (
        <header class="top">
            {back ? (
                <a href={back} aria-label="返回">
                    <Icon name="back" />
                </a>
            ) : (
                <span class="top-gap" />
            )}
            <span class="ttl">{title}</span>
            {offline.value || waiting.value.length > 0 ? <ConnectionStamp /> : children}
        </header>
    );
}

function ConnectionStamp() {
    const count = waiting.value.length;
    const words = [offline.value ? "离线" : "", count > 0 ? count + " 条待传" : ""].filter(Boolean);
    return (
        <span class="age late" role="status">
            {words.join("，")}
        </span>
    );
}

// The page's title starts with the answer.
export function useTitle(title: string): void {
    useEffect(() => {
        document.title = title;
    }, [title]);
}
