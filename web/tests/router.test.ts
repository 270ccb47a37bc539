import { expect, test } from "vitest";

import { nextPage } from "../src/login/login_page";
import { routeOf, vehicleHref } from "../src/router";

test.each([
    ["/", "check"],
    ["/p", "check"],
    ["/p/", "check"],
    ["/login", "login"],
    ["/p/flagged", "flagged"],
    ["/p/seen", "seen"],
    ["/p/f/123", "finding"],
    ["/p/v/%E5%86%80H00318", "vehicle"],
    ["/p/v", "nowhere"],
    ["/p/v/a/b", "nowhere"],
    ["/b", "nowhere"],
])("%s is the page %s", (path, page) => {
    expect(routeOf(path).page).toBe(page);
});

test("a plate goes into an address and comes out again", () => {
    const href = vehicleHref("冀H00318", "yellow");
    expect(href).toBe("/p/v/%E5%86%80H00318?colour=yellow");
    expect(routeOf(new URL(href, "http://localhost").pathname)).toEqual({
        page: "vehicle",
        plate: "冀H00318",
    });
});

test("signing in leads only to a page of this site", () => {
    const asked = (next: string) =>
        nextPage(new URL("http://localhost/login?next=" + encodeURIComponent(next)));
    expect(asked("/p/flagged?moving=1")).toBe("/p/flagged?moving=1");
    expect(asked("//evil.example/")).toBe("/p");
    expect(asked("/\\evil.example/")).toBe("/p");
    expect(asked("https://evil.example/")).toBe("/p");
    expect(asked("/login")).toBe("/p");
});
