-- The whole register: one vehicle one file, one person one file, the ways of pupils and lines, what the county decided.
-- Bitemporal like the other registers (003). Dates are YYYY-MM-DD; lists are joined by ;

ALTER TABLE school ADD COLUMN leader TEXT NOT NULL DEFAULT '';
ALTER TABLE school ADD COLUMN telephone TEXT NOT NULL DEFAULT '';

ALTER TABLE vehicle_entry ADD COLUMN counter INTEGER NOT NULL DEFAULT 1 CHECK (counter BETWEEN 0 AND 3);
ALTER TABLE vehicle_entry ADD COLUMN vin TEXT NOT NULL DEFAULT '';
ALTER TABLE vehicle_entry ADD COLUMN model TEXT NOT NULL DEFAULT '';
ALTER TABLE vehicle_entry ADD COLUMN school_bus_type TEXT NOT NULL DEFAULT ''
    CHECK (school_bus_type IN ('', 'infant', 'primary', 'primary_junior', 'nondedicated'));
ALTER TABLE vehicle_entry ADD COLUMN licence INTEGER NOT NULL DEFAULT 0 CHECK (licence BETWEEN 0 AND 6);
ALTER TABLE vehicle_entry ADD COLUMN licence_persons INTEGER CHECK (licence_persons > 0);
ALTER TABLE vehicle_entry ADD COLUMN first_registered_on TEXT;
ALTER TABLE vehicle_entry ADD COLUMN scrap_on TEXT;
ALTER TABLE vehicle_entry ADD COLUMN retired_on TEXT;
ALTER TABLE vehicle_entry ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE vehicle_entry ADD COLUMN leader TEXT NOT NULL DEFAULT '';

ALTER TABLE school_bus_plate ADD COLUMN times TEXT NOT NULL DEFAULT '';
ALTER TABLE school_bus_plate ADD COLUMN stops TEXT NOT NULL DEFAULT '';
ALTER TABLE school_bus_plate ADD COLUMN returned_on TEXT;

ALTER TABLE driver ADD COLUMN first_licensed_on TEXT;
ALTER TABLE driver ADD COLUMN licence INTEGER NOT NULL DEFAULT 0 CHECK (licence BETWEEN 0 AND 6);
ALTER TABLE driver ADD COLUMN period_end_on TEXT;
ALTER TABLE driver ADD COLUMN reviewed_on TEXT;
ALTER TABLE driver ADD COLUMN trained_on TEXT;
ALTER TABLE driver ADD COLUMN health_until_on TEXT;

ALTER TABLE escort ADD COLUMN trained_on TEXT;
ALTER TABLE escort ADD COLUMN health_until_on TEXT;

ALTER TABLE line ADD COLUMN leader TEXT NOT NULL DEFAULT '';

ALTER TABLE pupil ADD COLUMN stage TEXT NOT NULL DEFAULT ''
    CHECK (stage IN ('', 'kindergarten', 'primary', 'junior_high', 'senior_high'));
ALTER TABLE pupil ADD COLUMN left_behind INTEGER NOT NULL DEFAULT 0 CHECK (left_behind IN (0, 1));

