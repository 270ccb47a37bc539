// The open list: read page by page, kept up to date by the stream, reconciled by polling.
import { useEffect, useRef, useState } from "preact/hooks";

import { findingsPerPage, listFindings, type FindingQuery } from "../api/calls";
import type { Failure } from "../api/request";
import type { Finding, FindingList } from "../api/types";
import { seenUpTo, useLiveFindings } from "../live";
import { useResource } from "../parts/resource";
import { merged } from "./order";

export interface OpenList {
    findings: readonly Finding[] | null;
    counts: FindingList["counts"] | null;
    readAt: number; // when the server last confirmed it
    failure: Failure | null;
    hasMore: boolean;
    complete: boolean; // nothing of it is missing here
    more: () => void;
    reload: () => void;
}

const pollMs = 15_000;
const reconcileMs = 1000; // after an event: the order and the counts as the server sees them
const mostListed = 200;

// A filtered list cannot judge by itself whether a finding belongs to it: then an event only asks again.
export function useOpenList(query: FindingQuery): OpenList {
    const filter = JSON.stringify(query);
    const [limit, setLimit] = useState(findingsPerPage);
    const [changes, setChanges] = useState<readonly Finding[]>([]);
    const pending = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
    const read = useResource(filter + limit, pollMs, (signal) => listFindings({ ...query, limit }, signal));
    const kept = useRef<{ filter: string; list: FindingList } | null>(null);
    if (read.value) kept.current = { filter, list: read.value };
    const list = kept.current?.filter === filter ? kept.current.list : null;

    useEffect(() => {
        if (read.value) seenUpTo(read.value.event_id);
        setChanges([]); // the list just read contains them
    }, [read.readAt, filter]);
    useEffect(() => () => clearTimeout(pending.current), []);

    useLiveFindings((finding) => {
        if (finding && filter === "{}") setChanges((before) => [...before, finding]);
        pending.current ??= setTimeout(() => {
            pending.current = undefined;
            read.reload();
        }, reconcileMs);
    }, read.value !== null);

    return {
        findings: list && changes.reduce(merged, list.findings.slice()),
        counts: list?.counts ?? null,
        readAt: read.readAt,
        failure: read.failure,
        hasMore: list !== null && list.next_cursor !== null && limit < mostListed,
        complete: list !== null && list.next_cursor === null,
        more: () => setLimit((before) => Math.min(before + findingsPerPage, mostListed)),
        reload: read.reload,
    };
}
