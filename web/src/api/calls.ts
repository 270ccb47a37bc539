// /api/v1, one function a call.
import { request, type Answer } from "./request";
import type {
    Account,
    Check,
    FindingFile,
    FindingList,
    Matches,
    NewRecount,
    NewSighting,
    PartialSighting,
    PlateColour,
    RecountReceipt,
    SightingReceipt,
} from "./types";

interface SignedIn {
    account: Account;
}

export interface FindingQuery {
    moving?: boolean;
    near?: { latitude_deg: number; longitude_deg: number };
    cursor?: string;
    limit?: number;
}

export const findingsPerPage = 50;
const nearRadiusM = 5000;

export function signIn(name: string, password: string): Promise<Answer<SignedIn>> {
    return request("/session", { method: "POST", body: { name, password } });
}

export function readSession(): Promise<Answer<SignedIn>> {
    return request("/session");
}

export function signOut(): Promise<Answer<void>> {
    return request("/session", { method: "DELETE" });
}

export function findVehicles(prefix: string, signal?: AbortSignal): Promise<Answer<Matches>> {
    return request("/vehicles" + query({ plate: prefix }), { signal });
}

export function checkVehicle(
    plate: string,
    colour: PlateColour | null,
    signal?: AbortSignal,
): Promise<Answer<Check>> {
    return request("/vehicles/" + encodeURIComponent(plate) + query({ colour }), { signal });
}

export function postRecount(
    plate: string,
    colour: PlateColour | null,
    count: NewRecount,
    idempotencyKey: string,
): Promise<Answer<RecountReceipt>> {
    const path = "/vehicles/" + encodeURIComponent(plate) + "/recounts" + query({ colour });
    return request(path, { method: "POST", body: count, idempotencyKey });
}

export function listFindings(wanted: FindingQuery, signal?: AbortSignal): Promise<Answer<FindingList>> {
    const near = wanted.near;
    const path =
        "/findings" +
        query({
            state: "open",
            moving: wanted.moving ? "true" : null,
            near: near ? near.latitude_deg.toFixed(5) + "," + near.longitude_deg.toFixed(5) : null,
            radius_m: near ? String(nearRadiusM) : null,
            limit: String(wanted.limit ?? findingsPerPage),
            cursor: wanted.cursor ?? null,
        });
    return request(path, { signal });
}

export function readFinding(id: string, signal?: AbortSignal): Promise<Answer<FindingFile>> {
    return request("/findings/" + encodeURIComponent(id), { signal });
}

// As the reader saw it.
export function postAcknowledgement(finding: FindingFile): Promise<Answer<FindingFile>> {
    return request("/findings/" + encodeURIComponent(finding.id) + "/acknowledgement", {
        method: "POST",
        body: { level: finding.level, severity: finding.severity },
    });
}

export function postSighting(
    sighting: NewSighting,
    idempotencyKey: string,
): Promise<Answer<SightingReceipt>> {
    return request("/sightings", { method: "POST", body: sighting, idempotencyKey });
}

export function listPartialSightings(
    signal?: AbortSignal,
): Promise<Answer<{ sightings: PartialSighting[] }>> {
    return request("/sightings/partial", { signal });
}

// 128 random bits. crypto.randomUUID is missing in older browsers and outside HTTPS.
export function newKey(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function query(values: Record<string, string | null>): string {
    const told = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== null);
    return told.length > 0 ? "?" + new URLSearchParams(told).toString() : "";
}