-- A paper renewed under its old number follows the old row; under a new number both stand beside each other, and of
-- those valid the one that ends last counts.
CREATE TABLE vehicle_document (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    kind           TEXT NOT NULL CHECK (kind IN ('inspection', 'compulsory_insurance', 'carrier_insurance',
                                                 'transport_certificate', 'charter_sign', 'charter_contract',
                                                 'school_bus_standard', 'operating_plan', 'safety_system')),
    number         TEXT NOT NULL,
    vehicle        INTEGER NOT NULL REFERENCES vehicle (id),
    issuer         TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX vehicle_document_now ON vehicle_document (vehicle, kind, number, valid_from)
    WHERE superseded_at IS NULL;

CREATE TABLE equipment_check (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    vehicle        INTEGER NOT NULL REFERENCES vehicle (id),
    day            TEXT NOT NULL,
    faults         TEXT NOT NULL,                                 -- empty: none
    checker        TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX equipment_check_now ON equipment_check (vehicle, day, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE maintenance (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    vehicle        INTEGER NOT NULL REFERENCES vehicle (id),
    day            TEXT NOT NULL,
    workshop       TEXT NOT NULL,
    work           TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX maintenance_now ON maintenance (vehicle, day, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE stage_override (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    vehicle        INTEGER NOT NULL REFERENCES vehicle (id),
    stage          TEXT NOT NULL CHECK (stage IN ('kindergarten', 'primary', 'junior_high', 'senior_high')),
    approved_by    TEXT NOT NULL,
    reason         TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX stage_override_now ON stage_override (vehicle, stage, valid_from) WHERE superseded_at IS NULL;

-- Kinds: 0 other, 1 overload, 2 speeding, 3 drink driving, 4 twelve points, 5 fatal accident, 6 crime.
CREATE TABLE offence (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    driver         TEXT NOT NULL CHECK (driver <> ''),
    kind           INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 6),
    day            TEXT NOT NULL,
    points         INTEGER NOT NULL CHECK (points >= 0),
    text           TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX offence_now ON offence (driver, day, kind, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE agreement (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    school         TEXT NOT NULL CHECK (school <> ''),
    operator       TEXT NOT NULL,
    number         TEXT NOT NULL,
    filed_on       TEXT,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX agreement_now ON agreement (school, operator, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE duty_shift (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    post_kind      TEXT NOT NULL CHECK (post_kind IN ('school', 'police', 'transport', 'bureau')),
    post           TEXT NOT NULL CHECK (post <> ''),
    from_hour      INTEGER NOT NULL CHECK (from_hour BETWEEN 0 AND 23),
    until_hour     INTEGER NOT NULL CHECK (until_hour BETWEEN 0 AND 24),
    name           TEXT NOT NULL,
    telephone      TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX duty_shift_now ON duty_shift (post_kind, post, from_hour, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE gate_facility (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    school         TEXT NOT NULL CHECK (school <> ''),
    kind           TEXT NOT NULL CHECK (kind IN ('crossing', 'sign', 'hump', 'light', 'guard')),
    present        INTEGER NOT NULL CHECK (present IN (0, 1)),
    checked_on     TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX gate_facility_now ON gate_facility (school, kind, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE local_rule (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    parameter      TEXT NOT NULL CHECK (parameter <> ''),
    value          TEXT NOT NULL,
    title          TEXT NOT NULL,
    clause         TEXT NOT NULL,
    file           TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX local_rule_now ON local_rule (parameter, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE notice (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    kind           TEXT NOT NULL CHECK (kind IN ('weather', 'road')),
    mark           TEXT NOT NULL CHECK (mark <> ''),
    area           TEXT NOT NULL,                                 -- empty: the whole county
    text           TEXT NOT NULL,
    issuer         TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX notice_now ON notice (kind, mark, area, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE joint_check (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    day            TEXT NOT NULL,
    place          TEXT NOT NULL,
    bodies         TEXT NOT NULL,
    vehicles       INTEGER NOT NULL CHECK (vehicles >= 0),
    result         TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX joint_check_now ON joint_check (day, place, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE travel (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    pupil          TEXT NOT NULL CHECK (pupil <> ''),
    direction      INTEGER NOT NULL CHECK (direction IN (0, 1)),  -- 0 home, 1 to school
    mode           TEXT NOT NULL CHECK (mode IN ('walk', 'bicycle', 'e_bike', 'guardian', 'school_bus', 'city_bus',
                                                 'line_coach', 'charter', 'shared', 'unknown')),
    line           TEXT NOT NULL,
    stop           TEXT NOT NULL,
    plate          TEXT NOT NULL,
    minutes        INTEGER NOT NULL CHECK (minutes >= 0),         -- 0: not told
    collector      TEXT NOT NULL,                                 -- empty: nobody has to take the child over
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX travel_now ON travel (pupil, direction, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE guardian (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    code           TEXT NOT NULL CHECK (code <> ''),
    pupil          TEXT NOT NULL CHECK (pupil <> ''),
    name           TEXT NOT NULL,
    relation       TEXT NOT NULL,
    telephone      TEXT NOT NULL,
    may_collect    INTEGER NOT NULL CHECK (may_collect IN (0, 1)),
    consented_on   TEXT,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX guardian_now ON guardian (code, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE road_section (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    line           TEXT NOT NULL CHECK (line <> ''),
    from_m         INTEGER NOT NULL CHECK (from_m >= 0),          -- from the school outwards
    until_m        INTEGER NOT NULL,
    road_class     TEXT NOT NULL CHECK (road_class IN ('street', 'ordinary', 'expressway', 'motorway')),
    limit_kmh      INTEGER NOT NULL CHECK (limit_kmh >= 0),       -- posted; 0: none
    tags           TEXT NOT NULL,
    approval       TEXT NOT NULL,
    CHECK (valid_from < valid_until),
    CHECK (from_m < until_m)
) STRICT;
CREATE UNIQUE INDEX road_section_now ON road_section (line, from_m, valid_from) WHERE superseded_at IS NULL;

CREATE TABLE timetable (
    version        INTEGER PRIMARY KEY AUTOINCREMENT,
    valid_from     INTEGER NOT NULL,
    valid_until    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    superseded_at  INTEGER,
    code           TEXT NOT NULL CHECK (code <> ''),
    line           TEXT NOT NULL,
    direction      INTEGER NOT NULL CHECK (direction IN (0, 1)),  -- 0 home, 1 to school
    weekdays       TEXT NOT NULL CHECK (weekdays <> '' AND weekdays NOT GLOB '*[^1-7]*'),  -- 1 Monday … 7 Sunday
    leaves_at      INTEGER NOT NULL CHECK (leaves_at BETWEEN 0 AND 1439),  -- minutes after midnight in China
    vehicle        INTEGER NOT NULL REFERENCES vehicle (id),
    driver         TEXT NOT NULL,
    escort         TEXT NOT NULL,
    CHECK (valid_from < valid_until)
) STRICT;
CREATE UNIQUE INDEX timetable_now ON timetable (code, valid_from) WHERE superseded_at IS NULL;
