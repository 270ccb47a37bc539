// Calendars, read by a parser that is not ours.
import ICAL from "ical.js";
import assert from "node:assert/strict";

// The events at an address, by their UID.
export async function events(address) {
    const answer = await fetch(address);
    assert.equal(answer.headers.get("content-type"), "text/calendar; charset=utf-8");
    const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
    for (const zone of calendar.getAllSubcomponents("vtimezone"))
        ICAL.TimezoneService.register(new ICAL.Timezone(zone));
    const all = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
    return new Map(all.map((event) => [event.uid, event]));
}

export const uidOf = (code) => code + "@husong";
export const statusOf = (event) => event.component.getFirstPropertyValue("status");
