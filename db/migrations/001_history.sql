-- Vehicles, and what happened to them.

-- A plate and its colour group: the identity that everything else refers to, registered or not.
CREATE TABLE vehicle (
    id      INTEGER PRIMARY KEY,
    plate   TEXT NOT NULL CHECK (plate <> ''),
    colour  INTEGER NOT NULL CHECK (colour IN (0, 1, 2, 3, 4, 5, 9, 91, 92)),
    UNIQUE (plate, colour)
) STRICT;

-- One row a record, in the order of arrival. The unique index is the history's order: kind_key is
-- kind * 2^44 + key, so that (vehicle, measured_at, kind_key) sorts as (vehicle, measured_at, kind, key).
-- Kinds: 1 position, 2 passenger flow, 3 head count, 4 sighting.
-- Columns are read by their place: new ones go to the end.
CREATE TABLE record (
    id              INTEGER PRIMARY KEY,
    vehicle         INTEGER NOT NULL REFERENCES vehicle (id),
    measured_at     INTEGER NOT NULL,            -- Unix ms by the teller's clock; 0: not told
    kind_key        INTEGER NOT NULL CHECK (kind_key BETWEEN 1 << 44 AND (5 << 44) - 1),
    received_after  INTEGER NOT NULL,            -- ms from measured_at to our clock
    source          INTEGER NOT NULL CHECK (source BETWEEN 1 AND 8),
    flags           INTEGER NOT NULL,
    told_by         INTEGER NOT NULL,            -- terminal, device or account number
    latitude        INTEGER,                     -- 0.000001 degree, WGS-84; positions, and sightings that tell
    longitude       INTEGER,
    -- positions only
    altitude        INTEGER,                     -- 0.1 m
    speed           INTEGER,                     -- 0.1 km/h
    course          INTEGER,                     -- 0.1 degree
    accuracy        INTEGER,                     -- 0.1 m; 0: not told
    alarm_bits      INTEGER,
    status_bits     INTEGER,
    satellites      INTEGER,                     -- NULL: not told
    located         INTEGER,
    items           BLOB                         -- additional items of 0x0200 as they came
) STRICT;
CREATE UNIQUE INDEX record_order ON record (vehicle, measured_at, kind_key);
CREATE INDEX record_sighting ON record (measured_at) WHERE kind_key >= 4 << 44;

-- What the other kinds told beside that.
CREATE TABLE passenger_flow (
    record      INTEGER PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
    from_at     INTEGER NOT NULL,
    until_at    INTEGER NOT NULL,
    boarded     INTEGER NOT NULL CHECK (boarded BETWEEN 0 AND 65535),
    alighted    INTEGER NOT NULL CHECK (alighted BETWEEN 0 AND 65535)
) STRICT;

CREATE TABLE head_count (
    record  INTEGER PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
    pupils  INTEGER NOT NULL CHECK (pupils BETWEEN 0 AND 65535),
    adults  INTEGER NOT NULL CHECK (adults BETWEEN 0 AND 65535),
    others  INTEGER NOT NULL CHECK (others BETWEEN 0 AND 65535)
) STRICT;

CREATE TABLE sighting (
    record       INTEGER PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
    pupils_seen  INTEGER NOT NULL CHECK (pupils_seen BETWEEN 0 AND 2),
    pupils       INTEGER CHECK (pupils BETWEEN 0 AND 65535),
    place        TEXT NOT NULL,
    note         TEXT NOT NULL,
    photo        TEXT NOT NULL
) STRICT;

-- A frame kept as it came.
CREATE TABLE raw_message (
    id             INTEGER PRIMARY KEY,
    terminal       INTEGER NOT NULL,
    received_at    INTEGER NOT NULL,
    message_id     INTEGER NOT NULL CHECK (message_id BETWEEN 0 AND 65535),
    serial         INTEGER NOT NULL CHECK (serial BETWEEN 0 AND 65535),
    package_total  INTEGER NOT NULL CHECK (package_total BETWEEN 0 AND 65535),
    package_index  INTEGER NOT NULL CHECK (package_index BETWEEN 0 AND 65535),
    body           BLOB NOT NULL
) STRICT;
CREATE INDEX raw_message_received ON raw_message (received_at);

-- The folded state of a vehicle after its record (measured_at, kind_key).
CREATE TABLE checkpoint (
    id           INTEGER PRIMARY KEY,
    vehicle      INTEGER NOT NULL REFERENCES vehicle (id),
    measured_at  INTEGER NOT NULL,
    kind_key     INTEGER NOT NULL,
    state        BLOB NOT NULL,
    UNIQUE (vehicle, measured_at, kind_key)
) STRICT;

-- Vehicles whose records after (measured_at, kind_key) have to be folded again.
CREATE TABLE dirty_vehicle (
    vehicle      INTEGER PRIMARY KEY REFERENCES vehicle (id),
    measured_at  INTEGER NOT NULL,
    kind_key     INTEGER NOT NULL
) STRICT;

-- Grows with every edit of what the server keeps in memory: registers, identities, terminals' keys.
CREATE TABLE registry_version (
    only     INTEGER PRIMARY KEY CHECK (only = 1),
    version  INTEGER NOT NULL
) STRICT;
INSERT INTO registry_version VALUES (1, 1);
