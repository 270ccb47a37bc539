// The answers of the invented county: state in memory, changed by recounts and sightings.
import type {
    Finding,
    NewRecount,
    NewSighting,
    PartialSighting,
    Plate,
    PlateColour,
} from "../src/api/types.ts";
import { displayPlate, normalizePlate, plateSeen } from "../src/check/plate_text.ts";
import { compareFindings } from "../src/flagged/order.ts";
import { freshCounty, iso, plateOf, type MockVehicle } from "./county.ts";
import { checkOf, fileOf, findingsOf, matchOf, unknownCheck } from "./judge.ts";

export interface Ask {
    method: string;
    path: string;
    query: URLSearchParams;
    header: (name: string) => string;
    body: unknown;
}

export interface Reply {
    status: number;
    body?: unknown;
    etag?: string;
    headers?: Record<string, string>;
}

type Listener = (id: number, finding: Finding) => void;

const session = "husong_session=mock";
const account = { name: "police", display_name: "张某", role: "police" };
export const mockPassword = "mock-password"; // of the invented county only

export class MockApi {
    private readonly county = freshCounty();
    private readonly listeners = new Set<Listener>();
    private readonly receipts = new Map<string, { content: string; body: unknown }>();
    private readonly partials: PartialSighting[] = [];
    private lastEvent = 1;

    isSignedIn(cookie: string): boolean {
        return cookie.includes(session);
    }

    listen(listener: Listener): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    answer(ask: Ask): Reply {
        if (ask.method !== "GET" && ask.header("x-husong") !== "1") return problem(403, "no X-Husong header");
        if (ask.path === "/session") return this.session(ask);
        if (!this.isSignedIn(ask.header("cookie"))) return problem(401, "nobody is signed in");
        if (ask.path === "/vehicles") return this.matches(ask.query.get("plate") ?? "");
        if (ask.path === "/findings") return this.findings(ask.query);
        if (ask.path === "/sightings/partial") return { status: 200, body: { sightings: this.partials } };
        if (ask.path === "/sightings") return this.once(ask, () => this.sighting(ask.body as NewSighting));
        const [, kind, name, act] = ask.path.split("/");
        if (kind === "findings" && name && act === "acknowledgement") return this.acknowledge(name);
        if (kind === "findings" && name) return this.finding(name);
        if (kind !== "vehicles" || !name) return problem(404, "no such address");
        const colour = ask.query.get("colour") as PlateColour | null;
        if (act === "recounts")
            return this.once(ask, () => this.recount(name, colour, ask.body as NewRecount));
        return this.check(name, colour);
    }

    private session(ask: Ask): Reply {
        if (ask.method === "DELETE")
            return { status: 204, headers: { "Set-Cookie": session + "; Max-Age=0; Path=/" } };
        if (ask.method === "GET") {
            return this.isSignedIn(ask.header("cookie"))
                ? { status: 200, body: { account } }
                : problem(401, "nobody is signed in");
        }
        const { password } = ask.body as { password: string };
        if (password !== mockPassword) return problem(401, "name or password is wrong");
        const cookie = session + "; Path=/; HttpOnly; SameSite=Strict";
        return { status: 200, body: { account }, headers: { "Set-Cookie": cookie } };
    }

    private matches(text: string): Reply {
        const { plate } = normalizePlate(text);
        const found = this.county.filter((one) => one.plate.plate.startsWith(plate));
        const matches = found.slice(0, 8).map((one) => matchOf(one, Date.now()));
        return { status: 200, body: { matches, truncated: found.length > 8 } };
    }

    private check(name: string, colour: PlateColour | null): Reply {
        const { plate } = normalizePlate(name);
        if (plate.length < 5) return problem(400, "这不是车牌", "plate");
        const one = this.vehicle(plate, colour);
        const now = Date.now();
        const body = one
            ? checkOf(one, this.county, now)
            : {
                  ...unknownCheck(plate, now, this.coloursOf(plate)),
                  ...(colour && { plate: plateOf(plate, colour) }),
              };
        return { status: 200, body };
    }

    private findings(query: URLSearchParams): Reply {
        const now = Date.now();
        const all = this.county.flatMap((one) => findingsOf(one, now)).sort(compareFindings);
        const moving = all.filter((finding) => (finding.position?.speed_kmh ?? 0) > 5);
        const near = query.has("near")
            ? moving.slice(0, 2).map((each, index) => ({ ...each, distance_m: 2400 + 2700 * index }))
            : null;
        const wanted = near ?? (query.get("moving") === "true" ? moving : all);
        const findings = wanted.slice(0, Number(query.get("limit") ?? "50"));
        const counts = { all: (near ?? all).length, moving: (near ?? moving).length };
        const next_cursor = findings.length < wanted.length ? "more" : null;
        const event_id = String(this.lastEvent);
        return { status: 200, body: { findings, next_cursor, counts, event_id } };
    }

