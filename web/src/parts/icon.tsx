export type IconName = "ok" | "warn" | "bad" | "info" | "off" | "ask" | "back" | "bus" | "go" | "keyboard";

// A shape painted with the text's colour. The word beside it carries the meaning.
export function Icon({ name, big }: { name: IconName; big?: boolean }) {
    return <i class={"i i-" + name + (big ? " i-big" : "")} aria-hidden="true" />;
}
