-- The history of runs: what each left behind that is over. Made from the records of its vehicle in
-- [seen_from, seen_until); later ones of that time delete it, and a run that is made again gets another id.
CREATE TABLE run (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    code        TEXT NOT NULL UNIQUE CHECK (code <> ''),        -- of its departure, or of its timetable and day
    line        TEXT NOT NULL,
    direction   INTEGER NOT NULL CHECK (direction IN (0, 1)),   -- 0 home, 1 to school
    day_class   INTEGER NOT NULL CHECK (day_class IN (0, 1, 2)),  -- 0 weekday, 1 weekend, 2 holiday
    leaves_at   INTEGER NOT NULL,                               -- by the timetable
    vehicle     INTEGER NOT NULL REFERENCES vehicle (id),
    seen_from   INTEGER NOT NULL,
    seen_until  INTEGER NOT NULL,
    places      INTEGER CHECK (places >= 0),                    -- rows of run_time; 0: unseen, NULL: not made yet
    CHECK (seen_from < seen_until)
) STRICT;
CREATE INDEX run_of_line ON run (line, direction, leaves_at) WHERE places > 0;
CREATE INDEX run_of_vehicle ON run (vehicle, seen_until);
CREATE INDEX run_leaves ON run (leaves_at);

-- When a run stood at its places; NULL: unseen.
CREATE TABLE run_time (
    run         INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    place       INTEGER NOT NULL CHECK (place >= 0),            -- in the order in which they are reached
    name        TEXT NOT NULL,
    arrived_at  INTEGER,
    left_at     INTEGER,
    PRIMARY KEY (run, place)
) STRICT, WITHOUT ROWID;

-- How right what was said of a run was, by the buckets of the ETA Accuracy Benchmark: 0 nearest … 3.
CREATE TABLE run_accuracy (
    run          INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    bucket       INTEGER NOT NULL CHECK (bucket BETWEEN 0 AND 3),
    predictions  INTEGER NOT NULL CHECK (predictions > 0),
    accurate     INTEGER NOT NULL CHECK (accurate BETWEEN 0 AND predictions),
    PRIMARY KEY (run, bucket)
) STRICT, WITHOUT ROWID;

-- … of all runs of a day, four rows each: these stay.
CREATE TABLE arrival_accuracy (
    day          INTEGER NOT NULL,                              -- its midnight in China
    bucket       INTEGER NOT NULL CHECK (bucket BETWEEN 0 AND 3),
    predictions  INTEGER NOT NULL CHECK (predictions > 0),
    accurate     INTEGER NOT NULL CHECK (accurate BETWEEN 0 AND predictions),
    PRIMARY KEY (day, bucket)
) STRICT, WITHOUT ROWID;
