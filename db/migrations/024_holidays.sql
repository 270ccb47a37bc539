-- What the coordination of holidays asks of the registers: terms, each school's rule and wishes, gate roads that the
-- police can man, days on which nobody is sent home or taken back. Minutes are those of a day, from its midnight in China.
CREATE TABLE term (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    code           TEXT NOT NULL CHECK (code <> ''),
    first_on       TEXT NOT NULL,                                 -- of lessons
    last_on        TEXT NOT NULL,
    CHECK (valid_from < valid_until),
    CHECK (first_on < last_on)
) STRICT;
CREATE UNIQUE INDEX term_now ON term (code, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE holiday_rule (
    version          INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from       INTEGER NOT NULL,
    valid_until      INTEGER NOT NULL,
    recorded_at      INTEGER NOT NULL,
    superseded_at    INTEGER,
    school           TEXT NOT NULL CHECK (school <> ''),
    on_days          INTEGER NOT NULL CHECK (on_days >= 0),       -- 0: at every weekend and public holiday
    off_days         INTEGER NOT NULL CHECK (off_days >= 0),
    home_at          INTEGER NOT NULL CHECK (home_at BETWEEN 0 AND 1439),
    back_at          INTEGER NOT NULL CHECK (back_at BETWEEN 0 AND 1439),
    shift_days       INTEGER CHECK (shift_days >= 0),             -- NULL: 2, or 0 without a cycle
    earliest_home    INTEGER NOT NULL CHECK (earliest_home BETWEEN 0 AND 1439),
    latest_home      INTEGER NOT NULL CHECK (latest_home BETWEEN earliest_home AND 1439),
    earliest_back    INTEGER NOT NULL CHECK (earliest_back BETWEEN 0 AND 1439),
    latest_back      INTEGER NOT NULL CHECK (latest_back BETWEEN earliest_back AND 1439),
    home_weekdays    TEXT NOT NULL CHECK (home_weekdays <> '' AND home_weekdays NOT GLOB '*[^1-7]*'),
    least_on_days    INTEGER NOT NULL CHECK (least_on_days >= 0),
    most_on_days     INTEGER NOT NULL CHECK (most_on_days >= least_on_days),
    owes_rest        INTEGER CHECK (owes_rest IN (0, 1)),         -- NULL: where it has a cycle and a compulsory stage
    gate_per_quarter INTEGER NOT NULL CHECK (gate_per_quarter > 0),
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX holiday_rule_now ON holiday_rule (school, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE holiday_proposal (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    school         TEXT NOT NULL CHECK (school <> ''),
    term           TEXT NOT NULL CHECK (term <> ''),
    number         INTEGER NOT NULL CHECK (number >= 0),          -- 0: coming for the first time
    home_on        TEXT,                                          -- neither day: taken back
    home_at        INTEGER CHECK (home_at BETWEEN 0 AND 1439),    -- NULL: as the school's rule has it
    back_on        TEXT,
    back_at        INTEGER CHECK (back_at BETWEEN 0 AND 1439),
    CHECK (valid_from < valid_until),
    CHECK (home_on < back_on)
) STRICT;
CREATE UNIQUE INDEX holiday_proposal_now ON holiday_proposal (school, term, number, valid_from)
    WHERE superseded_at IS NULL;

CREATE TABLE police_posts (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    weekday        INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 7),  -- 1 Monday … 7 Sunday; 0: on that day
    day            TEXT,
    posts          INTEGER NOT NULL CHECK (posts >= 0),
    CHECK (valid_from < valid_until),
    CHECK ((weekday = 0) = (day IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX police_posts_now ON police_posts (weekday, ifnull(day, ''), valid_from) WHERE superseded_at IS NULL;

CREATE TABLE local_day (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    day            TEXT NOT NULL,
    school         TEXT NOT NULL,                                 -- empty: every school that has no row of its own
    kind           TEXT NOT NULL CHECK (kind IN ('closed', 'open')),
    name           TEXT NOT NULL,
    notice         TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX local_day_now ON local_day (day, school, valid_from) WHERE superseded_at IS NULL;
