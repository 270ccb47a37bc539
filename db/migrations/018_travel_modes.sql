-- Ways that are forbidden can be told, too. What a mode may be stands in the program's one table of modes
-- (server/registry/travel_modes.hpp); the column only has to name one.
CREATE TABLE travel_of_any_mode (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    pupil          TEXT NOT NULL CHECK (pupil <> ''),
    direction      INTEGER NOT NULL CHECK (direction IN (0, 1)),  -- 0 home, 1 to school
    mode           TEXT NOT NULL CHECK (mode <> ''),
    line           TEXT NOT NULL,
    stop           TEXT NOT NULL,
    plate          TEXT NOT NULL,
    minutes        INTEGER NOT NULL CHECK (minutes >= 0),         -- 0: not told
    collector      TEXT NOT NULL,                                 -- empty: nobody has to take the child over
    CHECK (valid_from < valid_until)
) STRICT;
INSERT INTO travel_of_any_mode SELECT version, valid_from, valid_until, recorded_at, superseded_at, pupil, direction,
                                      mode, line, stop, plate, minutes, collector FROM travel;
DROP TABLE travel;
ALTER TABLE travel_of_any_mode RENAME TO travel;
CREATE UNIQUE INDEX travel_now ON travel (pupil, direction, valid_from) WHERE superseded_at IS NULL;
