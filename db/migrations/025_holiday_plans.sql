-- A term's coordinated holidays and what was said of them by whom (docs/decisions/0027). Nothing is ever changed here.
CREATE TABLE holiday_plan (
    number        INTEGER PRIMARY KEY AUTOINCREMENT,
    term          TEXT NOT NULL CHECK (term <> ''),
    unserved      INTEGER NOT NULL CHECK (unserved >= 0),
    peak_vehicles INTEGER NOT NULL CHECK (peak_vehicles >= 0),
    question      TEXT NOT NULL,                             -- the case, JSON
    answer        TEXT NOT NULL                              -- the plan, JSON
) STRICT;

CREATE TABLE holiday_step (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    plan   INTEGER NOT NULL REFERENCES holiday_plan (number),
    act    INTEGER NOT NULL,
    party  INTEGER NOT NULL,
    who    TEXT NOT NULL,
    reason TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
CREATE INDEX holiday_step_of_plan ON holiday_step (plan);
