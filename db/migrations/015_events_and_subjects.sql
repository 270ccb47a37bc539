-- Runs: what people and devices tell of them, and findings about more than vehicles.

-- Two constraints get wider, which changes nothing of what is stored: the schema's text is edited instead of copying
-- the county's history (https://www.sqlite.org/lang_altertable.html, "if a change does not affect the on-disk content").
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '(5 << 44) - 1', '(6 << 44) - 1') WHERE type = 'table' AND name = 'record';
UPDATE sqlite_schema SET sql = replace(sql, 'vehicle           INTEGER NOT NULL REFERENCES vehicle (id)',
                                       'vehicle           INTEGER REFERENCES vehicle (id)')
    WHERE type = 'table' AND name = 'finding';
PRAGMA writable_schema = RESET;

-- Kind 5 of record.
CREATE TABLE trip_event (
    record  INTEGER PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
    kind    INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 255),
    trip    TEXT NOT NULL,           -- a departure's code; empty: the run the vehicle was on
    person  TEXT NOT NULL,           -- codes of the registers
    other   TEXT NOT NULL,
    number  INTEGER NOT NULL,
    note    TEXT NOT NULL
) STRICT;

-- Whom a finding is about, where it is not the vehicle: the code of a run, driver, escort, pupil, school or line.
ALTER TABLE finding ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE finding_episode ADD COLUMN detail TEXT NOT NULL DEFAULT '';
