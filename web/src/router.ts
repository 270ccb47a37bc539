// Addresses and the page they name. Links are plain <a href>; those of this site change the page in place.
import { signal } from "@preact/signals";

export type Route =
    | { page: "login" }
    | { page: "check" }
    | { page: "vehicle"; plate: string }
    | { page: "flagged" }
    | { page: "finding"; id: string }
    | { page: "seen" }
    | { page: "nowhere" };

export const address = signal(new URL("http://localhost/"));

export function routeOf(path: string): Route {
    const parts = path.split("/").filter(Boolean).map(decoded);
    const [first, second, third] = parts;
    if (parts.length === 0) return { page: "check" };
    if (first === "login" && parts.length === 1) return { page: "login" };
    if (first !== "p" || parts.length > 3) return { page: "nowhere" };
    if (second === undefined) return { page: "check" };
    if (second === "flagged" && third === undefined) return { page: "flagged" };
    if (second === "seen" && third === undefined) return { page: "seen" };
    if (second === "v" && third) return { page: "vehicle", plate: third };
    if (second === "f" && third) return { page: "finding", id: third };
    return { page: "nowhere" };
}

export function go(href: string, how: "push" | "replace" = "push"): void {
    if (how === "push") history.pushState(null, "", href);
    else history.replaceState(null, "", href);
    address.value = new URL(location.href);
    if (how === "push") window.scrollTo(0, 0);
}

export function vehicleHref(plate: string, colour: string | null): string {
    return "/p/v/" + encodeURIComponent(plate) + (colour ? "?colour=" + colour : "");
}

export function startRouter(): void {
    address.value = new URL(location.href);
    window.addEventListener("popstate", () => {
        address.value = new URL(location.href);
    });
    document.addEventListener("click", (event) => {
        const href = hrefToFollow(event);
        if (href === null) return;
        event.preventDefault();
        go(href);
    });
}

function hrefToFollow(event: MouseEvent): string | null {
    if (event.defaultPrevented || event.button !== 0) return null;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const href = link?.getAttribute("href");
    return href?.startsWith("/") && !link?.target ? href : null;
}

function decoded(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}
