-- From valid_from on another vehicle carries a run: a departure, or a timetable's day (T12/2026-09-01).
CREATE TABLE relief (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    run            TEXT NOT NULL CHECK (run <> ''),
    vehicle        INTEGER NOT NULL,
    driver         TEXT NOT NULL,                                 -- empty: not told
    escort         TEXT NOT NULL,
    note           TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX relief_now ON relief (run, valid_from) WHERE superseded_at IS NULL;
