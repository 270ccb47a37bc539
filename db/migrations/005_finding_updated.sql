-- When what a finding tells was last changed, by our clock. It only grows: readers tell newer from older by it.
ALTER TABLE finding ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
UPDATE finding SET updated_at = max(found_at, coalesce(withdrawn_at, 0));
