-- What class teachers tell of their boarders on the day on which they come back (docs/decisions/0028).
CREATE TABLE return_mark (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    day            TEXT NOT NULL,
    school         TEXT NOT NULL CHECK (school <> ''),
    class          TEXT NOT NULL,
    pupil          TEXT NOT NULL,                                 -- empty: of the class
    kind           TEXT NOT NULL CHECK (kind IN ('called', 'missing', 'leave', 'contacted', 'back')),
    CHECK (valid_from < valid_until),
    CHECK ((kind = 'called') = (pupil = ''))
) STRICT;
CREATE UNIQUE INDEX return_mark_now ON return_mark (school, class, day, pupil, valid_from) WHERE superseded_at IS NULL;
