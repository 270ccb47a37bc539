-- What all vehicles tell at about the same time lies together in the index of the history, so that a commit of a
-- few thousand records writes a few pages, not one a vehicle. A slot is measured_at >> 15: 32.768 s.
DROP INDEX record_order;
CREATE UNIQUE INDEX record_order ON record (measured_at >> 15, vehicle, measured_at, kind_key);

-- A stretch is 128 slots, measured_at >> 22: about 70 minutes. Where a vehicle's records are to be looked for.
CREATE TABLE vehicle_stretch (
    vehicle  INTEGER NOT NULL,
    stretch  INTEGER NOT NULL,
    PRIMARY KEY (vehicle, stretch)
) STRICT, WITHOUT ROWID;
INSERT INTO vehicle_stretch SELECT DISTINCT vehicle, measured_at >> 22 FROM record;

-- The slots of a stretch, to be joined with it.
CREATE TABLE slot_of_stretch (slot INTEGER PRIMARY KEY CHECK (slot BETWEEN 0 AND 127)) STRICT;
WITH RECURSIVE slots (slot) AS (SELECT 0 UNION ALL SELECT slot + 1 FROM slots WHERE slot < 127)
INSERT INTO slot_of_stretch SELECT slot FROM slots;