    private finding(id: string): Reply {
        const all = this.county.flatMap((one) => findingsOf(one, Date.now()));
        const found = all.find((finding) => finding.id === id);
        return found ? { status: 200, body: fileOf(found) } : problem(404, "no such finding");
    }

    private acknowledge(id: string): Reply {
        for (const one of this.county) {
            const found = findingsOf(one, Date.now()).find((finding) => finding.id === id);
            if (!found) continue;
            const at = iso(Date.now());
            const acknowledged = { at, by: account.display_name, level: found.level, holds: true };
            one.acknowledged.set(found.rule, acknowledged);
            const now = { ...found, acknowledged, updated_at: at };
            this.publish(now);
            return { status: 201, body: fileOf(now) };
        }
        return problem(404, "no such finding");
    }

    private recount(plate: string, colour: PlateColour | null, count: NewRecount): Reply {
        const one = this.vehicle(plate, colour);
        if (!one) return problem(404, "not registered");
        const before = findingsOf(one, Date.now());
        const people = one.count ? one.count.pupils + one.count.adults : 0;
        one.disputed = !one.disputed && (count.pupils + count.adults) * 2 < people;
        one.counter = null;
        one.count = { pupils: count.pupils, adults: count.adults, at: Date.now(), by: "police" };
        const after = findingsOf(one, Date.now());
        for (const finding of after) this.publish(finding);
        for (const gone of before.filter((old) => !after.some((each) => each.id === old.id))) {
            const at = iso(Date.now());
            one.acknowledged.delete(gone.rule);
            this.publish({ ...gone, state: "closed", updated_at: at, closed_at: at });
        }
        return {
            status: 201,
            body: { id: String(this.lastEvent), check: checkOf(one, this.county, Date.now()) },
        };
    }

    private sighting(told: NewSighting): Reply {
        if (plateSeen(told.plate)?.partial) return this.partialSighting(told);
        const one = this.vehicle(told.plate, told.colour);
        one?.sightings.push({
            at: told.at ?? iso(Date.now()),
            place: told.place,
            pupils: told.pupils,
            pupils_seen: told.pupils_seen,
            note: told.note,
            by: "police",
            by_zh: "交警",
        });
        const plate: Plate = one?.plate ?? plateOf(told.plate, told.colour ?? "other");
        const registered = one !== undefined;
        const registered_colours = this.coloursOf(told.plate);
        return {
            status: 201,
            body: { id: String(++this.lastEvent), plate, partial: false, registered, registered_colours },
        };
    }

    private partialSighting(told: NewSighting): Reply {
        const id = String(++this.lastEvent);
        const plate = plateOf(told.plate, told.colour ?? "other");
        plate.display = displayPlate(told.plate);
        const pattern = new RegExp(told.plate.replace(/\?/g, "."));
        const candidates = this.county
            .filter((one) => pattern.test(one.plate.plate))
            .map((one) => matchOf(one, Date.now()));
        const { place, pupils, pupils_seen, note } = told;
        const seen = {
            at: told.at ?? iso(Date.now()),
            place,
            pupils,
            pupils_seen,
            note,
            by: "police",
            by_zh: "交警",
        };
        this.partials.unshift({ id, plate, ...seen, candidates });
        return { status: 201, body: { id, plate, partial: true, registered: false, registered_colours: [] } };
    }

    // The same key again: the same answer, or a conflict when the content is another.
    private once(ask: Ask, act: () => Reply): Reply {
        const key = ask.header("idempotency-key");
        if (!key) return problem(400, "Idempotency-Key is missing");
        const content = JSON.stringify(ask.body);
        const known = this.receipts.get(key);
        if (known)
            return known.content === content
                ? { status: 200, body: known.body }
                : problem(409, "other content");
        const reply = act();
        if (reply.status === 201) this.receipts.set(key, { content, body: reply.body });
        return reply;
    }

    private coloursOf(plate: string): PlateColour[] {
        return this.county.filter((one) => one.plate.plate === plate).map((one) => one.plate.colour);
    }

    private vehicle(plate: string, colour: PlateColour | null): MockVehicle | undefined {
        return this.county.find(
            (one) => one.plate.plate === plate && (colour === null || one.plate.colour === colour),
        );
    }

    private publish(finding: Finding): void {
        const id = ++this.lastEvent;
        for (const listener of this.listeners) listener(id, finding);
    }
}

function problem(status: number, detail: string, field?: string): Reply {
    return {
        status,
        body: { type: "about:blank", title: detail, status, detail, ...(field ? { field } : {}) },
    };
}
