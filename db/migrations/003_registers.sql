-- What the county knows. Bitemporal: [valid_from, valid_until) is when a row holds, [recorded_at, superseded_at)
-- when we took it for true. An edit supersedes a row, it never changes it; superseded_at NULL: known now.

CREATE TABLE operator (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    code           TEXT NOT NULL CHECK (code <> ''),
    name           TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('school_bus_company', 'passenger_company', 'bus_company',
                                                 'school', 'individual')),
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX operator_now ON operator (code, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE school (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    code           TEXT NOT NULL CHECK (code <> ''),
    name           TEXT NOT NULL,
    stage          TEXT NOT NULL CHECK (stage IN ('kindergarten', 'primary', 'junior_high', 'nine_year',
                                                  'senior_high')),
    boarding       INTEGER NOT NULL CHECK (boarding IN (0, 1)),
    latitude_deg   REAL NOT NULL CHECK (latitude_deg BETWEEN -90 AND 90),
    longitude_deg  REAL NOT NULL CHECK (longitude_deg BETWEEN -180 AND 180),
    gate_radius_m  REAL NOT NULL CHECK (gate_radius_m > 0),
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX school_now ON school (code, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE vehicle_entry (
    version           INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from        INTEGER NOT NULL,
    valid_until       INTEGER NOT NULL,
    recorded_at       INTEGER NOT NULL,
    superseded_at     INTEGER,
    vehicle           INTEGER NOT NULL REFERENCES vehicle (id),
    class             INTEGER NOT NULL CHECK (class BETWEEN 0 AND 7),
    use_nature        TEXT NOT NULL CHECK (use_nature BETWEEN 'A' AND 'U' AND length(use_nature) = 1),
    approved_persons  INTEGER NOT NULL CHECK (approved_persons > 0),
    approved_pupils   INTEGER CHECK (approved_pupils >= 0),
    length_m          REAL CHECK (length_m > 0),
    operator          TEXT NOT NULL,
    status            INTEGER NOT NULL CHECK (status BETWEEN 0 AND 3),
    counts_driver     INTEGER NOT NULL CHECK (counts_driver IN (0, 1)),
    counts_escort     INTEGER NOT NULL CHECK (counts_escort IN (0, 1)),
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX vehicle_entry_now ON vehicle_entry (vehicle, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE school_bus_plate (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    number         TEXT NOT NULL CHECK (number <> ''),
    vehicle        INTEGER NOT NULL REFERENCES vehicle (id),
    issuer         TEXT NOT NULL,
    route          TEXT NOT NULL,
    drivers        TEXT NOT NULL,           -- codes, joined by ;
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX school_bus_plate_now ON school_bus_plate (number, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE permit (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    number         TEXT NOT NULL CHECK (number <> ''),
    vehicle        INTEGER NOT NULL REFERENCES vehicle (id),
    school         TEXT NOT NULL,
    route          TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX permit_now ON permit (number, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE driver (
    version          INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from       INTEGER NOT NULL,
    valid_until      INTEGER NOT NULL,
    recorded_at      INTEGER NOT NULL,
    superseded_at    INTEGER,
    code             TEXT NOT NULL CHECK (code <> ''),
    name             TEXT NOT NULL,
    licence_class    TEXT NOT NULL,
    birth_on         TEXT,                  -- YYYY-MM-DD
    qualified_until  INTEGER,               -- exclusive
    operator         TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX driver_now ON driver (code, valid_from) WHERE superseded_at IS NULL;

-- The number of a terminal: it stays when the register's row changes.
CREATE TABLE terminal (
    id     INTEGER PRIMARY KEY,
    phone  TEXT NOT NULL UNIQUE CHECK (phone <> '')
) STRICT;

CREATE TABLE terminal_entry (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    terminal       INTEGER NOT NULL REFERENCES terminal (id),
    terminal_id    TEXT NOT NULL,
    maker          TEXT NOT NULL,
    model          TEXT NOT NULL,
    edition        INTEGER NOT NULL CHECK (edition IN (2011, 2013, 2019)),
    kind           INTEGER NOT NULL CHECK (kind IN (0, 1)),
    vehicle        INTEGER NOT NULL REFERENCES vehicle (id),
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX terminal_entry_now ON terminal_entry (terminal, valid_from) WHERE superseded_at IS NULL;
