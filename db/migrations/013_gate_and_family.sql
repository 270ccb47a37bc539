-- What people at a school's gate did. Rows are never changed: undoing is another row.
CREATE TABLE gate_act (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    act_key         INTEGER NOT NULL UNIQUE,      -- of who did it and his idempotency key
    kind            INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 7),
    school          TEXT NOT NULL,
    departure       TEXT NOT NULL,                -- code; empty: not on the list
    vehicle         INTEGER NOT NULL REFERENCES vehicle (id),
    at              INTEGER NOT NULL,
    received_at     INTEGER NOT NULL,
    account         INTEGER NOT NULL,
    keeper          TEXT NOT NULL,
    pupils          INTEGER CHECK (pupils BETWEEN 0 AND 65535),
    adults          INTEGER CHECK (adults BETWEEN 0 AND 65535),
    others          INTEGER CHECK (others BETWEEN 0 AND 65535),
    plate_matches   INTEGER CHECK (plate_matches IN (0, 1)),
    driver_matches  INTEGER CHECK (driver_matches IN (0, 1)),
    escort_matches  INTEGER CHECK (escort_matches IN (0, 1)),
    note            TEXT NOT NULL,
    undoes          INTEGER UNIQUE REFERENCES gate_act (id)
) STRICT;
CREATE INDEX gate_act_of_school ON gate_act (school, at);
CREATE INDEX gate_act_of_departure ON gate_act (departure);

-- Who may act at a school's gate, with a short PIN.
CREATE TABLE gate_keeper (
    school    TEXT NOT NULL CHECK (school <> ''),
    name      TEXT NOT NULL CHECK (name <> ''),
    pin_hash  TEXT NOT NULL,                      -- argon2id; empty: may no longer act
    PRIMARY KEY (school, name)
) STRICT, WITHOUT ROWID;

-- A guardian's address: 128 random bits, kept hashed, for one pupil.
CREATE TABLE guardian_link (
    token_hash  TEXT PRIMARY KEY,
    pupil       TEXT NOT NULL CHECK (pupil <> ''),
    relation    TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    revoked_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX guardian_link_of_pupil ON guardian_link (pupil);
