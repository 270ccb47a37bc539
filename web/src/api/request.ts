// The one place that calls fetch. Expected failures are values; every answer also sets the clock and
// tells whether the server can be reached.
import { noteReached, noteUnreached } from "../connection";
import { setServerTime } from "../clock";
import { noteSignedOut } from "../session";

export type FailureKind =
    | "offline" // no answer at all
    | "timeout" // none within the limit
    | "signed_out" // 401
    | "hidden" // 403 and 404 alike
    | "refused" // any other 4xx: the request itself has to change
    | "broken"; // 5xx, or an answer that is not JSON

export interface Failure {
    kind: FailureKind;
    status: number; // 0 when there was no answer
    field: string | null; // the part of the request that was refused
}

export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export interface Call {
    method?: "GET" | "POST" | "DELETE";
    body?: object;
    idempotencyKey?: string;
    signal?: AbortSignal | undefined;
}

const answerLimitMs = 8000; // after this the page shows the error state instead of the skeleton
const keptAnswers = 24;
const kept = new Map<string, { etag: string; value: unknown }>();

export async function request<T>(path: string, call: Call = {}): Promise<Answer<T>> {
    const method = call.method ?? "GET";
    const limit = new AbortController();
    let timedOut = false;
    const timer = setTimeout(() => {
        timedOut = true;
        limit.abort();
    }, answerLimitMs);
    const pass = () => limit.abort();
    call.signal?.addEventListener("abort", pass);
    try {
        const response = await fetch("/api/v1" + path, {
            method,
            headers: headersFor(method, path, call),
            body: call.body ? JSON.stringify(call.body) : null,
            credentials: "same-origin",
            cache: "no-store",
            signal: limit.signal,
        });
        noteReached();
        setServerTime(response.headers.get("Date"));
        return await read<T>(path, method, response);
    } catch {
        if (call.signal?.aborted) return failed("offline", 0);
        noteUnreached();
        return failed(timedOut ? "timeout" : "offline", 0);
    } finally {
        clearTimeout(timer);
        call.signal?.removeEventListener("abort", pass);
    }
}

export function forgetAnswers(): void {
    kept.clear();
}

function headersFor(method: string, path: string, call: Call): Record<string, string> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET") headers["X-Husong"] = "1"; // what a foreign site's form cannot send
    if (call.body) headers["Content-Type"] = "application/json";
    if (call.idempotencyKey) headers["Idempotency-Key"] = call.idempotencyKey;
    const known = method === "GET" ? kept.get(path) : undefined;
    if (known) headers["If-None-Match"] = known.etag;
    return headers;
}

async function read<T>(path: string, method: string, response: Response): Promise<Answer<T>> {
    const known = kept.get(path);
    if (response.status === 304 && known) return { ok: true, value: known.value as T };
    if (!response.ok) return problem(response);
    if (response.status === 204) return { ok: true, value: undefined as T };
    const text = await response.text();
    try {
        const value = JSON.parse(text) as T;
        if (method === "GET") keep(path, response.headers.get("ETag"), value);
        return { ok: true, value };
    } catch {
        return failed("broken", response.status);
    }
}

function keep(path: string, etag: string | null, value: unknown): void {
    kept.delete(path);
    if (!etag) return;
    kept.set(path, { etag, value });
    const oldest = kept.keys().next();
    if (kept.size > keptAnswers && !oldest.done) kept.delete(oldest.value);
}

async function problem(response: Response): Promise<Answer<never>> {
    const answer = failed(kindOf(response.status), response.status);
    if (answer.failure.kind === "signed_out") noteSignedOut();
    try {
        const told = (await response.json()) as Partial<Failure>;
        answer.failure.field = told.field ?? null;
    } catch {
        // a proxy's page instead of a problem document: the status says enough
    }
    return answer;
}

function kindOf(status: number): FailureKind {
    if (status === 401) return "signed_out";
    if (status === 403 || status === 404) return "hidden";
    return status < 500 ? "refused" : "broken";
}

function failed(kind: FailureKind, status: number): { ok: false; failure: Failure } {
    return { ok: false, failure: { kind, status, field: null } };
}
