// What /api/v1 says, word for word. Times are ISO 8601 with +08:00.

export type PlateColour =
    | "blue"
    | "yellow"
    | "black"
    | "white"
    | "green"
    | "yellow_green"
    | "gradient_green"
    | "farm_yellow"
    | "farm_green"
    | "unplated"
    | "other";

export interface Plate {
    plate: string; // 冀H00318
    display: string; // 冀H·00318
    colour: PlateColour;
}

// The same characters in another colour: another vehicle.
export type OfferedColour = PlateColour | { colour: PlateColour; open_findings?: number };

export interface Account {
    name: string;
    display_name: string;
    role: string;
}

export type VerdictWord =
    "may_carry" | "over" | "likely_over" | "check" | "must_not" | "unknown_load" | "not_registered";

export interface Verdict {
    word: VerdictWord;
    text: string;
    reason?: string;
    over?: number | null;
    percent?: number | null;
}

export interface Match extends Plate {
    registered: boolean;
    class_zh: string;
    use_zh: string;
    approved_persons: number; // 0: not registered
    verdict: Verdict;
    open_findings: number;
}

export interface Matches {
    matches: Match[];
    truncated: boolean;
}

export interface Vehicle {
    class_zh: string;
    use_nature: string;
    use_zh: string;
    approved_persons: number;
    approved_pupils: number | null;
    operator: string | null;
    status: string;
    status_zh: string;
}

export interface Load {
    people_aboard: number | null;
    lower: number | null;
    upper: number | null;
    pupils_aboard: number | null;
    adults_aboard: number | null;
    approved_persons: number | null;
    approved_pupils: number | null;
    basis: "head_count" | "counter" | "none";
    basis_zh: string;
    counted_at: string | null;
    counted_by: string | null;
    fresh: boolean;
    disputed: boolean; // the latest count is far below what was known before it
    fresh_until: string | null;
}

export type PaperState = "valid" | "soon" | "expired" | "missing" | "not_needed";

export interface Paper {
    kind: string;
    name_zh: string;
    state: PaperState;
    valid_until: string | null;
    text: string;
}

export type PositionState = "live" | "delayed" | "stale" | "silent" | "parked";

export interface Position {
    latitude_deg: number;
    longitude_deg: number;
    speed_kmh: number | null;
    course_deg: number | null;
    measured_at: string;
    age_s: number;
    state: PositionState;
}

export type PupilsSeen = "some" | "none" | "not_told";

export interface Sighting {
    at: string;
    place: string;
    pupils: number | null;
    pupils_seen: PupilsSeen;
    note: string; // as the witness wrote it
    by: string;
    by_zh: string;
}

export interface PartialSighting extends Sighting {
    id: string;
    plate: Plate;
    candidates: Match[];
}

export interface Figures {
    lower?: number | null;
    upper?: number | null;
    people?: number | null;
    pupils?: number | null;
    adults?: number | null;
    approved_persons?: number | null;
    over?: number | null;
}

export type Level = "suspected" | "likely" | "confirmed";

export interface Acknowledged {
    at: string;
    by: string;
    level: Level; // the finding's then
    holds: boolean; // false: it is graver now
}

export interface Finding {
    id: string;
    rule: string;
    rule_zh: string;
    severity: string;
    level: Level;
    level_zh: string;
    state: "open" | "closed" | "withdrawn";
    plate: Plate;
    vehicle_text: string;
    headline: string;
    detail: string;
    opened_at: string;
    found_at: string; // first concluded, by the server's clock
    updated_at: string;
    closed_at: string | null;
    found_late: boolean;
    figures: Figures;
    over: number | null; // so many too many, as a person counted
    place_seen: string | null; // in the words of who saw it last
    position: Position | null;
    distance_m: number | null;
    legal_basis: string;
    points_class: string | null;
    acknowledged: Acknowledged | null;
    pupils_aboard_likely: boolean;
}

export interface FindingList {
    findings: Finding[];
    next_cursor: string | null;
    counts: { all: number; moving: number };
    event_id: string;
}

export interface Evidence {
    kind: string;
    measured_at: string;
    received_at: string;
    source: string;
    source_zh: string;
    text: string;
    note?: string; // of a sighting, as the witness wrote it
}

export interface Episode {
    from: string;
    until: string | null;
    level: Level;
    figures: Figures;
    place: string | null;
    evidence: Evidence[];
    register_versions: Record<string, number>;
}

export interface FindingFile extends Finding {
    episodes: Episode[];
    withdrawn_reason: string | null;
}

export interface Departure {
    code: string;
    school: { code: string; name: string } | null;
    direction: "home" | "to_school";
    leaves_at: string;
    line: { code: string; name: string } | null;
    driver: string | null;
    escort: string | null;
    seats: number;
    status: "planned" | "cancelled";
    note: string;
}

// In the terminal's reader. listed: the schedule has this driver for the vehicle today; null: not known.
export interface DriverCard {
    name: string;
    at: string;
    listed: boolean | null;
}

export interface Check {
    plate: Plate;
    registered: boolean;
    other_colours: OfferedColour[];
    registered_colours: OfferedColour[];
    county: "this" | "other";
    vehicle: Vehicle | null;
    verdict: Verdict;
    also: Verdict[];
    load: Load | null;
    papers: Paper[];
    position: Position | null;
    findings: Finding[];
    sightings: Sighting[];
    departures: Departure[]; // published for today
    driver_card: DriverCard | null;
    provisional: boolean;
    as_of: string;
}

export interface NewSighting {
    plate: string;
    colour: PlateColour | null;
    at: string | null;
    latitude_deg: number | null;
    longitude_deg: number | null;
    place: string;
    pupils: number | null;
    pupils_seen: PupilsSeen;
    note: string;
    photo: null;
}

export interface SightingReceipt {
    id: string;
    plate: Plate;
    registered_colours: PlateColour[];
    partial: boolean; // only a part of the plate was read
    registered: boolean;
}

export interface NewRecount {
    pupils: number;
    adults: number;
    others: number;
    front_seat?: number; // pupils beside the driver; not told: nobody looked
    at: string | null;
}

export interface RecountReceipt {
    id: string;
    check: Check;
}
