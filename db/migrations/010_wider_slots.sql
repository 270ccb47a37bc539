-- A slot is twice as long, measured_at >> 16: 65 s. A vehicle's day is half of the seeks, and a commit
-- still writes the pages of one slot or two.
DROP INDEX record_order;
CREATE UNIQUE INDEX record_order ON record (measured_at >> 16, vehicle, measured_at, kind_key);
DELETE FROM slot_of_stretch WHERE slot >= 64;
