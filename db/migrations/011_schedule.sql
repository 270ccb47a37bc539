-- The published schedule and what it speaks of. Bitemporal like the other registers (003); where validity has no meaning
-- a row holds always.

CREATE TABLE escort (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    code           TEXT NOT NULL CHECK (code <> ''),
    name           TEXT NOT NULL,
    operator       TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX escort_now ON escort (code, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE line (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    code           TEXT NOT NULL CHECK (code <> ''),
    name           TEXT NOT NULL,
    school         TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX line_now ON line (code, valid_from) WHERE superseded_at IS NULL;

-- Places count from the school outwards.
CREATE TABLE stop (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    line           TEXT NOT NULL CHECK (line <> ''),
    place          INTEGER NOT NULL CHECK (place > 0),
    name           TEXT NOT NULL,
    latitude_deg   REAL NOT NULL CHECK (latitude_deg BETWEEN -90 AND 90),
    longitude_deg  REAL NOT NULL CHECK (longitude_deg BETWEEN -180 AND 180),
    from_school    INTEGER NOT NULL CHECK (from_school >= 0),    -- minutes by the timetable
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX stop_now ON stop (line, name, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE boarders (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    school         TEXT NOT NULL CHECK (school <> ''),
    home_place     TEXT NOT NULL CHECK (home_place <> ''),
    pupils         INTEGER NOT NULL CHECK (pupils >= 0),
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX boarders_now ON boarders (school, home_place, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE pupil (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    code           TEXT NOT NULL CHECK (code <> ''),
    name           TEXT NOT NULL,
    school         TEXT NOT NULL,
    class          TEXT NOT NULL,
    boarding       INTEGER NOT NULL CHECK (boarding IN (0, 1)),
    home_place     TEXT NOT NULL,
    line           TEXT NOT NULL,
    stop           TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX pupil_now ON pupil (code, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE departure (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    code           TEXT NOT NULL CHECK (code <> ''),
    school         TEXT NOT NULL,
    direction      INTEGER NOT NULL CHECK (direction IN (0, 1)),  -- 0 home, 1 to school
    leaves_at      INTEGER NOT NULL,
    line           TEXT NOT NULL,
    vehicle        INTEGER NOT NULL REFERENCES vehicle (id),
    driver         TEXT NOT NULL,
    escort         TEXT NOT NULL,
    seats          INTEGER NOT NULL CHECK (seats >= 0),
    status         INTEGER NOT NULL CHECK (status IN (0, 1)),     -- 0 planned, 1 cancelled
    note           TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX departure_now ON departure (code, valid_from) WHERE superseded_at IS NULL;
CREATE INDEX departure_versions ON departure (code);

CREATE TABLE public_day (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    day            TEXT NOT NULL,                                 -- YYYY-MM-DD
    kind           TEXT NOT NULL CHECK (kind IN ('off', 'work', 'plain')),
    name           TEXT NOT NULL,
    notice         TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX public_day_now ON public_day (day, valid_from) WHERE superseded_at IS NULL;

-- Keys for addresses that carry their own secret (calendars).
CREATE TABLE server_secret (
    name   TEXT PRIMARY KEY,
    value  BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO server_secret VALUES ('calendar', randomblob(32));
