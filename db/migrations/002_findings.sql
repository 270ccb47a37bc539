-- What the rules concluded.

CREATE TABLE finding (
    id                INTEGER PRIMARY KEY,
    rule              INTEGER NOT NULL CHECK (rule BETWEEN 1 AND 255),
    vehicle           INTEGER NOT NULL REFERENCES vehicle (id),
    day               INTEGER NOT NULL,       -- midnight in China
    ordinal           INTEGER NOT NULL CHECK (ordinal BETWEEN 0 AND 65535),
    level             INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
    found_at          INTEGER NOT NULL,       -- our clock, when first concluded
    found_late        INTEGER NOT NULL CHECK (found_late IN (0, 1)),
    withdrawn_at      INTEGER,
    withdrawn_reason  TEXT NOT NULL DEFAULT '',
    is_open           INTEGER NOT NULL DEFAULT 0 CHECK (is_open IN (0, 1))  -- not withdrawn, last episode runs
) STRICT;
CREATE INDEX finding_by_vehicle ON finding (vehicle, found_at, id);
CREATE INDEX finding_newest ON finding (found_at, id);
CREATE INDEX finding_open ON finding (found_at, id) WHERE is_open = 1;

CREATE TABLE finding_episode (
    finding           INTEGER NOT NULL REFERENCES finding (id) ON DELETE CASCADE,
    ordinal           INTEGER NOT NULL CHECK (ordinal BETWEEN 0 AND 65535),
    from_at           INTEGER NOT NULL,
    until_at          INTEGER,                -- NULL: still open
    level             INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
    people_lower      INTEGER NOT NULL,       -- figures at the greatest excess; -1: unknown
    people_upper      INTEGER NOT NULL,
    pupils            INTEGER NOT NULL,
    adults            INTEGER NOT NULL,
    approved_persons  INTEGER NOT NULL,
    approved_pupils   INTEGER NOT NULL,
    latitude_deg      REAL NOT NULL,          -- where it began; both 0: not known
    longitude_deg     REAL NOT NULL,
    vehicle_version   INTEGER NOT NULL,       -- register row versions judged by; 0: none
    plate_version     INTEGER NOT NULL,
    permit_version    INTEGER NOT NULL,
    PRIMARY KEY (finding, ordinal)
) STRICT, WITHOUT ROWID;

-- The records an episode rests on, in their order. They outlive the retention of other records.
CREATE TABLE finding_evidence (
    finding      INTEGER NOT NULL,
    episode      INTEGER NOT NULL,
    place        INTEGER NOT NULL,
    measured_at  INTEGER NOT NULL,
    kind_key     INTEGER NOT NULL,
    PRIMARY KEY (finding, episode, place),
    FOREIGN KEY (finding, episode) REFERENCES finding_episode (finding, ordinal) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_evidence_record ON finding_evidence (measured_at, kind_key);
